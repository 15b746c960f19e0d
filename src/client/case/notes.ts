import { z } from 'zod';
import type { Hex32, Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { OpenCase } from '../cases.ts';
import { otherEntry } from './other-entry.ts';
import { readDetail } from './sealed-fields.ts';

/** What somebody wants said of an item, sealed to its case. */
export const NoteDetail = z.object({
	/** `do-not-show`: to nobody without asking; `warning`: what comes is hard to see. */
	flag: z.enum(['relevant', 'not-relevant', 'do-not-show', 'warning']).nullable().default(null),
	tags: z.array(z.string()).default([]),
	text: z.string().nullable().default(null),
	/** The part of the item it is about, in milliseconds; null: all of it. */
	fromMs: z.number().min(0).nullable().default(null),
	toMs: z.number().min(0).nullable().default(null),
});
export type NoteDetail = z.infer<typeof NoteDetail>;
export type NoteInput = z.input<typeof NoteDetail>;

interface Noted {
	id: Id;
	item: Id;
	index: number;
	/** The notary's time. */
	at: string;
	by: Hex32;
	/** The earlier note that this one takes the place of. */
	replaces: Id | undefined;
	/** The later one that took its place; what holds are the notes without one. */
	replacedBy: Id | undefined;
}
export type KnownNote = Noted & NoteDetail & { unreadable: false };
export type Note = KnownNote | (Noted & { unreadable: true });

/** The notes that these checked entries made, replaced ones too, in the order of the ledger. */
export function notesIn(open: OpenCase, entries: readonly Entry[]): Note[] {
	const found = new Map<Id, Note>();
	for (const entry of entries) {
		const { statement: s, skeleton, index } = entry;
		if (s.type !== 'item.noted') continue;
		const earlier = s.replaces === undefined ? undefined : found.get(s.replaces);
		if (s.replaces !== undefined && earlier?.item !== s.item) throw otherEntry();
		if (earlier !== undefined) earlier.replacedBy = s.note;
		const { note: id, item, actor: by, replaces } = s;
		const noted: Noted = { id, item, index, at: skeleton.time, by, replaces, replacedBy: undefined };
		const detail = NoteDetail.safeParse(readDetail(open, entry)?.fields);
		found.set(id, detail.success ? { ...noted, ...detail.data, unreadable: false } : { ...noted, unreadable: true });
	}
	return [...found.values()];
}
