import { setTimeout as delay } from 'node:timers/promises';

/** Asks `condition` every `everyMs` until it holds (true) or `withinMs` have passed (false). */
export async function waitUntil(condition: () => boolean, withinMs: number, everyMs = 20): Promise<boolean> {
	const end = performance.now() + withinMs;
	while (!condition()) {
		if (performance.now() >= end) return false;
		await delay(everyMs);
	}
	return true;
}

/** Growing pauses: 0.2 s, doubling to 5 s; back to the start once something has held for 30 s. */
export function backoff(now: () => number = () => performance.now()): { nextMs(): number } {
	let pauseMs = 100;
	let last = now();
	return {
		nextMs() {
			pauseMs = now() - last > 30_000 ? 200 : Math.min(pauseMs * 2, 5_000);
			last = now() + pauseMs;
			return pauseMs;
		},
	};
}
