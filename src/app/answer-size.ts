import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** Bytes of statements and sealed details after which an answer takes nothing further: a detail may have some 260,000. */
const ANSWER_BYTES = 8 * 2 ** 20;

/** Of things in their order, each shown by some entries, as many as one answer holds: at least one. */
export async function fitting<T>(
	db: Kysely<Database>,
	things: readonly T[],
	entriesOf: (thing: T) => readonly number[],
): Promise<T[]> {
	const indices = [...new Set(things.flatMap(entriesOf))];
	if (indices.length === 0) return [...things];
	const { rows } = await sql<{ idx: number; size: number }>`
		select idx, octet_length(statement) + coalesce(octet_length(sealed), 0) as size
		from ledger.bodies where idx = any(${indices}::bigint[])`.execute(db);
	const sizes = new Map(rows.map((row) => [row.idx, row.size]));
	let sum = 0;
	const end = things.findIndex((thing) => {
		const isFull = sum >= ANSWER_BYTES;
		sum += entriesOf(thing).reduce((all, index) => all + (sizes.get(index) ?? 0), 0);
		return isFull;
	});
	return end < 0 ? [...things] : things.slice(0, end);
}
