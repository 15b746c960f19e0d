import { type Kysely, sql } from 'kysely';
import type { Bytes } from '../domain/bytes.ts';
import { leafHash } from '../domain/ledger/merkle.ts';
import type { TileReader } from '../domain/ledger/tiles.ts';
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

/** Entries [from, to), in order. */
export function entryRange(db: Kysely<Database>, from: number, to: number): Promise<StoredEntry[]> {
	return entries(db).where('e.idx', '>=', from).where('e.idx', '<', to).orderBy('e.idx').execute();
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
		if (level === 0) {
			const rows = await db
				.selectFrom('ledger.entries')
				.select('leaf')
				.where('idx', '>=', from)
				.where('idx', '<', to)
				.orderBy('idx')
				.execute();
			return rows.map((row) => leafHash(row.leaf));
		}
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
export async function insertEntries(
	db: Kysely<Database>,
	rows: readonly StoredEntry[],
	nodes: readonly { level: number; idx: number; hash: Uint8Array }[],
	prefixes: readonly { id: string; item: string; prefix: Uint8Array }[],
): Promise<void> {
	const column = <K extends keyof StoredEntry>(name: K): StoredEntry[K][] => rows.map((row) => row[name]);
	await sql`with e as (
		insert into ledger.entries (idx, leaf, skeleton, skeleton_salt, subject, n)
		select * from unnest(${column('idx')}::bigint[], ${column('leaf')}::bytea[], ${column('skeleton')}::text[],
			${column('skeleton_salt')}::bytea[], ${column('subject')}::text[], ${column('n')}::bigint[])
	), n as (
		insert into ledger.nodes (level, idx, hash)
		select * from unnest(${nodes.map((one) => one.level)}::int[], ${nodes.map((one) => one.idx)}::bigint[], ${nodes.map((one) => one.hash)}::bytea[])
	), p as (
		insert into ledger.prefixes (id, item, prefix)
		select * from unnest(${prefixes.map((one) => one.id)}::text[], ${prefixes.map((one) => one.item)}::text[], ${prefixes.map((one) => one.prefix)}::bytea[])
	)
	insert into ledger.bodies (idx, actor, statement_id, statement, signature, statement_salt, sealed)
	select * from unnest(${column('idx')}::bigint[], ${column('actor')}::text[], ${column('statement_id')}::text[], ${column('statement')}::bytea[],
		${column('signature')}::bytea[], ${column('statement_salt')}::bytea[], ${column('sealed')}::bytea[])`.execute(db);
}
