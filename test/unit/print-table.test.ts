import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PAIR, PrintTable } from '../../workers/notary/print-table.ts';

const half = (what: string): Buffer => createHash('sha256').update(what).digest().subarray(0, 16);

test('a table that grows knows each name’s last print, and no other', () => {
	const table = new PrintTable();
	const count = 20_000;
	for (const round of ['first', 'last'])
		for (let i = 0; i < count; i++) table.set(half(`name ${i}`), half(`${round} ${i}`));
	expect(table.size).toBe(count);
	for (let i = 0; i < count; i++) {
		expect(table.has(half(`name ${i}`))).toBe(true);
		expect(table.holds(half(`name ${i}`), half(`last ${i}`))).toBe(true);
		expect(table.holds(half(`name ${i}`), half(`first ${i}`))).toBe(false);
		expect(table.has(half(`another ${i}`))).toBe(false);
		expect(table.holds(half(`another ${i}`), Buffer.alloc(16))).toBe(false);
	}
});

test('its pairs make the same table again', () => {
	const table = new PrintTable();
	for (let i = 0; i < 5000; i++) table.set(half(`name ${i}`), half(`print ${i}`));
	const pieces = [...table.pairs(1000)];
	expect(pieces.map((one) => one.length / PAIR)).toEqual([1000, 1000, 1000, 1000, 1000]);
	const again = new PrintTable();
	for (const piece of [...table.pairs(777)]) again.load(piece);
	expect(again.size).toBe(5000);
	for (let i = 0; i < 5000; i++) expect(again.holds(half(`name ${i}`), half(`print ${i}`))).toBe(true);
	again.clear();
	expect([again.size, again.has(half('name 1')), [...again.pairs(10)]]).toEqual([0, false, []]);
});
