import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SealThread } from '../../client/put/ports.ts';

/** As many as the machine runs at once; at least two, so that one seals while the other waits for the line. Each holds 50 MiB. */
export const sealThreads = { start: startThread, count: Math.min(4, Math.max(2, availableParallelism())) };

function startThread(): SealThread {
	const worker = new Worker(new URL('./thread.ts', import.meta.url));
	return {
		post: (message) => worker.postMessage(message),
		listen(hear, failed) {
			worker.on('message', hear);
			worker.on('error', failed);
		},
		async end() {
			await worker.terminate();
		},
	};
}
