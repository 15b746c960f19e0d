import { expect, test } from 'vitest';
import type { CatalogueItem } from '../../src/client/case/catalogue.ts';
import { rowsOf } from '../../src/web/rooms/cases/rows.ts';
import { createFinder, everything, filtersOf, View } from '../../src/web/rooms/cases/view.ts';

const item = (path: string, more: Partial<CatalogueItem> = {}) =>
	({
		id: path,
		path,
		sha256: 'ff'.repeat(32),
		size: 1,
		modified: '',
		unreadable: false,
		elsewhere: false,
		...more,
	}) as CatalogueItem;
const from = { case: 'ab', by: 'cd', at: '2026-01-01T00:00:00.000Z' };
const rows = rowsOf(
	[item('here'), item('shared with us', { from }), item('shared on', { elsewhere: true })],
	undefined,
);

test('items that are in other cases too, whichever way they went, can be shown alone', () => {
	const view = { ...everything, elsewhere: true };
	expect(createFinder()(rows, view).map((row) => row.name)).toEqual(['shared on', 'shared with us']);
	expect(filtersOf(view)).toBe(1);
	expect(createFinder()(rows, everything)).toHaveLength(3);
});

test('items whose examination remarked something can be shown alone', () => {
	const some = rowsOf([item('whole', { remarked: false }), item('cut', { remarked: true })], undefined);
	const view = { ...everything, remarked: true };
	expect(createFinder()(some, view).map((row) => row.name)).toEqual(['cut']);
	expect(filtersOf(view)).toBe(1);
});

test('a view that was saved before there was this filter stays readable', () => {
	const { elsewhere: _, remarked: __, ...before } = everything;
	expect(View.parse(before)).toEqual(everything);
});

test('a finder that remembers finds what one finds that does not, whatever is typed and taken back', () => {
	const hex = (i: number) => (i * 2654435761).toString(16).padStart(8, 'a').slice(-8).repeat(4);
	const names = ['camera 7 part', 'Камера 7 ёлка', 'ΟΔΟΣΑ', 'abcdef clip', 'a b c'];
	const many = rowsOf(
		Array.from({ length: 200 }, (_, i) => ({ ...item(`${names[i % names.length]} ${i}`), id: hex(i), index: i })),
		undefined,
	);
	const find = createFinder();
	const typed = [
		'camera 7',
		'cam 19',
		'ΟΔΟΣ',
		'οδοσα',
		'ёлка 3',
		'abcdefg',
		hex(7).slice(0, 9),
		`${hex(3).slice(0, 7)} x`,
		'  a  b',
	];
	const letters = typed.flatMap((text) => {
		const begun = Array.from({ length: text.length + 1 }, (_, i) => text.slice(0, i));
		return [...begun, ...begun.toReversed()];
	});
	for (const search of [...letters, ...typed])
		for (const narrowed of [{}, { clips: 'without' as const }]) {
			const view = { ...everything, ...narrowed, search };
			expect(find(many, view), search).toEqual(createFinder()(many, view));
		}
	expect(find(many, { ...everything, search: hex(7).slice(0, 9) }).map((row) => row.id)).toEqual([hex(7)]);
});

test('a line that was shown before its proof came keeps its place', () => {
	const items = ['c', 'a', 'b'].map((path, index) => item(path, { index }));
	const shown = items.map((one) => ({ ...one, unproven: true }) as never);
	const find = createFinder();
	const before = find(rowsOf([], undefined, shown), everything);
	expect(before.map((row) => [row.name, row.proven])).toEqual([
		['a', false],
		['b', false],
		['c', false],
	]);
	const after = find(rowsOf(items.slice(0, 1), undefined, shown.slice(1)), everything);
	expect(after.map((row) => [row.name, row.proven])).toEqual([
		['a', false],
		['b', false],
		['c', true],
	]);
});

test('one word of six hex digits or more finds the item whose number or SHA-256 begins so, and nothing shorter does', () => {
	const [id, sha256] = ['0b'.repeat(16), '5e7a91'.padEnd(64, 'd')];
	const some = rowsOf([item('a film', { id, sha256, index: 0 }), item('another', { index: 1 })], undefined);
	const found = (search: string) => createFinder()(some, { ...everything, search }).map((row) => row.name);
	for (const typed of [id, id.slice(0, 6), sha256, sha256.slice(0, 6), sha256.toUpperCase()])
		expect(found(typed), typed).toEqual(['a film']);
	for (const typed of [sha256.slice(0, 5), sha256.slice(1), `${sha256}0`]) expect(found(typed), typed).toEqual([]);
});
