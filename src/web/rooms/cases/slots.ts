import { useRef } from 'react';

/**
 * Where in the document each of these lines is drawn: one that was in sight stays where it is, and one that comes takes the
 * place of one that went. To change what a line says costs far less than to make it anew. Same order as `ids`, none twice.
 */
export function useSlots(ids: readonly string[]): readonly number[] {
	const before = useRef<ReadonlyMap<string, number>>(new Map());
	const slots = slotsFor(ids, before.current);
	before.current = new Map(ids.map((id, i) => [id, slots[i] as number]));
	return slots;
}

/** The slots of `ids`, given those of the lines before. */
export function slotsFor(ids: readonly string[], before: ReadonlyMap<string, number>): number[] {
	const taken = new Set<number>();
	for (const id of ids) {
		const slot = before.get(id);
		if (slot !== undefined) taken.add(slot);
	}
	let free = 0;
	return ids.map((id) => {
		const kept = before.get(id);
		if (kept !== undefined) return kept;
		while (taken.has(free)) free += 1;
		return free++;
	});
}
