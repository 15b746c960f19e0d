import { z } from 'zod';
import { CustosError } from '../errors.ts';
import type { Id } from '../ids.ts';
import { KeyLink, MOST_LINKS, takeLinks } from './key-links.ts';
import { keyOfSpans, spansOf } from './log-keys.ts';
import type { NoteKey } from './note.ts';
import { EntryText, openEntry } from './receipt.ts';
import type { Left, StatementOf } from './statement.ts';

/** That an item was expunged, as the log's own key says it: also to whoever holds an older copy of the log. */
export interface ProvenExpungement {
	item: Id;
	/** Its number among the item's events. */
	n: number;
	left: readonly Left[];
	entry: EntryText;
}

/**
 * The same as it is laid aside for whoever restores an older copy of the log: with the rotations of the log's key up to the one that
 * shows it, which that copy may not have.
 */
export const LaidProof = z.union([
	EntryText.transform((entry) => ({ entry, links: [] as KeyLink[] })),
	z.strictObject({ entry: EntryText, links: z.array(KeyLink).max(MOST_LINKS) }),
]);
export type LaidProof = z.infer<typeof LaidProof>;

/** What a text of it says; undefined of a text that is none. */
export function readLaid(source: string): LaidProof | undefined {
	try {
		return LaidProof.parse(JSON.parse(source));
	} catch (error) {
		if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Its text, as `LaidProof` reads it. */
export function layText({ entry, links }: LaidProof): string {
	return JSON.stringify(links.length === 0 ? entry : { entry, links });
}

/** Throws `bad-proof` unless it proves an expungement by this log. `key` stays as it is; `founding`: of entry 0. */
export function openLaid(laid: LaidProof, key: NoteKey, founding: StatementOf<'archive.founded'>): ProvenExpungement {
	if (laid.links.length === 0) return openProof(laid.entry, key);
	const own = keyOfSpans(spansOf(key));
	takeLinks(own, founding, laid.links);
	return openProof(laid.entry, own);
}

/** Throws `bad-proof` unless the entry is an accepted `item.expunged` of this log. */
export function openProof(entry: EntryText, key: NoteKey): ProvenExpungement {
	const { statement: s, skeleton } = openEntry(entry, key);
	if (s.type !== 'item.expunged' || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'this entry expunged nothing');
	return { item: s.item, n: skeleton.subject.n, left: s.left ?? [], entry };
}
