import { expect, test } from 'vitest';
import type { CatalogueItem } from '../../src/client/case/catalogue.ts';
import { rowsOf } from '../../src/web/rooms/cases/rows.ts';
import { everything, filtersOf, shownIn, View } from '../../src/web/rooms/cases/view.ts';

const item = (path: string, more: Partial<CatalogueItem> = {}) =>
	({ id: path, path, size: 1, modified: '', unreadable: false, elsewhere: false, ...more }) as CatalogueItem;
const from = { case: 'ab', by: 'cd', at: '2026-01-01T00:00:00.000Z' };
const rows = rowsOf(
	[item('here'), item('shared with us', { from }), item('shared on', { elsewhere: true })],
	undefined,
);

test('items that are in other cases too, whichever way they went, can be shown alone', () => {
	const view = { ...everything, elsewhere: true };
	expect(shownIn(rows, view).map((row) => row.name)).toEqual(['shared on', 'shared with us']);
	expect(filtersOf(view)).toBe(1);
	expect(shownIn(rows, everything)).toHaveLength(3);
});

test('a view that was saved before there was this filter stays readable', () => {
	const { elsewhere: _, ...before } = everything;
	expect(View.parse(before)).toEqual(everything);
});
