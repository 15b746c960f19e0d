import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import { expungements, Gone } from '../../src/app/gone.ts';
import { connect } from '../../src/db/connect.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { spansOf } from '../../src/domain/ledger/log-keys.ts';
import { logChain } from './log-chain.ts';
import { pairsOf } from './read-range.ts';
import { checkedRanges } from './readers.ts';
import { Rebuild } from './rebuild.ts';

/**
 * Fills empty read tables from the ledger, with the notary's own apply function. Runs as a superuser or the owner, in
 * one transaction. Throws `damaged`, naming the entry, when the ledger contradicts itself.
 */
export async function rebuildProjection(databaseUrl: string, logKey: string): Promise<void> {
	const { db: pool } = connect(databaseUrl, { max: 1 });
	try {
		await pool.connection().execute(async (db) => {
			await sql`begin isolation level repeatable read`.execute(db);
			const { rows } = await sql<{ size: number; snapshot: string }>`
				select coalesce(max(idx) + 1, 0)::bigint as size, pg_export_snapshot() as snapshot from ledger.entries`.execute(
				db,
			);
			const { size = 0, snapshot = '' } = rows[0] ?? {};
			const expunged = await expungements(db, size);
			const { key } = await logChain(db, logKey);
			const rebuild = new Rebuild(db, key, new Gone(expunged));
			for await (const range of checkedRanges(size, availableParallelism(), {
				databaseUrl,
				snapshot,
				keys: spansOf(key),
				signatures: false,
				expunged,
			})) {
				const difference = (await rebuild.take(range.from, pairsOf(range))) ?? range.difference;
				if (difference !== undefined) throw new CustosError('damaged', `entry ${difference.index}: ${difference.what}`);
			}
			await rebuild.end(size);
			await sql`commit`.execute(db);
		});
	} finally {
		await pool.destroy();
	}
}
