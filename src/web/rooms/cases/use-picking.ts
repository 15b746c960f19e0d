import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { Remembered } from './remembered.ts';
import type { Row } from './rows.ts';

/** Which line is active and which are selected, and how keys and clicks change that. */
export interface Picking {
	readonly selected: ReadonlySet<Id>;
	/** Place of the active line in what is shown; -1 for none. */
	readonly activeAt: number;
	/** All, or some, of what is shown is selected. */
	readonly every: boolean;
	readonly some: boolean;
	/** A click on a line. */
	press(at: number, how: { add: boolean; range: boolean }): void;
	/** A click on its box. */
	pick(at: number, range: boolean): void;
	/** To a line; `extend`: everything from where the selection began is selected. */
	move(at: number, extend: boolean): void;
	/** Does what the key says; false if it says nothing here. `page`: lines in sight. */
	key(event: KeyboardEvent, page: number): boolean;
	toggleAll(): void;
	clear(): void;
}

export function usePicking(
	rows: readonly Row[],
	{ selected, active }: Pick<Remembered, 'selected' | 'active'>,
	change: (part: Partial<Remembered>) => void,
): Picking {
	/** Where a range begins. */
	const anchor = useRef(0);
	const latest = useRef({ rows, selected });
	latest.current = { rows, selected };
	const activeAt = useMemo(
		() => (active === undefined ? -1 : rows.findIndex((row) => row.id === active)),
		[rows, active],
	);

	const move = useCallback(
		(at: number, extend: boolean) => {
			const { rows: lines, selected: chosen } = latest.current;
			const to = Math.min(lines.length - 1, Math.max(0, at));
			const row = lines[to];
			if (row === undefined) return;
			if (!extend) anchor.current = to;
			change({ active: row.id, ...(extend ? { selected: withRange(lines, chosen, anchor.current, to) } : {}) });
		},
		[change],
	);
	const pick = useCallback(
		(at: number, range: boolean) => {
			const { rows: lines, selected: chosen } = latest.current;
			const row = lines[at];
			if (row === undefined) return;
			if (range) return change({ active: row.id, selected: withRange(lines, chosen, anchor.current, at) });
			anchor.current = at;
			const next = new Set(chosen);
			if (!next.delete(row.id)) next.add(row.id);
			change({ active: row.id, selected: next });
		},
		[change],
	);
	const press = useCallback(
		(at: number, { add, range }: { add: boolean; range: boolean }) => {
			if (add || range) pick(at, range);
			else move(at, false);
		},
		[move, pick],
	);
	const clear = (): void => change({ selected: new Set() });
	const every = rows.length > 0 && selected.size >= rows.length && rows.every((row) => selected.has(row.id));
	const toggleAll = (): void => change({ selected: every ? new Set() : new Set(rows.map((row) => row.id)) });

	const key = (event: KeyboardEvent, page: number): boolean => {
		const { code, shiftKey: extend } = event;
		if ((event.ctrlKey || event.metaKey) && code === 'KeyA') change({ selected: new Set(rows.map((row) => row.id)) });
		else if (event.ctrlKey || event.metaKey || event.altKey) return false;
		else if (code === 'ArrowDown') move(activeAt + 1, extend);
		else if (code === 'ArrowUp') move(activeAt - 1, extend);
		else if (code === 'PageDown') move(activeAt + page, extend);
		else if (code === 'PageUp') move(activeAt - page, extend);
		else if (code === 'Home') move(0, extend);
		else if (code === 'End') move(rows.length - 1, extend);
		else if (code === 'Space') pick(activeAt, extend);
		else if (code === 'Escape' && selected.size > 0) clear();
		else return false;
		return true;
	};
	const some = !every && selected.size > 0 && rows.some((row) => selected.has(row.id));
	return { selected, activeAt, every, some, press, pick, move, key, toggleAll, clear };
}

function withRange(rows: readonly Row[], selected: ReadonlySet<Id>, from: number, to: number): Set<Id> {
	const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
	return new Set([...selected, ...range.map((row) => row.id)]);
}
