import { CustosError } from '../errors.ts';
import type { Id } from '../ids.ts';
import type { NoteKey } from './note.ts';
import { type EntryText, openEntry } from './receipt.ts';
import type { Left } from './statement.ts';

/** That an item was expunged, as the log's own key says it: also to whoever holds an older copy of the log. */
export interface ProvenExpungement {
	item: Id;
	/** Its number among the item's events. */
	n: number;
	left: readonly Left[];
	entry: EntryText;
}

/** Throws `bad-proof` unless the entry is an accepted `item.expunged` of this log. */
export function openProof(entry: EntryText, key: NoteKey): ProvenExpungement {
	const { statement: s, skeleton } = openEntry(entry, key);
	if (s.type !== 'item.expunged' || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'this entry expunged nothing');
	return { item: s.item, n: skeleton.subject.n, left: s.left ?? [], entry };
}
