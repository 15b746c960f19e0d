import { z } from 'zod';
import { platform } from '#platform';
import { toHex, utf8 } from './bytes.ts';
import { canonical, type Json } from './canonical.ts';
import { Count, Hex32 } from './ids.ts';

/** What stays a hash, by the choice of whoever makes the report. */
export const Hidden = z.strictObject({
	/** Paths and file names, and every text that repeats one. */
	names: z.boolean(),
	/** Who is shown in clips, but for those in `peopleShown`. */
	people: z.boolean(),
	/** Sizes, times, plaintext hashes, findings: by which whoever has the file would know it. */
	technical: z.boolean(),
	/** Of exhibits and of the case. */
	titles: z.boolean(),
	/** Why somebody opened, failed, withdrew something, in their words. */
	purposes: z.boolean(),
	/** The whole detail of these entries. */
	entries: z.array(Count).max(10_000),
	/** With `people`: those who are named all the same, sorted; left out where nobody is. */
	peopleShown: z.array(z.string().min(1).max(500)).min(1).max(1000).optional(),
});
export type Hidden = z.infer<typeof Hidden>;
/** What is hidden as a kind. */
export type HiddenKind = Exclude<keyof Hidden, 'entries' | 'peopleShown'>;
export const nothingHidden: Hidden = {
	names: false,
	people: false,
	technical: false,
	titles: false,
	purposes: false,
	entries: [],
};

/** What was chosen to leave with a report. */
export const Choices = z.strictObject({
	originals: z.boolean(),
	origin: z.boolean(),
	notes: z.boolean(),
	keyframes: z.enum(['none', 'blurred', 'open']),
	hidden: Hidden,
});
export type Choices = z.infer<typeof Choices>;

/** The same with what else a report is begun, asked for and agreed to by: its hash is in the clear, so a salt is in it. */
export const Leaves = Choices.extend({
	salt: Hex32,
	recipient: z.string().nullable(),
	purpose: z.string().nullable(),
	/** SHA-256 of the canonical list of the items' ids, which stands beside it. */
	items: Hex32,
	/** The same of the expunged items that it names by that word; left out where there is none. */
	expunged: Hex32.optional(),
	/** Hash of the issuer's own words (`issuer-words.ts`); left out where nothing is said. */
	words: Hex32.optional(),
});
export type Leaves = z.infer<typeof Leaves>;

/** `what` of a statement: SHA-256 of the canonical choices. */
export function hashOfLeaves(leaves: Leaves): string {
	return hashOf(leaves as Json);
}

/** SHA-256 of the canonical value, hex. */
export function hashOf(value: Json): string {
	return toHex(platform.sha256(utf8(canonical(value))));
}

/** The choices in a detail, if it has any that can be read. */
export function leavesIn(fields: { readonly [name: string]: unknown } | undefined): Leaves | undefined {
	const read = Leaves.safeParse(fields?.['leaves']);
	return read.success ? read.data : undefined;
}
