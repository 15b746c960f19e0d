import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Bytes, fromBase64Lines } from '../domain/bytes.ts';
import type { Database } from './tables.ts';

/** How many of those asked for there are, and they, one after another, in pieces. */
export interface Packed {
	count: number;
	pieces: Bytes[];
}

/** How many make a piece: what the database answers is put together in memory row by row, at a cost that grows with the longest. */
const PIECE = 32;

/**
 * Entries as src/domain/ledger/packed-entries.ts reads them, made by the database, in the order of their indices; those that
 * are not there are left out. They come as base64, which is two thirds of what bytea comes as, and is read several times as quickly.
 * `bare`: those among them that come without their sealed detail.
 */
export function packedEntries(
	db: Kysely<Database>,
	indices: readonly number[],
	bare: readonly number[] = [],
): Promise<Packed> {
	const sealed = bare.length === 0 ? sql`b.sealed` : sql`case when b.idx <> all(${bare}::bigint[]) then b.sealed end`;
	const entry = sql`int4send(octet_length(b.statement)) || int2send(octet_length(e.skeleton)::int2)
		|| int4send(coalesce(octet_length(${sealed}), -1)) || b.signature || e.skeleton_salt || b.statement_salt
		|| b.statement || convert_to(e.skeleton, 'UTF8') || coalesce(${sealed}, ''::bytea)`;
	return inPieces(
		db,
		sql`select e.idx, ${entry} as packed from ledger.entries e join ledger.bodies b on b.idx = e.idx
			where e.idx = any(${indices}::bigint[])`,
	);
}

/** The sealed details of entries as src/domain/catalogue-lines.ts reads them, in the order of their indices. */
export function packedDetails(db: Kysely<Database>, indices: readonly number[]): Promise<Packed> {
	const detail = sql`decode(statement_id, 'hex') || int4send(coalesce(octet_length(sealed), -1)) || coalesce(sealed, ''::bytea)`;
	return inPieces(db, sql`select idx, ${detail} as packed from ledger.bodies where idx = any(${indices}::bigint[])`);
}

/** Rows of an index and what it is packed as, joined in the order of the indices. */
async function inPieces(db: Kysely<Database>, packed: RawBuilder<unknown>): Promise<Packed> {
	const { rows } = await sql<{ count: number; packed: string }>`
		select count(*)::int as count, encode(string_agg(packed, ''::bytea order by idx), 'base64') as packed
		from (select idx, packed, (row_number() over (order by idx) - 1) / ${PIECE}::int as piece from (${packed}) one) each
		group by piece order by piece`.execute(db);
	return {
		count: rows.reduce((all, { count }) => all + count, 0),
		pieces: rows.map((row) => fromBase64Lines(row.packed)),
	};
}
