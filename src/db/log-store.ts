import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Bytes } from '../domain/bytes.ts';
import { leafHash } from '../domain/ledger/merkle.ts';
import type { TileReader } from '../domain/ledger/tiles.ts';
import { selectPacked } from './packed.ts';
import type { Database } from './tables.ts';

/** One entry as its rows hold it. */
export interface StoredEntry {
	idx: number;
	leaf: Uint8Array;
	skeleton: string;
	skeleton_salt: Uint8Array;
	subject: string;
	n: number;
	actor: string;
	statement_id: string;
	statement: Uint8Array;
	signature: Uint8Array;
	statement_salt: Uint8Array;
	sealed: Uint8Array | null;
}

const entryColumns = [
	'e.idx',
	'e.leaf',
	'e.skeleton',
	'e.skeleton_salt',
	'e.subject',
	'e.n',
	'b.actor',
	'b.statement_id',
	'b.statement',
	'b.signature',
	'b.statement_salt',
	'b.sealed',
] as const;

/** Entries with their bodies; narrow it with `where`. */
export function entries(db: Kysely<Database>) {
	return db.selectFrom('ledger.entries as e').innerJoin('ledger.bodies as b', 'b.idx', 'e.idx').select(entryColumns);
}

/**
 * Those of these statements, by their different ids; one for each actor that used an id. Neither side is read through for them:
 * `offset 0` keeps the database from turning a look-up of each into a join of all.
 */
export async function entriesOfStatements(db: Kysely<Database>, ids: readonly string[]): Promise<StoredEntry[]> {
	const { rows } =
		await sql<StoredEntry>`select ${sql.join(entryColumns.map((name) => sql.ref(name)))} from unnest(${ids}::text[]) as w (id)
		cross join lateral (select * from ledger.bodies where statement_id = w.id offset 0) b
		cross join lateral (select * from ledger.entries where idx = b.idx offset 0) e`.execute(db);
	return rows;
}

// A range is given of both tables: with that of one alone, all of the other is read where the database knows nothing of its size yet.

/** Entries [from, to), in order. */
export function entryRange(db: Kysely<Database>, from: number, to: number): Promise<StoredEntry[]> {
	return entries(db)
		.where('e.idx', '>=', from)
		.where('e.idx', '<', to)
		.where('b.idx', '>=', from)
		.where('b.idx', '<', to)
		.orderBy('e.idx')
		.execute();
}

/** An entry of which the statement may be gone. */
export type EntryLeft = Pick<StoredEntry, 'idx' | 'leaf' | 'skeleton' | 'skeleton_salt' | 'subject' | 'n'> &
	({ [K in 'statement' | 'signature' | 'statement_salt']: Uint8Array } | { statement: null });

/** Entries [from, to), in order, also those whose statements are gone. */
export async function entriesLeft(db: Kysely<Database>, from: number, to: number): Promise<EntryLeft[]> {
	const rows = await db
		.selectFrom('ledger.entries as e')
		.leftJoin('ledger.bodies as b', (on) =>
			on.onRef('b.idx', '=', 'e.idx').on('b.idx', '>=', from).on('b.idx', '<', to),
		)
		.select(entryColumns)
		.where('e.idx', '>=', from)
		.where('e.idx', '<', to)
		.orderBy('e.idx')
		.execute();
	return rows as EntryLeft[];
}

/** What a leaf is made of, without what lies beside it. */
export type LeafRow = Omit<StoredEntry, 'subject' | 'n' | 'actor' | 'statement_id' | 'sealed'>;

/** The same of an entry of which the statement may be gone. */
export type LeafLeft = LeafRow | (Pick<LeafRow, 'idx' | 'leaf' | 'skeleton' | 'skeleton_salt'> & { statement: null });

/** The leaves [from, to) with what they must open to, or with what is left of that. */
export async function leafRange(db: Kysely<Database>, from: number, to: number): Promise<LeafLeft[]> {
	const rows = await db
		.selectFrom('ledger.entries as e')
		.leftJoin('ledger.bodies as b', (on) =>
			on.onRef('b.idx', '=', 'e.idx').on('b.idx', '>=', from).on('b.idx', '<', to),
		)
		.select(['e.idx', 'e.leaf', 'e.skeleton', 'e.skeleton_salt', 'b.statement', 'b.signature', 'b.statement_salt'])
		.where('e.idx', '>=', from)
		.where('e.idx', '<', to)
		.orderBy('e.idx')
		.execute();
	return rows as LeafLeft[];
}

/** The leaves [from, to) themselves. */
export async function leaves(db: Kysely<Database>, from: number, to: number): Promise<Uint8Array[]> {
	const rows = await db
		.selectFrom('ledger.entries')
		.select('leaf')
		.where('idx', '>=', from)
		.where('idx', '<', to)
		.orderBy('idx')
		.execute();
	return rows.map((row) => row.leaf);
}

/** The number of entries in the database. */
export async function logSize(db: Kysely<Database>): Promise<number> {
	const row = await db
		.selectFrom('ledger.entries')
		.select(sql<number | null>`max(idx)`.as('last'))
		.executeTakeFirstOrThrow();
	return row.last === null ? 0 : Number(row.last) + 1;
}

/** Tile hashes from the database: level 0 from the leaves, higher ones from the stored nodes. */
export function tileReader(db: Kysely<Database>): TileReader {
	return async (level, from, to) => {
		if (level === 0) return (await leaves(db, from, to)).map(leafHash);
		const rows = await db
			.selectFrom('ledger.nodes')
			.select('hash')
			.where('level', '=', level)
			.where('idx', '>=', from)
			.where('idx', '<', to)
			.orderBy('idx')
			.execute();
		return rows.map((row) => row.hash as Bytes);
	};
}

/** The newest checkpoint, or undefined before entry 0. */
export function lastCheckpoint(
	db: Kysely<Database>,
): Promise<{ size: number; root: string; note: string } | undefined> {
	return db.selectFrom('ledger.checkpoints').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

/** Appends entries, bodies, completed nodes and prefixes in one statement. */
export async function insertEntries(db: Kysely<Database>, ...what: Parameters<typeof entryInserts>): Promise<void> {
	await sql`with ${sql.join(entryInserts(...what))} select 1`.execute(db);
}

/** The same as the parts of a `with`. */
export function entryInserts(
	rows: readonly StoredEntry[],
	nodes: readonly { level: number; idx: number; hash: Uint8Array }[],
	prefixes: readonly { id: string; item: string; prefix: Uint8Array }[],
): RawBuilder<unknown>[] {
	if (rows.length === 0) return [];
	const column = <K extends keyof StoredEntry>(name: K): StoredEntry[K][] => rows.map((row) => row[name]);
	const idx = { type: 'bigint', values: column('idx') } as const;
	const e = selectPacked([
		idx,
		{ type: 'bytea', values: column('leaf') },
		{ type: 'text', values: column('skeleton') },
		{ type: 'bytea', values: column('skeleton_salt') },
		{ type: 'text', values: column('subject') },
		{ type: 'bigint', values: column('n') },
	]);
	const b = selectPacked([
		idx,
		{ type: 'text', values: column('actor') },
		{ type: 'text', values: column('statement_id') },
		{ type: 'bytea', values: column('statement') },
		{ type: 'bytea', values: column('signature') },
		{ type: 'bytea', values: column('statement_salt') },
		{ type: 'bytea', values: column('sealed') },
	]);
	const parts = [
		sql`e as (insert into ledger.entries (idx, leaf, skeleton, skeleton_salt, subject, n) ${e})`,
		sql`b as (insert into ledger.bodies (idx, actor, statement_id, statement, signature, statement_salt, sealed) ${b})`,
	];
	if (nodes.length > 0) {
		const n = selectPacked([
			{ type: 'int', values: nodes.map((one) => one.level) },
			{ type: 'bigint', values: nodes.map((one) => one.idx) },
			{ type: 'bytea', values: nodes.map((one) => one.hash) },
		]);
		parts.push(sql`n as (insert into ledger.nodes (level, idx, hash) ${n})`);
	}
	if (prefixes.length > 0) {
		const p = selectPacked([
			{ type: 'text', values: prefixes.map((one) => one.id) },
			{ type: 'text', values: prefixes.map((one) => one.item) },
			{ type: 'bytea', values: prefixes.map((one) => one.prefix) },
		]);
		parts.push(sql`p as (insert into ledger.prefixes (id, item, prefix) ${p})`);
	}
	return parts;
}
