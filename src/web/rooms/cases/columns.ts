import type { SortBy } from './view.ts';

export type ColumnId = 'pick' | 'name' | 'time' | 'duration' | 'size' | 'format' | 'state' | 'flags' | 'tags' | 'marks';

export interface Column {
	readonly id: ColumnId;
	/** A track of the grid. */
	readonly width: string;
	/** Shown where the table is so many pixels wide. */
	readonly from: number;
	readonly sort?: SortBy;
	readonly end?: boolean;
}

/** Below this many pixels what the columns would say stands under the name. */
const NARROW_PX = 720;

const all: readonly Column[] = [
	{ id: 'pick', width: '1.75rem', from: 0 },
	{ id: 'name', width: 'minmax(9rem, 4fr)', from: 0, sort: 'name' },
	{ id: 'time', width: '10.75rem', from: 1110, sort: 'time' },
	{ id: 'duration', width: '6.25rem', from: NARROW_PX, sort: 'duration', end: true },
	{ id: 'size', width: '4.5rem', from: NARROW_PX, sort: 'size', end: true },
	{ id: 'format', width: 'minmax(6rem, 1fr)', from: 900, sort: 'format' },
	{ id: 'state', width: '7rem', from: NARROW_PX, sort: 'state' },
	{ id: 'flags', width: '4.75rem', from: NARROW_PX },
	{ id: 'tags', width: 'minmax(4.5rem, 1.2fr)', from: 810 },
	{ id: 'marks', width: 'minmax(6.5rem, 1.2fr)', from: NARROW_PX },
];

/** Two lines an item, because the table is narrow. */
export function isNarrow(widthPx: number): boolean {
	return widthPx < NARROW_PX;
}

export function columnsIn(widthPx: number): readonly Column[] {
	return all.filter((one) => widthPx >= one.from);
}
