import { expect, test } from 'vitest';
import { aheadMs, createPace } from '../../workers/copies/pace.ts';

// When a round over everything stored goes on.

const DAY_MS = 86_400_000;

test('a round is spread over its days by bytes', () => {
	const half = { done: 50, total: 100, days: 30 };
	expect(aheadMs(half, 15 * DAY_MS)).toBe(0);
	expect(aheadMs(half, 10 * DAY_MS)).toBe(5 * DAY_MS);
	expect(aheadMs(half, 40 * DAY_MS)).toBe(0);
});

test('what came in meanwhile makes no round longer than its days, and an empty archive none at all', () => {
	expect(aheadMs({ done: 300, total: 100, days: 30 }, 29 * DAY_MS)).toBe(DAY_MS);
	expect(aheadMs({ done: 0, total: 100, days: 30 }, 0)).toBe(0);
	expect(aheadMs({ done: 5, total: 5, days: 0 }, 0)).toBe(0);
});

test('of the time no more than the share is worked, however long each piece takes', async () => {
	let [ms, worked, rested] = [0, 0, 0];
	const watch = {
		now: () => ms,
		rest: async (long: number) => {
			ms += long;
			rested += long;
		},
	};
	const { signal } = new AbortController();
	const pace = createPace(0.2, signal, watch);
	for (const long of [0, 3, 700, 12_000]) {
		const said = await pace.spend(async () => {
			ms += long;
			worked += long;
			return long;
		});
		expect(said).toBe(long);
		expect(worked).toBeLessThanOrEqual(ms * 0.2 + 1e-6);
	}
	expect(rested).toBeCloseTo(4 * worked);
	rested = 0;
	await createPace(1, signal, watch).spend(async () => {
		ms += 5;
	});
	expect(rested).toBe(0);
});

test('once it was aborted nothing is begun, and nobody rests on', async () => {
	const stopping = new AbortController();
	const pace = createPace(0.01, stopping.signal);
	const resting = pace.spend(() => new Promise((resolve) => setTimeout(resolve, 20)));
	setTimeout(() => stopping.abort(new Error('stopped')), 60);
	await expect(resting).rejects.toThrow();
	await expect(pace.spend(() => Promise.reject(new Error('begun')))).rejects.toThrow('stopped');
});
