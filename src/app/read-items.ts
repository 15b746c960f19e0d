import { sql } from 'kysely';
import type { DerivativeRow, ItemRow } from '../db/tables.ts';
import { toBase64 } from '../domain/bytes.ts';
import type { Id } from '../domain/ids.ts';
import type { EntryText } from '../domain/ledger/receipt.ts';
import { parseStatement } from '../domain/ledger/statement.ts';
import type { ItemClass } from '../domain/roles.ts';
import type { ItemState } from '../domain/wire.ts';
import { itemFor, needRole, nothing, roleIn } from './access.ts';
import { fitting } from './answer-size.ts';
import type { Context, Person } from './context.ts';
import { byIndex, entryTexts, historyOf, pick } from './entries.ts';
import { objectKey } from './objects.ts';
import { PAGE } from './read.ts';

/** Items that wait for a worker with the key of one epoch. */
export interface Waiting {
	epoch: number;
	items: number;
	/** When somebody with that key last asked for work; null for never. */
	seen: string | null;
	/** True if deposits are sealed to it today. */
	open: boolean;
}

/** How many items of a case are in which state, and for whom the unfinished ones wait. */
export async function counts(
	ctx: Context,
	person: Person,
	caseId: Id,
): Promise<Record<ItemState | 'kept', number> & { waiting: Waiting[] }> {
	await roleIn(ctx, person, caseId);
	const own = ctx.db
		.selectFrom('items as i')
		.select(({ fn }) => ['i.state', fn.count<number>('i.id').as('n'), fn.count<number>('i.kept').as('kept')])
		.where('i.case_id', '=', caseId)
		.groupBy('i.state');
	const shared = ctx.db
		.selectFrom('shared as s')
		.innerJoin('items as i', 'i.id', 's.item')
		.select(({ fn }) => ['i.state', fn.count<number>('i.id').as('n'), fn.count<number>('i.kept').as('kept')])
		.where('s.case_id', '=', caseId)
		.groupBy('i.state');
	const rows = await own.unionAll(shared).execute();
	const result = { received: 0, kept: 0, examined: 0, failed: 0 };
	for (const row of rows) if (row.state !== 'kept') result[row.state] += row.n;
	const kept = rows.reduce((sum, row) => sum + row.kept, 0);
	return { ...result, kept, waiting: await waitingIn(ctx, caseId) };
}

async function waitingIn(ctx: Context, caseId: Id): Promise<Waiting[]> {
	const rows = await ctx.db
		.selectFrom('items as i')
		.leftJoin('epochs_seen as e', 'e.epoch', 'i.epoch')
		.leftJoin('open_epoch as o', 'o.epoch', 'i.epoch')
		.select(['i.epoch', 'e.at', 'o.closed', sql<number>`count(*)`.as('n')])
		.where('i.case_id', '=', caseId)
		.where('i.state', 'in', ['received', 'kept'])
		.groupBy(['i.epoch', 'e.at', 'o.closed'])
		.orderBy('i.epoch')
		.execute();
	return rows.map((row) => ({
		epoch: row.epoch,
		items: row.n,
		seen: row.at?.toISOString() ?? null,
		open: row.closed === false,
	}));
}

/**
 * The states of some items. With `proofs`, the entry by which a worker kept each, or the one by which it was received: a
 * depositor believes nothing less, and asks again for those that one answer did not hold.
 */
export async function states(
	ctx: Context,
	person: Person,
	caseId: Id,
	ids: readonly Id[],
	proofs: boolean | 'received',
): Promise<{ item: Id; state: ItemState; kept: boolean; proof?: EntryText }[]> {
	await roleIn(ctx, person, caseId);
	const rows = await ctx.db
		.selectFrom('items')
		.select(['id', 'state', 'kept', 'idx'])
		.where('case_id', '=', caseId)
		.where('id', 'in', ids)
		.execute();
	const proofOf = (row: { idx: number; kept: number | null }): number | null =>
		proofs === 'received' ? row.idx : row.kept;
	const wanted = proofs === false ? [] : rows.map(proofOf).filter((index) => index !== null);
	const entries = byIndex(await entryTexts(ctx.db, await fitting(ctx.db, wanted, (index) => [index])));
	return rows.map((row) => {
		const proof = entries.get(proofOf(row) ?? -1);
		return { item: row.id, state: row.state, kept: row.kept !== null, ...(proof === undefined ? {} : { proof }) };
	});
}

export interface ItemFull {
	item: Id;
	case: Id;
	state: ItemState;
	received: EntryText;
	intake: EntryText;
	rewrapped?: EntryText;
	kept?: EntryText;
	examined?: EntryText;
	derivative?: EntryText;
	proxy?: EntryText;
	/** The entries that shared it into this person's cases it was not received in, oldest first: where many, not all. */
	shared?: EntryText[];
	prefix?: string;
}

/** One item with the entries that make it: its receipt, its intake, what workers said of it. */
export async function item(ctx: Context, person: Person, id: Id): Promise<ItemFull> {
	const row = await itemFor(ctx, person, id);
	const intake = await ctx.db
		.selectFrom('intakes')
		.select('idx')
		.where('id', '=', row.intake)
		.executeTakeFirstOrThrow();
	const derivative = await examinationOf(ctx, row);
	const proxy = await ctx.db.selectFrom('proxies').select('idx').where('item', '=', id).executeTakeFirst();
	const shared = await sharedWith(ctx, person, id);
	const made = [row.idx, intake.idx, row.rewrapped, row.kept, row.examined, derivative?.idx, proxy?.idx];
	const wanted = [...made, ...shared].filter((one) => typeof one === 'number');
	const entries = byIndex(await entryTexts(ctx.db, wanted));
	return {
		item: id,
		case: row.case_id,
		state: row.state,
		received: pick(entries, row.idx),
		intake: pick(entries, intake.idx),
		...(row.rewrapped === null ? {} : { rewrapped: pick(entries, row.rewrapped) }),
		...(row.kept === null ? {} : { kept: pick(entries, row.kept) }),
		...(row.examined === null ? {} : { examined: pick(entries, row.examined) }),
		...(derivative === undefined ? {} : { derivative: pick(entries, derivative.idx) }),
		...(proxy === undefined ? {} : { proxy: pick(entries, proxy.idx) }),
		shared: shared.map((idx) => pick(entries, idx)),
	};
}

/** Sharings of an item into one case that are shown: so many of the last, and of the first. */
const SHARINGS = 5;

async function sharedWith(ctx: Context, person: Person, id: Id): Promise<number[]> {
	const rows = await ctx.db
		.selectFrom('shared as s')
		.innerJoin('members as m', 'm.case_id', 's.case_id')
		.select(['s.idx', 's.case_id', 's.version'])
		.where('s.item', '=', id)
		.where('m.person', '=', person.key)
		.where('m.active', '=', true)
		.orderBy('s.idx')
		.execute();
	const anew = rows.filter((row) => row.version > 1);
	const earlier = anew.length === 0 ? [] : await earlierSharings(ctx, id, anew);
	return [...new Set([...rows.map((row) => row.idx), ...earlier])].sort((a, b) => a - b);
}

/**
 * Of an item that was shared anew, by which the last and the first times: whoever shares it with a key that is not its own,
 * however often, takes it away from nobody.
 */
async function earlierSharings(
	ctx: Context,
	id: Id,
	anew: readonly { case_id: Id; version: number }[],
): Promise<number[]> {
	const { rows } = await sql<{ idx: number }>`
		with said as materialized (
			select b.idx, convert_from(b.statement, 'UTF8')::jsonb as s
			from ledger.entries e join ledger.bodies b on b.idx = e.idx
			where e.subject = ${id} and e.skeleton like '%"type":"item.shared"%' and e.skeleton like '%"result":"accepted"%'
		) select said.idx from said
		join unnest(${anew.map((one) => one.case_id)}::text[], ${anew.map((one) => one.version)}::int[]) as c (id, newest)
			on said.s->>'to' = c.id
		where (said.s->>'version')::int <= ${SHARINGS} or (said.s->>'version')::int > c.newest - ${SHARINGS}`.execute(
		ctx.db,
	);
	return rows.map((row) => row.idx);
}

/** Items for a worker, the first of them and as many after it as one answer holds: as `item`, in three queries for all. */
export async function workItems(ctx: Context, person: Person, asked: readonly Id[]): Promise<ItemFull[]> {
	needRole(person, 'worker');
	const rows = await ctx.db
		.selectFrom('items as i')
		.innerJoin('intakes as t', 't.id', 'i.intake')
		.leftJoin('ledger.prefixes as p', 'p.id', 'i.id')
		.select(['p.prefix', 'i.id', 'i.case_id', 'i.state', 'i.idx', 'i.kept', 'i.rewrapped', 't.idx as intake'])
		.where('i.id', 'in', asked)
		.execute();
	const byId = new Map(rows.map((row) => [row.id, row]));
	const needed = (id: Id): number[] => {
		const row = byId.get(id);
		if (row === undefined) throw nothing();
		return [row.idx, row.intake, row.rewrapped, row.kept].filter((one) => typeof one === 'number');
	};
	const ids = await fitting(ctx.db, asked, needed);
	const entries = byIndex(await entryTexts(ctx.db, [...new Set(ids.flatMap(needed))]));
	return ids.map((id): ItemFull => {
		const row = byId.get(id);
		if (row === undefined) throw nothing();
		const { case_id, state, kept, rewrapped, prefix } = row;
		return {
			item: id,
			case: case_id,
			state,
			received: pick(entries, row.idx),
			intake: pick(entries, row.intake),
			...(rewrapped === null ? {} : { rewrapped: pick(entries, rewrapped) }),
			...(kept === null ? {} : { kept: pick(entries, kept) }),
			...(prefix === null ? {} : { prefix: toBase64(prefix) }),
		};
	});
}

/** Events of an item from number `after` on, oldest first. */
export async function itemHistory(ctx: Context, person: Person, id: Id, after: number): Promise<EntryText[]> {
	await itemFor(ctx, person, id);
	return historyOf(ctx.db, id, after, PAGE);
}

/** What of an item lies sealed in the store: as received, what the examination made, the copy that browsers play. */
export type SealedPart = ItemClass | 'proxy';

/** Where a part of an item lies: the prefix from the ledger, the body's place in the store. */
export async function sealedBody(
	ctx: Context,
	person: Person,
	id: Id,
	part: SealedPart,
): Promise<{ prefix: Uint8Array; key: string; offset: number; size: number }> {
	const row = await itemFor(ctx, person, id);
	const body =
		part === 'original' ? row : part === 'working' ? await examinationOf(ctx, row) : await newestProxy(ctx, id);
	if (body === undefined) throw nothing();
	const prefix = await ctx.db
		.selectFrom('ledger.prefixes')
		.select('prefix')
		.where('id', '=', body.id)
		.executeTakeFirst();
	if (prefix === undefined) throw nothing();
	return { prefix: prefix.prefix, key: objectKey(body.object), offset: body.offset, size: body.size };
}

/** What the examination made: the derivative that `item.examined` names, whatever else was made before or after it. */
async function examinationOf(ctx: Context, { examined }: ItemRow): Promise<DerivativeRow | undefined> {
	if (examined === null) return undefined;
	const entry = await ctx.db
		.selectFrom('ledger.bodies')
		.select('statement')
		.where('idx', '=', examined)
		.executeTakeFirst();
	const s = entry && parseStatement(entry.statement);
	if (s?.type !== 'item.examined' || s.derivative === undefined) return undefined;
	return ctx.db.selectFrom('derivatives').selectAll().where('id', '=', s.derivative).executeTakeFirst();
}

function newestProxy(ctx: Context, item: Id): Promise<DerivativeRow | undefined> {
	return ctx.db
		.selectFrom('derivatives')
		.selectAll()
		.where('item', '=', item)
		.where('kind', '=', 'proxy')
		.orderBy('idx', 'desc')
		.limit(1)
		.executeTakeFirst();
}
