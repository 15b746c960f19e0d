import '../../no-eval.ts';
import { CustosError, isCustosError } from '../../../domain/errors.ts';
import { quicken } from '../../../domain/platform/web-quicken.ts';
import { type CheckedSoFar, checkPicked } from './check-picked.ts';
import { comparePicked } from './compare-picked.ts';
import type { Told, Wish } from './protocol.ts';

/** Checks bags off the page's own thread, with what it has loaded: it asks no server for anything. */

const runs = new Map<number, AbortController>();
const tell = (told: Told): void => self.postMessage(told);

self.onmessage = ({ data }: MessageEvent<Wish>) => {
	if ('stop' in data) return runs.get(data.run)?.abort(new CustosError('unavailable', 'stopped'));
	const work = 'other' in data ? compare(data) : check(data);
	work.catch((error: unknown) => tell({ run: data.run, failed: String(error) }));
};

async function check({ run, source, logKey, keys, brought }: Extract<Wish, { source: unknown }>): Promise<void> {
	const stop = new AbortController();
	runs.set(run, stop);
	try {
		const about = { logKey, keys, brought, signal: stop.signal, tell: (far: CheckedSoFar) => tell({ run, ...far }) };
		const verdict = await checkPicked(source, about);
		tell({ run, verdict });
	} finally {
		runs.delete(run);
	}
}

async function compare({ run, bag, other }: Extract<Wish, { other: unknown }>): Promise<void> {
	try {
		tell({ run, compared: await comparePicked(bag, other) });
	} catch (error) {
		if (!isCustosError(error)) throw error;
		tell({ run, incomparable: { reason: error.message, code: error.code } });
	}
}

// Without WebAssembly it is slower and the same.
await quicken().catch(() => undefined);
tell({ ready: true });
