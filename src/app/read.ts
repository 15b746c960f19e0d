import { lastCheckpoint, tileReader } from '../db/log-store.ts';
import { toBase64 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Id } from '../domain/ids.ts';
import type { EntryText } from '../domain/ledger/receipt.ts';
import { consistencyProof } from '../domain/ledger/tiles.ts';
import { needRole, nothing, roleIn } from './access.ts';
import { fitting } from './answer-size.ts';
import { ARCHIVE } from './archive.ts';
import { indicesOf, type KeyEntries, keyEntries } from './case-keys.ts';
import type { Context, Person } from './context.ts';
import { byIndex, entryTexts, historyOf, pick } from './entries.ts';
import { keyLinks } from './key-links.ts';

/** Entries in one answer, at the most. */
export const PAGE = 500;

/** What anyone may know: the log's keys, its newest checkpoint, entry 0. The client compares them with its pin. */
export async function archive(ctx: Context) {
	const status = await ctx.db.selectFrom('notary_status').selectAll().executeTakeFirst();
	if (status === undefined)
		throw new CustosError('unavailable', 'the notary has not started yet: try again in a moment');
	const checkpoint = await lastCheckpoint(ctx.db);
	const [founding] = await entryTexts(ctx.db, [0]);
	// Last: no checkpoint above is by a key that these do not lead to.
	const links = await keyLinks(ctx.db);
	return {
		log: status.log,
		notary: status.notary,
		time: status.time_note,
		checkpoint: checkpoint?.note ?? null,
		founding: founding ?? null,
		links,
		prepared: status.prepared,
	};
}

/** The notary's last signed word on the time, for those whose clock is off. */
export async function signedTime(ctx: Context): Promise<string | undefined> {
	return (await ctx.db.selectFrom('notary_status').select('time_note').executeTakeFirst())?.time_note;
}

/** The proof that the log of `to` entries (the newest checkpoint, if not given) continues the log of `from` entries. */
export async function consistency(
	ctx: Context,
	from: number,
	to?: number,
): Promise<{ checkpoint: string; proof: string[] }> {
	const checkpoint = await lastCheckpoint(ctx.db);
	if (checkpoint === undefined || from > (to ?? checkpoint.size) || (to ?? 0) > checkpoint.size) throw nothing();
	const proof = await consistencyProof(from, to ?? checkpoint.size, tileReader(ctx.db));
	return { checkpoint: checkpoint.note, proof: proof.map(toBase64) };
}

/** The archive's own events from number `after` on (enrolments, suspensions, epochs), and the notary's word how many there are. */
export async function archiveHistory(ctx: Context, after: number): Promise<{ word: string; entries: EntryText[] }> {
	const status = await ctx.db.selectFrom('notary_status').select('time_note').executeTakeFirst();
	if (status === undefined) throw new CustosError('unavailable', 'the notary has not started yet');
	return { word: status.time_note, entries: await historyOf(ctx.db, ARCHIVE, after, PAGE) };
}

/** The open worker epoch, with the enrolment of the worker who opened it. */
export async function epoch(ctx: Context): Promise<{ opened: EntryText; worker: EntryText }> {
	const row = await ctx.db
		.selectFrom('epochs as e')
		.innerJoin('open_epoch as o', 'o.epoch', 'e.epoch')
		.innerJoin('people as p', 'p.key', 'e.worker')
		.select(['e.idx', 'p.idx as enrolled'])
		.where('o.closed', '=', false)
		.executeTakeFirst();
	if (row === undefined)
		throw new CustosError('not-found', 'no media worker has joined yet: start one and have a steward approve it');
	const [worker, opened] = await entryTexts(ctx.db, [row.enrolled, row.idx]);
	if (opened === undefined || worker === undefined)
		throw new CustosError('unavailable', 'the worker is just being enrolled: try again');
	return { opened, worker };
}

/**
 * The person's cases that were made after entry `after`: how each was made, and how they came in (the grant with the case's
 * secret is there). As many as one answer holds; `next` is where to go on, null at the end.
 */
export async function cases(
	ctx: Context,
	person: Person,
	after: number,
): Promise<{
	cases: ({ case: Id; role: string; created: EntryText; joined: EntryText } & KeyTexts)[];
	next: number | null;
}> {
	const found = await ctx.db
		.selectFrom('members as m')
		.innerJoin('cases as c', 'c.id', 'm.case_id')
		.select(['m.case_id', 'm.role', 'm.idx as joined', 'c.idx as created'])
		.where('m.person', '=', person.key)
		.where('m.active', '=', true)
		.where('c.idx', '>', after)
		.orderBy('c.idx')
		.limit(PAGE)
		.execute();
	const keys = await keyEntries(
		ctx,
		person,
		found.map((row) => row.case_id),
	);
	const toldBy = (row: { case_id: Id; created: number; joined: number }): number[] => [
		row.created,
		row.joined,
		...indicesOf(keys.get(row.case_id) as KeyEntries),
	];
	const rows = await fitting(ctx.db, found, toldBy);
	const entries = byIndex(await entryTexts(ctx.db, rows.flatMap(toldBy)));
	return {
		cases: rows.map((row) => ({
			case: row.case_id,
			role: row.role,
			created: pick(entries, row.created),
			joined: pick(entries, row.joined),
			...keyTexts(entries, keys.get(row.case_id) as KeyEntries),
		})),
		next: rows.length === found.length && found.length < PAGE ? null : (rows.at(-1)?.created ?? null),
	};
}

/** Newer keys of a case, oldest first, and the newest grant of one that the person was given by itself. */
interface KeyTexts {
	rekeyed: EntryText[];
	granted?: EntryText;
}

function keyTexts(entries: ReadonlyMap<number, EntryText>, { rekeyed, granted }: KeyEntries): KeyTexts {
	return {
		rekeyed: rekeyed.map((idx) => pick(entries, idx)),
		...(granted === undefined ? {} : { granted: pick(entries, granted) }),
	};
}

/** How a case was made and what its newer keys are, for those who seal to it: its members, and the workers (the newest). */
export async function caseFor(
	ctx: Context,
	person: Person,
	id: Id,
): Promise<{ created: EntryText; joined?: EntryText } & KeyTexts> {
	if (person.role !== 'worker') await roleIn(ctx, person, id);
	const row = await ctx.db.selectFrom('cases').select('idx').where('id', '=', id).executeTakeFirst();
	if (row === undefined) throw nothing();
	const all = (await keyEntries(ctx, person, [id])).get(id) as KeyEntries;
	if (person.role === 'worker') {
		const keys = { rekeyed: all.rekeyed.slice(-1), granted: undefined };
		const entries = byIndex(await entryTexts(ctx.db, [row.idx, ...keys.rekeyed]));
		return { created: pick(entries, row.idx), ...keyTexts(entries, keys) };
	}
	const { idx: joined } = await ctx.db
		.selectFrom('members')
		.select('idx')
		.where('person', '=', person.key)
		.where('case_id', '=', id)
		.executeTakeFirstOrThrow();
	const entries = byIndex(await entryTexts(ctx.db, [row.idx, joined, ...indicesOf(all)]));
	return { created: pick(entries, row.idx), joined: pick(entries, joined), ...keyTexts(entries, all) };
}

/** The members of a case, each with the entry that took them in: those taken in after entry `after`, paged as `cases`. */
export async function members(
	ctx: Context,
	person: Person,
	caseId: Id,
	after: number,
): Promise<{
	members: { person: string; role: string; active: boolean; joined: EntryText }[];
	next: number | null;
}> {
	await roleIn(ctx, person, caseId);
	const found = await ctx.db
		.selectFrom('members')
		.selectAll()
		.where('case_id', '=', caseId)
		.where('idx', '>', after)
		.orderBy('idx')
		.limit(PAGE)
		.execute();
	const rows = await fitting(ctx.db, found, (row) => [row.idx]);
	const entries = byIndex(
		await entryTexts(
			ctx.db,
			rows.map((row) => row.idx),
		),
	);
	return {
		members: rows.map((row) => ({
			person: row.person,
			role: row.role,
			active: row.active,
			joined: pick(entries, row.idx),
		})),
		next: rows.length === found.length && found.length < PAGE ? null : (rows.at(-1)?.idx ?? null),
	};
}

/** Events of a case itself (not of its items) from number `after` on. */
export async function caseHistory(ctx: Context, person: Person, id: Id, after: number): Promise<EntryText[]> {
	await roleIn(ctx, person, id);
	return historyOf(ctx.db, id, after, PAGE);
}

/** Entries [from, from + PAGE) as they are, or fewer where they are large, for stewards and auditors. */
export async function logEntries(ctx: Context, person: Person, from: number): Promise<EntryText[]> {
	needRole(person, 'steward', 'auditor');
	const indices = await fitting(
		ctx.db,
		Array.from({ length: PAGE }, (_, i) => from + i),
		(index) => [index],
	);
	return entryTexts(ctx.db, indices);
}
