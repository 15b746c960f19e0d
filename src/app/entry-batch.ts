import { type Kysely, sql } from 'kysely';
import { lastCheckpoint, tileReader } from '../db/log-store.ts';
import { packedEntries } from '../db/packed-entries.ts';
import type { Database } from '../db/tables.ts';
import { concat, toBase64 } from '../domain/bytes.ts';
import { type BareEntry, type BatchProof, batchHashes } from '../domain/ledger/batch.ts';
import { cachedTiles, notYet } from './entries.ts';

/** Entries at these indices with one proof for all of them under the newest checkpoint. Throws `unavailable` while one is not under it. */
export async function entryBatch(
	db: Kysely<Database>,
	indices: readonly number[],
): Promise<{ entries: Map<number, BareEntry>; proof: BatchProof | null }> {
	const sorted = [...new Set(indices)].sort((a, b) => a - b);
	if (sorted.length === 0) return { entries: new Map(), proof: null };
	const [rows, proof] = await Promise.all([rowsAt(db, sorted), proofOf(db, sorted)]);
	if (rows.length !== sorted.length) throw notYet();
	const entries = new Map(
		rows.map((row): [number, BareEntry] => {
			const { index, statement, signature, sealed, skeleton, salts } = row;
			const bare = { index, statement, signature, skeleton, salts };
			return [index, sealed === null ? bare : { ...bare, sealed }];
		}),
	);
	return { entries, proof };
}

/** The same packed, in pieces, in the order of their indices; those at `bare` without their sealed details. */
export async function packedBatch(
	db: Kysely<Database>,
	indices: readonly number[],
	bare: readonly number[] = [],
): Promise<{ entries: readonly Uint8Array[]; proof: BatchProof | null }> {
	if (indices.length === 0) return { entries: [], proof: null };
	const [entries, proof] = await Promise.all([packedEntries(db, indices, bare), proofOf(db, indices)]);
	if (entries.count !== indices.length) throw notYet();
	return { entries: entries.pieces, proof };
}

async function proofOf(db: Kysely<Database>, sorted: readonly number[]): Promise<BatchProof> {
	const checkpoint = await lastCheckpoint(db);
	if (checkpoint === undefined || (sorted.at(-1) as number) >= checkpoint.size) throw notYet();
	const hashes = await batchHashes(sorted, checkpoint.size, cachedTiles(tileReader(db), checkpoint.size));
	return { checkpoint: checkpoint.note, hashes: toBase64(concat(...hashes)) };
}

async function rowsAt(db: Kysely<Database>, indices: readonly number[]) {
	const rows = await db
		.selectFrom('ledger.entries as e')
		.innerJoin('ledger.bodies as b', 'b.idx', 'e.idx')
		.select([
			'e.idx as index',
			'e.skeleton',
			// As they travel: the database writes them as quickly as it would write the bytes, and here they are passed on.
			inBase64('b.signature').$castTo<string>().as('signature'),
			inBase64('b.sealed').as('sealed'),
			sql<string>`convert_from(b.statement, 'UTF8')`.as('statement'),
			sql<string>`encode(e.skeleton_salt, 'hex')`.as('skeletonSalt'),
			sql<string>`encode(b.statement_salt, 'hex')`.as('statementSalt'),
		])
		.where(sql<boolean>`e.idx = any(${sql.val(indices)}::bigint[])`)
		.execute();
	return rows.map((row) => ({ ...row, salts: [row.skeletonSalt, row.statementSalt] as [string, string] }));
}

/** PostgreSQL puts line ends in. */
function inBase64(column: 'b.signature' | 'b.sealed') {
	return sql<string | null>`replace(encode(${sql.ref(column)}, 'base64'), chr(10), '')`;
}
