import { expect, test } from 'vitest';
import { aheadMs } from '../../workers/copies/pace.ts';

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
