import { type Kysely, type RawBuilder, sql } from 'kysely';
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
	return { bytes: packPage({ items, proof, next }, ...entries), next };
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
	return { bytes: packLines({ items, next }, ...details.pieces), next };
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
	const page = (of = sql`items`, which = sql``) => sql<Listed>`(
		select i.id, i.state, i.kept, i.idx, i.examined, i.idx as at, null as shared,
			(select true from shared s where s.item = i.id limit 1) is true as elsewhere
		from ${of} i where i.case_id = ${caseId} and i.idx > ${after} and i.idx <= ${upto} ${which} order by i.idx limit ${limit})`;
	if (since < 0) return (await page().execute(db)).rows;
	// `offset 0` keeps the database from looking for each item of the case among the shared ones instead.
	const shared = sql`(select distinct item from shared where idx > ${since}) s
		cross join lateral (select * from items where id = s.item offset 0)`;
	const parts = [
		page(sql`items`, sql`and ${isChanged(since)}`),
		page(shared, sql`and ${isChanged(since)} is not true`),
	];
	return (await joined(parts, limit).execute(db)).rows;
}

/** Each part is found by an index of its own: one condition for them all would be asked of every item. */
function joined(parts: readonly RawBuilder<Listed>[], limit: number): RawBuilder<Listed> {
	return sql`${sql.join(parts, sql` union all `)} order by at limit ${limit}`;
}

/** Whether an item is not examined, or was so later; named by the states, for which there are indexes. */
function isChanged(since: number): RawBuilder<boolean> {
	return sql`(i.state in ('received', 'kept') or i.state = 'failed' or i.examined > ${since})`;
}

async function sharedInto(
	db: Kysely<Database>,
	caseId: Id,
	{ after, upto, since }: Omit<Required<Asked>, 'limit'>,
): Promise<Listed[]> {
	const page = (after: number, upto: number, which = sql``) => sql<Listed>`(
		select i.id, i.state, i.kept, i.idx, i.examined, s.idx as at, s.idx as shared, true as elsewhere
		from shared s join items i on i.id = s.item
		where s.case_id = ${caseId} and s.idx > ${after} and s.idx <= ${upto} ${which} order by s.idx limit ${SHARED_PAGE})`;
	const later = page(Math.max(after, since), upto);
	const changed = page(after, Math.min(upto, since), sql`and ${isChanged(since)}`);
	const { rows } = await (since < 0 ? later : joined([later, changed], SHARED_PAGE)).execute(db);
	return rows;
}
