import { z } from 'zod';
import type { Json } from '../../domain/canonical.ts';
import { Hex32, type Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import { isOfPeople, peopleFields, peopleIn } from '../../domain/ledger/shown-people.ts';
import type { OpenCase } from '../cases.ts';
import { otherEntry } from './other-entry.ts';
import { readDetail } from './sealed-fields.ts';

/** The sealed part of a clip: what a report discloses of those that are exhibits. */
export const ClipDetail = z.object({
	/** What the case calls it. */
	name: z.string().nullable().default(null),
	fromMs: z.number().min(0),
	toMs: z.number().min(0),
	fromFrame: z.number().int().min(0).nullable().default(null),
	toFrame: z.number().int().min(0).nullable().default(null),
	/** Frames per second that the frames were counted with. */
	fps: z.number().nullable().default(null),
	/** SHA-256 of the item's plaintext. */
	sha256: Hex32.nullable().default(null),
	tags: z.array(z.string()).default([]),
	note: z.string().nullable().default(null),
	/** Pseudonyms of the people shown. */
	people: z.array(z.string()).default([]),
	/** Which element of an offence it goes to. */
	legalElement: z.string().nullable().default(null),
	confidence: z.enum(['low', 'medium', 'high']).nullable().default(null),
});
export type ClipDetail = z.infer<typeof ClipDetail>;
/** What has to be given of it. */
export type ClipInput = z.input<typeof ClipDetail>;

/** One wording of a clip; the first is that of `clip.added`, the others are revisions. None is ever lost. */
export interface ClipVersion {
	/** From 1. */
	version: number;
	index: number;
	/** The notary's time. */
	at: string;
	by: Hex32;
	/** Undefined: sealed by a member so that nobody can read it. */
	detail: ClipDetail | undefined;
}

interface Marked {
	id: Id;
	item: Id;
	/** Index of `clip.added`. */
	index: number;
	/** The key of who marked it. */
	by: Hex32;
	/** All wordings, oldest first. */
	versions: ClipVersion[];
}
/** A clip in the newest wording that can be read, or one of which no wording can. */
export type Clip = KnownClip | UnreadableClip;
export type KnownClip = Marked & ClipDetail & { unreadable: false };
export type UnreadableClip = Marked & { unreadable: true };

/** The clips that these checked entries made, in the order of the ledger. Throws `bad-proof` where a wording is left out. */
export function clipsIn(open: OpenCase, entries: readonly Entry[]): Clip[] {
	const found = new Map<Id, Marked>();
	for (const entry of entries) {
		const { statement: s, index } = entry;
		if (s.type === 'clip.added') {
			found.set(s.clip, { id: s.clip, item: s.item, index, by: s.actor, versions: [versionIn(open, entry, 1)] });
		} else if (s.type === 'clip.revised') {
			const clip = found.get(s.clip);
			if (clip?.item !== s.item || s.version !== clip.versions.length + 1) throw otherEntry();
			clip.versions.push(versionIn(open, entry, s.version));
		}
	}
	return [...found.values()].map((clip): Clip => {
		const newest = clip.versions.findLast((one) => one.detail !== undefined)?.detail;
		return newest === undefined ? { ...clip, unreadable: true } : { ...clip, ...newest, unreadable: false };
	});
}

/** The sealed fields of a clip: each name in one of its own, so that a report can open single ones. */
export function clipFields(detail: ClipDetail): { [name: string]: Json } {
	return { ...detail, ...peopleFields(detail.people) };
}

/** Names beside a list, or without their number, cannot be read: null. */
function peopleOf(fields: { readonly [name: string]: Json }): { people?: Json } {
	return Object.keys(fields).some(isOfPeople) ? { people: peopleIn(fields)?.shown ?? null } : {};
}

function versionIn(open: OpenCase, entry: Entry, version: number): ClipVersion {
	const fields = readDetail(open, entry)?.fields;
	const detail = ClipDetail.safeParse(fields && { ...fields, ...peopleOf(fields) }).data;
	return { version, index: entry.index, at: entry.skeleton.time, by: entry.statement.actor, detail };
}
