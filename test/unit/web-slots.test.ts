import { describe, expect, test } from 'vitest';
import { slotsFor } from '../../src/web/rooms/cases/slots.ts';

const map = (ids: string, slots: readonly number[]): Map<string, number> =>
	new Map([...ids].map((id, i) => [id, slots[i] as number]));

describe('places of lines in the document', () => {
	test('are counted from the first', () => {
		expect(slotsFor([...'abc'], new Map())).toEqual([0, 1, 2]);
	});

	test('stay with the lines that stay; who comes takes a free one', () => {
		expect(slotsFor([...'cde'], map('abc', [0, 1, 2]))).toEqual([2, 0, 1]);
		expect(slotsFor([...'bax'], map('abc', [0, 1, 2]))).toEqual([1, 0, 2]);
	});

	test('are all reused when every line is another, in the same order', () => {
		expect(slotsFor([...'xyz'], map('abc', [0, 1, 2]))).toEqual([0, 1, 2]);
	});

	test('are never shared, and old ones are used before new ones', () => {
		let before = new Map<string, number>();
		const shown = ['abcdef', 'fg', 'xfyz', '', 'abc', 'cab', 'zyxwvuts'];
		for (const ids of shown) {
			const slots = slotsFor([...ids], before);
			expect(new Set(slots).size).toBe(ids.length);
			expect(Math.max(-1, ...slots)).toBeLessThan(8);
			before = map(ids, slots);
		}
	});
});
