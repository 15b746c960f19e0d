import type { SealThread } from '../../client/put/ports.ts';
import type { FromThread } from '../../client/put/tasks.ts';
import { CustosError } from '../../domain/errors.ts';

/** Parts on the way at once, of all threads: browsers keep six connections to one place, and receipts need some too. */
const ON_THE_WAY = 4;

/** Web Workers that seal, as many as the device runs at once. `signal` ends them at once, whatever they are doing. */
export function sealThreads(signal: AbortSignal): { start(): SealThread; count: number } {
	const count = Math.min(4, Math.max(2, navigator.hardwareConcurrency));
	return { count, start: () => startThread(String(ON_THE_WAY / count), signal) };
}

function startThread(name: string, signal: AbortSignal): SealThread {
	const worker = new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module', name });
	let stop = (): void => {};
	return {
		post: (message) => worker.postMessage(message),
		listen(hear, failed) {
			worker.onmessage = ({ data }: MessageEvent<FromThread>) => hear(data);
			worker.onerror = (event) => {
				event.preventDefault();
				failed(new CustosError('internal', `a sealing thread failed (${event.message})`));
			};
			stop = () => {
				worker.terminate();
				failed(signal.reason);
			};
			if (signal.aborted) stop();
			else signal.addEventListener('abort', stop, { once: true });
		},
		async end() {
			signal.removeEventListener('abort', stop);
			worker.terminate();
		},
	};
}
