import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { packedDetails } from '../db/packed-entries.ts';
import type { Database } from '../db/tables.ts';
import type { Bytes } from '../domain/bytes.ts';
import { indicesOf, type Line, packLines } from '../domain/catalogue-lines.ts';
import { indicesIn, packPage } from '../domain/catalogue-page.ts';
import type { Id } from '../domain/ids.ts';
import type { BareEntry, BatchProof } from '../domain/ledger/batch.ts';
import type { ItemState } from '../domain/wire.ts';
import { roleIn } from './access.ts';
import { fitting } from './answer-size.ts';
import type { Context, Person } from './context.ts';
import { notYet, pick } from './entries.ts';
import { entryBatch, packedBatch } from './entry-batch.ts';
import { PAGE } from './read.ts';

export interface ItemView {
	item: Id;
	state: ItemState;
	kept: boolean;
	/** It is in another case too. */
	elsewhere: boolean;
	received: BareEntry;
	examined?: BareEntry;
	/** By which it came into this case, where it was received in another. */
	shared?: BareEntry;
}

/** Shared items in one answer, at the most: the entry that shared one may hold far more than the one that received it. */
const SHARED_PAGE = 100;
/** Lines in one answer, at the most. */
const LINES = 1000;
/** No entry has a higher index. */
const LAST = Number.MAX_SAFE_INTEGER;

interface Listed {
	id: Id;
	state: ItemState;
	kept: number | null;
	idx: number;
	examined: number | null;
	/** Its place in the case: the entry by which it came into it. */
	at: number;
	shared: number | null;
	elsewhere: boolean;
}

/**
 * Items of a case in the order in which they came into it, received or shared, at most `limit` at a time; `after` is the last
 * index seen. With `since`, only what may have changed after that index: whatever is not examined, or was so later, or was
 * shared later.
 */
export async function items(
	ctx: Context,
	person: Person,
	caseId: Id,
	asked: Asked,
): Promise<{ items: ItemView[]; proof: BatchProof | null; next: number | null }> {
	const { rows, next } = await listed(ctx, person, caseId, asked);
	const { entries, proof } = await entryBatch(ctx.db, rows.flatMap(entriesOf));
	return {
		items: rows.map((row) => ({
			...about(row),
			received: pick(entries, row.idx),
			...(row.examined === null ? {} : { examined: pick(entries, row.examined) }),
			...(row.shared === null ? {} : { shared: pick(entries, row.shared) }),
		})),
		proof,
		next,
	};
}

/** The same as bytes (src/domain/catalogue-page.ts). `bare`: without the sealed details that came with the lines. */
export async function packedItems(
	ctx: Context,
	person: Person,
	caseId: Id,
	{ bare, ...asked }: Asked & { bare: boolean },
): Promise<{ bytes: Bytes; next: number | null }> {
	const { rows, next } = await listed(ctx, person, caseId, asked);
	const items = rows.map((row) => ({
		...about(row),
		received: row.idx,
		...(row.examined === null ? {} : { examined: row.examined }),
		...(row.shared === null ? {} : { shared: row.shared }),
	}));
	const without = bare ? rows.flatMap(({ idx, examined }) => (examined === null ? [idx] : [idx, examined])) : [];
	const { entries, proof } = await packedBatch(ctx.db, indicesIn(items), without);
	return { bytes: packPage({ items, proof, next }, entries), next };
}

/** Items that were received in a case, ahead of their proof (src/domain/catalogue-lines.ts): as many as one answer holds. */
export async function packedLines(
	ctx: Context,
	person: Person,
	caseId: Id,
	{ after }: Pick<Asked, 'after'>,
): Promise<{ bytes: Bytes; next: number | null }> {
	await roleIn(ctx, person, caseId);
	const all = await receivedIn(ctx.db, caseId, { after, upto: LAST, since: -1, limit: LINES });
	const rows = await fitting(ctx.db, all, entriesOf);
	const next = rows.length === all.length && all.length < LINES ? null : (rows.at(-1)?.at ?? null);
	const items = rows.map((row): Line => {
		const { idx, examined } = row;
		return { ...about(row), received: idx, ...(examined === null ? {} : { examined }) };
	});
	const indices = indicesOf(items);
	const details = await packedDetails(ctx.db, indices);
	if (details.count !== indices.length) throw notYet();
	return { bytes: packLines({ items, next }, details.bytes), next };
}

/** Which part of the list. */
interface Asked {
	after: number;
	/** The last index. */
	upto?: number;
	since?: number;
	limit?: number;
}

async function listed(
	ctx: Context,
	person: Person,
	caseId: Id,
	{ after, upto = LAST, since = -1, limit = PAGE }: Asked,
): Promise<{ rows: Listed[]; next: number | null }> {
	await roleIn(ctx, person, caseId);
	const [received, shared] = await Promise.all([
		receivedIn(ctx.db, caseId, { after, upto, since, limit }),
		sharedInto(ctx.db, caseId, { after, upto, since }),
	]);
	// What comes after the last shared one of a full answer may come after others that were not looked up.
	const known = shared.length === SHARED_PAGE ? (shared.at(-1) as Listed).at : Number.POSITIVE_INFINITY;
	const all = [...received, ...shared]
		.filter((row) => row.at <= known)
		.sort((a, b) => a.at - b.at)
		.slice(0, limit);
	const rows = await fitting(ctx.db, all, entriesOf);
	const isLast = rows.length === all.length && all.length < limit && known === Number.POSITIVE_INFINITY;
	return { rows, next: isLast ? null : (rows.at(-1)?.at ?? null) };
}

function about({ id, state, kept, elsewhere }: Listed) {
	return { item: id, state, kept: kept !== null, elsewhere };
}

function entriesOf(row: Listed): number[] {
	return [row.idx, row.examined, row.shared].filter((one) => one !== null);
}

async function receivedIn(
	db: Kysely<Database>,
	caseId: Id,
	{ after, upto, since, limit }: Required<Asked>,
): Promise<Listed[]> {
	const rows = await db
		.selectFrom('items as i')
		.select((e) => ['i.id', 'i.state', 'i.kept', 'i.idx', 'i.examined', isShared(e).as('elsewhere')])
		.where('i.case_id', '=', caseId)
		.where('i.idx', '>', after)
		.where('i.idx', '<=', upto)
		.where((e) =>
			e.or([
				e('i.state', '!=', 'examined'),
				e('i.examined', '>', since),
				e('i.id', 'in', e.selectFrom('shared').select('item').where('idx', '>', since)),
			]),
		)
		.orderBy('i.idx')
		.limit(limit)
		.execute();
	return rows.map((row) => ({ ...row, at: row.idx, shared: null }));
}

function isShared(e: ExpressionBuilder<Database & { i: Database['items'] }, 'i'>) {
	return e.exists(e.selectFrom('shared as s').select('s.item').whereRef('s.item', '=', 'i.id')).$castTo<boolean>();
}

async function sharedInto(
	db: Kysely<Database>,
	caseId: Id,
	{ after, upto, since }: Omit<Required<Asked>, 'limit'>,
): Promise<Listed[]> {
	const rows = await db
		.selectFrom('shared as s')
		.innerJoin('items as i', 'i.id', 's.item')
		.select(['i.id', 'i.state', 'i.kept', 'i.idx', 'i.examined', 's.idx as at', sql<boolean>`true`.as('elsewhere')])
		.where('s.case_id', '=', caseId)
		.where('s.idx', '>', after)
		.where('s.idx', '<=', upto)
		.where((e) => e.or([e('s.idx', '>', since), e('i.state', '!=', 'examined'), e('i.examined', '>', since)]))
		.orderBy('s.idx')
		.limit(SHARED_PAGE)
		.execute();
	return rows.map((row) => ({ ...row, shared: row.at }));
}
