import type { SortBy } from './view.ts';

/** How much room the table has, and so how much of a line is shown. */
export type Room = 'wide' | 'middle' | 'narrow';

export type ColumnId = 'pick' | 'name' | 'time' | 'duration' | 'size' | 'format' | 'state' | 'flags' | 'tags' | 'marks';

export interface Column {
	readonly id: ColumnId;
	/** A track of the grid. */
	readonly width: string;
	readonly sort?: SortBy;
	readonly end?: boolean;
}

const all: readonly Column[] = [
	{ id: 'pick', width: '2.5rem' },
	{ id: 'name', width: 'minmax(12rem, 3fr)', sort: 'name' },
	{ id: 'time', width: '11.5rem', sort: 'time' },
	{ id: 'duration', width: '6.5rem', sort: 'duration', end: true },
	{ id: 'size', width: '5.5rem', sort: 'size', end: true },
	{ id: 'format', width: 'minmax(7rem, 1.4fr)', sort: 'format' },
	{ id: 'state', width: '8rem', sort: 'state' },
	{ id: 'flags', width: '6rem' },
	{ id: 'tags', width: 'minmax(5rem, 1fr)' },
	{ id: 'marks', width: 'minmax(6rem, 0.8fr)' },
];

const shown: { readonly [room in Room]: readonly ColumnId[] } = {
	wide: all.map((one) => one.id),
	middle: ['pick', 'name', 'duration', 'state', 'flags', 'marks'],
	narrow: ['pick', 'name'],
};

/** Where the rest of a line goes below the name. */
export const ROW_PX: { readonly [room in Room]: number } = { wide: 42, middle: 42, narrow: 68 };

export function roomIn(widthPx: number): Room {
	return widthPx >= 1120 ? 'wide' : widthPx >= 640 ? 'middle' : 'narrow';
}

export function columnsIn(room: Room): readonly Column[] {
	return all.filter((one) => shown[room].includes(one.id));
}
