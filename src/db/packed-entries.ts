import { type Kysely, sql } from 'kysely';
import { type Bytes, fromBase64Lines } from '../domain/bytes.ts';
import type { Database } from './tables.ts';

/** How many of those asked for there are, and they, one after another. */
export interface Packed {
	count: number;
	bytes: Bytes;
}

/**
 * Entries as src/domain/ledger/packed-entries.ts reads them, made by the database, in the order of their indices; those that
 * are not there are left out. They come as base64, which is two thirds of what bytea comes as, and is read several times as quickly.
 * `bare`: those among them that come without their sealed detail.
 */
export async function packedEntries(
	db: Kysely<Database>,
	indices: readonly number[],
	bare: readonly number[] = [],
): Promise<Packed> {
	const sealed = bare.length === 0 ? sql`b.sealed` : sql`case when b.idx <> all(${bare}::bigint[]) then b.sealed end`;
	const { rows } = await sql<Row>`
		select count(*)::int as count, encode(string_agg(
			int4send(octet_length(b.statement)) || int2send(octet_length(e.skeleton)::int2)
				|| int4send(coalesce(octet_length(${sealed}), -1)) || b.signature || e.skeleton_salt || b.statement_salt
				|| b.statement || convert_to(e.skeleton, 'UTF8') || coalesce(${sealed}, ''::bytea),
			''::bytea order by e.idx
		), 'base64') as packed
		from ledger.entries e join ledger.bodies b on b.idx = e.idx
		where e.idx = any(${indices}::bigint[])`.execute(db);
	return packed(rows);
}

/** The sealed details of entries as src/domain/catalogue-lines.ts reads them, in the order of their indices. */
export async function packedDetails(db: Kysely<Database>, indices: readonly number[]): Promise<Packed> {
	const { rows } = await sql<Row>`
		select count(*)::int as count, encode(string_agg(
			decode(statement_id, 'hex') || int4send(coalesce(octet_length(sealed), -1)) || coalesce(sealed, ''::bytea),
			''::bytea order by idx
		), 'base64') as packed
		from ledger.bodies where idx = any(${indices}::bigint[])`.execute(db);
	return packed(rows);
}

interface Row {
	count: number;
	/** Null for none. */
	packed: string | null;
}

function packed([row]: readonly Row[]): Packed {
	return { count: row?.count ?? 0, bytes: fromBase64Lines(row?.packed ?? '') };
}
