import '../../no-eval.ts';
import { CustosError } from '../../../domain/errors.ts';
import { quicken } from '../../../domain/platform/web-quicken.ts';
import { checkPicked } from './check-picked.ts';
import type { Told, Wish } from './protocol.ts';

/** Checks bags off the page's own thread, with what it has loaded: it asks no server for anything. */

const runs = new Map<number, AbortController>();
const tell = (told: Told): void => self.postMessage(told);

self.onmessage = ({ data }: MessageEvent<Wish>) => {
	if ('stop' in data) return runs.get(data.run)?.abort(new CustosError('unavailable', 'stopped'));
	check(data).catch((error: unknown) => tell({ run: data.run, failed: String(error) }));
};

async function check({ run, source, logKey }: Extract<Wish, { source: unknown }>): Promise<void> {
	const stop = new AbortController();
	runs.set(run, stop);
	try {
		const verdict = await checkPicked(source, { logKey, signal: stop.signal, tell: (far) => tell({ run, ...far }) });
		tell({ run, verdict });
	} finally {
		runs.delete(run);
	}
}

// Without WebAssembly it is slower and the same.
await quicken().catch(() => undefined);
tell({ ready: true });
