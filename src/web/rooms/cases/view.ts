import { z } from 'zod';
import { ItemState } from '../../../domain/wire.ts';
import { byName } from '../../parts/by-name.ts';
import type { Row } from './rows.ts';
import { hasWords, searchable, searchWords } from './search-text.ts';

export const sorts = ['received', 'name', 'time', 'duration', 'size', 'format', 'state'] as const;
export type SortBy = (typeof sorts)[number];

/** What of a case is shown, and in which order. */
export const View = z.object({
	search: z.string(),
	states: z.array(ItemState),
	kinds: z.array(z.string()),
	flags: z.array(z.enum(['relevant', 'not-relevant', 'do-not-show', 'warning', 'none'])),
	tags: z.array(z.string()),
	clips: z.enum(['any', 'with', 'without']),
	unreadable: z.boolean(),
	/** Views saved before there was this do not say. */
	elsewhere: z.boolean().default(false),
	remarked: z.boolean().default(false),
	sort: z.object({ by: z.enum(sorts), down: z.boolean() }),
});
export type View = z.infer<typeof View>;

/** Everything, by name: the order of reception is shuffled on purpose. */
export const everything: View = {
	search: '',
	states: [],
	kinds: [],
	flags: [],
	tags: [],
	clips: 'any',
	unreadable: false,
	elsewhere: false,
	remarked: false,
	sort: { by: 'name', down: false },
};

/** How many filters narrow a view, the search left out. */
export function filtersOf(view: View): number {
	const lists = [view.states, view.kinds, view.flags, view.tags].filter((one) => one.length > 0).length;
	const only = [view.unreadable, view.elsewhere, view.remarked].filter(Boolean).length;
	return lists + (view.clips === 'any' ? 0 : 1) + only;
}

/** Finds the lines a view shows, in its order. Within one filter any of its values fits; every filter has to. */
export type Finder = (rows: readonly Row[], view: View) => readonly Row[];

/** Searches whose lines are remembered, at the most. */
const REMEMBERED = 50;

/**
 * A finder that remembers what it found: one more letter is looked for in what the letters before it found, and one that is
 * taken back in nothing.
 */
export function createFinder(): Finder {
	const inOrder = createSorter();
	let last: { of: readonly Row[]; narrowing: string; found: Map<string, readonly Row[]> } | undefined;
	return (rows, view) => {
		const { search, sort, ...narrowing } = view;
		const of = inOrder(rows, sort);
		const name = JSON.stringify(narrowing);
		if (last?.of !== of || last.narrowing !== name || last.found.size >= REMEMBERED)
			last = { of, narrowing: name, found: new Map() };
		const { found } = last;
		const typed = searchable(search);
		const known = found.get(typed);
		if (known !== undefined) return known;
		const words = searchWords(search);
		const among = mayBeId(words) ? of : (begunWith(found, typed) ?? of);
		const narrowed = filtersOf(view) > 0;
		const lines = among.filter(
			(row) => (!narrowed || passes(row, view)) && (hasWords(row.text, words) || isNamed(row, words)),
		);
		found.set(typed, lines);
		return lines;
	};
}

/** What the longest beginning of a search found: whatever has all its words is among that. */
function begunWith(found: ReadonlyMap<string, readonly Row[]>, typed: string): readonly Row[] | undefined {
	for (let length = typed.length - 1; length >= 0; length--) {
		const lines = found.get(typed.slice(0, length));
		if (lines !== undefined) return lines;
	}
	return undefined;
}

/** Puts lines in an order. */
type Sorter = (rows: readonly Row[], sort: View['sort']) => readonly Row[];

/**
 * A sorter that remembers what it gave last: typing a search changes what is shown of it, not the order, and lines that
 * come one page after another are sorted into those that are there.
 */
function createSorter(): Sorter {
	let last: { of: readonly Row[]; sort: View['sort']; rows: readonly Row[] } | undefined;
	return (rows, sort) => {
		const { by, down } = sort;
		const before = last?.sort.by === by && last.sort.down === down ? last : undefined;
		if (before?.of === rows) return before.rows;
		const now =
			by === 'received' ? (down ? rows.toReversed() : rows) : begun(rows, before?.rows).toSorted(order(by, down));
		last = { of: rows, sort, rows: now };
		return now;
	};
}

/** Those that were sorted before come first, in their order, which the engine's sort finds and keeps. */
function begun(rows: readonly Row[], before: readonly Row[] = []): readonly Row[] {
	const left = new Map(rows.map((row) => [row.id, row]));
	const known: Row[] = [];
	for (const { id } of before) {
		const row = left.get(id);
		if (row !== undefined) known.push(row);
		left.delete(id);
	}
	return [...known, ...left.values()];
}

/** By the beginning of its id, as the command line and a report call it, or of the SHA-256 of its bytes. */
function isNamed({ id, item }: Row, words: readonly string[]): boolean {
	if (!mayBeId(words)) return false;
	const start = words[0] as string;
	return id.startsWith(start) || (!item.unreadable && item.sha256.startsWith(start));
}

/** Such a word finds lines that no beginning of it does. */
function mayBeId([word = '', ...more]: readonly string[]): boolean {
	return more.length === 0 && /^[0-9a-f]{6,64}$/.test(word);
}

function passes(row: Row, view: View): boolean {
	const { item } = row;
	if (view.unreadable && !item.unreadable) return false;
	if (view.remarked && !item.remarked) return false;
	if (view.elsewhere && !item.elsewhere && item.from === undefined) return false;
	if (view.states.length > 0 && !view.states.includes(item.state)) return false;
	if (view.kinds.length > 0 && !view.kinds.includes(row.kind)) return false;
	if (view.tags.length > 0 && !view.tags.some((tag) => row.tags.includes(tag))) return false;
	if (view.clips !== 'any' && row.clips > 0 !== (view.clips === 'with')) return false;
	if (view.flags.length === 0) return true;
	return view.flags.some((flag) => (flag === 'none' ? row.flags.length === 0 : row.flags.includes(flag)));
}

/** What is not known comes last, whichever way the rest is turned. */
function order(by: Exclude<SortBy, 'received'>, down: boolean): (a: Row, b: Row) => number {
	const turn = down ? -1 : 1;
	return (a, b) => {
		const [left, right] = [sortValue(a, by), sortValue(b, by)];
		if (left === undefined || right === undefined)
			return left === right ? a.item.index - b.item.index : left === undefined ? 1 : -1;
		const compared =
			typeof left === 'number' && typeof right === 'number' ? left - right : byName(String(left), String(right));
		return compared === 0 ? a.item.index - b.item.index : turn * compared;
	};
}

function sortValue(row: Row, by: Exclude<SortBy, 'received'>): string | number | undefined {
	switch (by) {
		case 'name':
			return row.name || undefined;
		case 'time':
			return row.time;
		case 'duration':
			return row.durationMs;
		case 'size':
			return row.size;
		case 'format':
			return row.format || undefined;
		case 'state':
			return ItemState.options.indexOf(row.item.state);
	}
}
