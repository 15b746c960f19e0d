import type { z } from 'zod';
import { platform } from '#platform';
import type { Json } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { type Id, newId } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { ItemEntries } from '../open-item.ts';
import { type Draft, type Submitted, submit } from '../submit.ts';
import { type Clip, ClipDetail, type ClipInput, clipFields } from './clips.ts';
import type { Exhibit } from './exhibits.ts';
import { itemFacts } from './item-facts.ts';
import { NoteDetail, type NoteInput } from './notes.ts';
import { Tag, type TagInput } from './vocabulary.ts';

/** Each makes one entry and resolves with its index; rejects with `denied` when the notary refused, which is an entry too. */

/** Marks a clip. */
export async function addClip(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	about: ClipInput,
): Promise<{ clip: Id; index: number }> {
	const clip = newId(platform.randomBytes);
	const detail = checked(ClipDetail, { sha256: itemFacts(open, item)?.sha256 ?? null, ...about });
	const { sha256 } = item.received.statement.body;
	const fields = { ...inCase(open), item: item.id, clip, sha256 };
	const { index } = await one(connection, { type: 'clip.added', fields, detail: sealed(open, clipFields(detail)) });
	return { clip, index };
}

/** Describes a clip anew; every earlier wording is kept. Refused when somebody else revised it meanwhile. */
export async function reviseClip(
	connection: Connection,
	open: OpenCase,
	clip: Clip,
	about: ClipInput,
): Promise<{ version: number; index: number }> {
	const version = clip.versions.length + 1;
	const fields = { ...inCase(open), item: clip.item, clip: clip.id, version };
	const { index } = await one(connection, {
		type: 'clip.revised',
		fields,
		detail: sealed(open, clipFields(checked(ClipDetail, about))),
	});
	return { version, index };
}

/** Gives an exhibit another title; what it was called at any time stays in the ledger. */
export async function renameExhibit(
	connection: Connection,
	open: OpenCase,
	exhibit: Pick<Exhibit, 'id' | 'item'>,
	title: string,
): Promise<{ index: number }> {
	const fields = { ...inCase(open), item: exhibit.item, exhibit: exhibit.id };
	return one(connection, { type: 'exhibit.renamed', fields, detail: sealed(open, { title }) });
}

/** Withdraws an exhibit: its number is never given again, and it is listed as withdrawn. */
export async function withdrawExhibit(
	connection: Connection,
	open: OpenCase,
	exhibit: Pick<Exhibit, 'id' | 'item'>,
	reason: string,
): Promise<{ index: number }> {
	const fields = { ...inCase(open), item: exhibit.item, exhibit: exhibit.id };
	return one(connection, { type: 'exhibit.withdrawn', fields, detail: sealed(open, { reason }) });
}

/** Makes a note on an item, perhaps in the place of an earlier one. Refused when that was replaced meanwhile. */
export async function noteItem(
	connection: Connection,
	open: OpenCase,
	item: Id,
	about: NoteInput,
	replaces?: Id,
): Promise<{ note: Id; index: number }> {
	const note = newId(platform.randomBytes);
	const fields = { ...inCase(open), item, note, ...(replaces === undefined ? {} : { replaces }) };
	const { index } = await one(connection, {
		type: 'item.noted',
		fields,
		detail: sealed(open, checked(NoteDetail, about)),
	});
	return { note, index };
}

/** Fixes the tags a case uses, all of them; for its leads. */
export async function setVocabulary(
	connection: Connection,
	open: OpenCase,
	tags: readonly TagInput[],
): Promise<{ index: number }> {
	const detail = { tags: tags.map((tag) => checked(Tag, tag)) };
	return one(connection, { type: 'case.vocabulary', fields: inCase(open), detail: sealed(open, detail) });
}

/** The fields by which a statement speaks of a case. */
export function inCase(open: OpenCase): { case: Id; generation: number } {
	return { case: open.id, generation: open.key.generation };
}

/** A detail to be sealed to the case. */
export function sealed(open: OpenCase, fields: { readonly [name: string]: Json }): NonNullable<Draft['detail']> {
	return { to: open.key, fields };
}

async function one(connection: Connection, draft: Draft): Promise<Submitted> {
	const [made] = (await submit(connection, [draft])) as [Submitted];
	return made;
}

/** What is to be sealed, in its right shape. Throws `bad-request`. */
export function checked<S extends z.ZodType>(schema: S, about: z.input<S>): z.output<S> {
	const parsed = schema.safeParse(about);
	if (parsed.success) return parsed.data;
	const where = parsed.error.issues[0]?.path.join('.') ?? '';
	throw new CustosError('bad-request', `this mark has the wrong shape: ${where}`, { cause: parsed.error });
}
