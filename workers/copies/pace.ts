import { setTimeout as sleep } from 'node:timers/promises';

/** How much of the time may be spent. */
export interface Pace {
	/** Does it, and rests afterwards for as long as keeps the share. */
	spend<T>(work: () => Promise<T>): Promise<T>;
}

/** At once, without a rest: for what cannot wait. */
export const hurried: Pace = { spend: (work) => work() };

/** Milliseconds, and waiting for so many. */
const watch = {
	now: () => performance.now(),
	rest: (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }),
};

/** Works at most `share` (0 to 1] of the time. Rejects with the signal's reason when aborted while it rests. */
export function createPace(share: number, signal: AbortSignal, { now, rest } = watch): Pace {
	return {
		async spend(work) {
			signal.throwIfAborted();
			const begun = now();
			const result = await work();
			const restMs = (now() - begun) * (1 / share - 1);
			if (restMs >= 1) await rest(restMs, signal);
			return result;
		},
	};
}

/**
 * Milliseconds to wait before going on, so that a round over `total` bytes takes `days`: nothing while it is behind.
 * `spentMs` is how long ago the round began.
 */
export function aheadMs({ done, total, days }: { done: number; total: number; days: number }, spentMs: number): number {
	const due = total === 0 ? 1 : Math.min(1, done / total);
	return Math.max(0, due * days * 86_400_000 - spentMs);
}
