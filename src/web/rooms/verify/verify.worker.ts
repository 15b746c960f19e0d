import '../../no-eval.ts';
import { CustosError } from '../../../domain/errors.ts';
import { quicken } from '../../../domain/platform/web-quicken.ts';
import { openDropped } from '../../../report/verify/dropped-files.ts';
import { verifyBag } from '../../../report/verify/verify-bag.ts';
import { openZip } from '../../../report/verify/zip-bag.ts';
import type { Told, Wish } from './protocol.ts';

/** Checks bags off the page's own thread, with what it has loaded: it asks no server for anything. */

/** How often the page hears how far it is. */
const TELL_MS = 100;

const runs = new Map<number, AbortController>();
const tell = (told: Told): void => self.postMessage(told);

self.onmessage = ({ data }: MessageEvent<Wish>) => {
	if ('stop' in data) return runs.get(data.run)?.abort(new CustosError('unavailable', 'stopped'));
	check(data).catch((error: unknown) => tell({ run: data.run, failed: String(error) }));
};

async function check({ run, source, logKey }: Extract<Wish, { source: unknown }>): Promise<void> {
	const stop = new AbortController();
	runs.set(run, stop);
	let [told, checks, total] = [0, 0, 0];
	try {
		const bag = 'zip' in source ? openZip(source.zip) : openDropped(source.files);
		const verdict = await verifyBag(bag, {
			...(logKey === undefined ? {} : { logKey }),
			signal: stop.signal,
			watch: {
				check() {
					checks += 1;
				},
				bytes(done, all) {
					const now = performance.now();
					if (now - told < TELL_MS && total === all) return;
					[told, total] = [now, all];
					tell({ run, done, total, checks });
				},
			},
		});
		tell({ run, verdict });
	} finally {
		runs.delete(run);
	}
}

// Without WebAssembly it is slower and the same.
await quicken().catch(() => undefined);
tell({ ready: true });
