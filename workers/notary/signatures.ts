import { Worker } from 'node:worker_threads';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Answer, packSigned, type Question, type Signed } from './signature-batch.ts';

/** Up to this many the platform's own pool is quicker than a thread that may have to be started first. */
const FEW = 4;

interface Waiting {
	resolve: (valid: readonly boolean[]) => void;
	reject: (error: Error) => void;
}

/**
 * Checks signatures off the calling thread. A few go to the platform's pool one by one; more go to a thread as one
 * message, since handing over each by itself costs the caller a third of what checking it costs the pool.
 */
export class Signatures {
	#worker: Worker | undefined;
	readonly #waiting: Waiting[] = [];

	/** True for each that is valid, in their order. Throws `internal` when the thread ends before it has answered. */
	async check(all: readonly Signed[]): Promise<readonly boolean[]> {
		if (all.length <= FEW) {
			return Promise.all(
				all.map(({ key, message, signature }) => platform.ed25519VerifyAsync(key, message, signature)),
			);
		}
		const worker = this.#thread();
		const batch = packSigned(all);
		return new Promise((resolve, reject) => {
			this.#waiting.push({ resolve, reject });
			worker.postMessage({ batch } satisfies Question, [batch.buffer]);
		});
	}

	#thread(): Worker {
		if (this.#worker !== undefined) return this.#worker;
		const worker = new Worker(new URL('./signature-thread.ts', import.meta.url));
		worker.unref();
		worker.on('message', ({ valid }: Answer) => this.#waiting.shift()?.resolve(Array.from(valid, (one) => one === 1)));
		let cause: unknown;
		worker.on('error', (error) => {
			cause = error;
		});
		worker.on('exit', () => {
			this.#worker = undefined;
			for (const { reject } of this.#waiting.splice(0))
				reject(new CustosError('internal', 'the thread that checks signatures has ended', { cause }));
		});
		this.#worker = worker;
		return worker;
	}

	async close(): Promise<void> {
		await this.#worker?.terminate();
	}
}
