import { isCustosError } from '../../../domain/errors.ts';

const FIRST_MS = 5000;
const LONGEST_MS = 60_000;

export interface Patience {
	/** The archive is away; the work is repeated in so many milliseconds, or when `now` is called. */
	away(ms: number, now: () => void): void;
	back(): void;
	signal: AbortSignal;
}

/** Repeats work that can be resumed while the archive does not answer: a line drops, a laptop sleeps, a server restarts. */
export async function withPatience<T>(patience: Patience, work: () => Promise<T>): Promise<T> {
	for (let ms = FIRST_MS; ; ms = Math.min(LONGEST_MS, 2 * ms)) {
		try {
			return await work();
		} catch (error) {
			patience.signal.throwIfAborted();
			if (!isCustosError(error, 'unavailable')) throw error;
			await untilAgain(ms, patience);
			patience.signal.throwIfAborted();
			patience.back();
		}
	}
}

/** Sooner when the browser says that there is a line again, or when somebody asks. */
async function untilAgain(ms: number, { away, signal }: Patience): Promise<void> {
	const over = new AbortController();
	await new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, ms);
		for (const [target, event] of [
			[window, 'online'],
			[signal, 'abort'],
		] as const)
			target.addEventListener(event, () => resolve(), { signal: over.signal });
		over.signal.addEventListener('abort', () => clearTimeout(timer));
		away(ms, resolve);
	});
	over.abort();
}
