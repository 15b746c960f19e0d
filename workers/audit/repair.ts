import { sql } from 'kysely';
import { tileReader } from '../../src/db/log-store.ts';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { readEdge } from '../../src/domain/ledger/tiles.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import type { Head } from '../notary/head.ts';
import type { NotaryKeys } from '../notary/keys.ts';
import { type AuditProgress, checkLedger } from './audit.ts';
import { compareProjection } from './compare.ts';
import { comparePrints } from './compare-prints.ts';
import { type Mended, mendTable } from './mend-table.ts';
import { requirePlainTables } from './plain-tables.ts';
import { recordRepair } from './repair-record.ts';
import { withScratch } from './scratch.ts';

export interface RepairOptions {
	/** A superuser's way in. */
	databaseUrl: string;
	/** The notary's folder: its prints, and where the repair is written down. */
	notaryHome: string;
	keys: NotaryKeys;
	/** The notary's saved head. */
	head: Head;
	now: Date;
	onProgress?: (progress: AuditProgress) => void;
}

export interface Repair {
	entries: number;
	/** The rows that were not as the ledger makes them, by table and key. */
	mended: Mended[];
	/** True if the rows put in their place were also held against the notary's prints; false where it has none. */
	prints: boolean;
}

/**
 * Puts the read tables right again from the ledger, all in one transaction, while the ledger stands still. The ledger
 * itself must be whole: every signature, leaf and proof is checked, and every result judged anew; its rows are never
 * touched. What goes in must be what the notary wrote last, by its prints, into tables that nothing was hung on. Throws
 * `damaged` otherwise, and changes nothing. Written down before it is done, and again after.
 */
export async function repair(options: RepairOptions): Promise<Repair> {
	const { databaseUrl, keys, head, notaryHome, onProgress } = options;
	return withScratch(
		databaseUrl,
		async (scratch): Promise<Repair> => {
			const { db } = scratch;
			await requirePlainTables(db);
			const asked = {
				databaseUrl,
				logKey: keys.vkey,
				head,
				signatures: true,
				objects: false,
				...(onProgress && { onProgress }),
			};
			const { entries, difference } = await checkLedger(scratch, asked);
			if (difference !== undefined)
				throw new CustosError(
					'damaged',
					`the ledger itself is not as it must be (${difference.table} ${difference.index ?? ''}: ${difference.what}): nothing was changed`,
				);
			onProgress?.({ phase: 'tables', done: 0 });
			const root = toHex(new Tree(entries, await readEdge(entries, tileReader(db))).root());
			const prints = await comparePrints(db, notaryHome, keys, { size: entries, root });
			const mended: Mended[] = [];
			for (const table of projectionTables) mended.push(...(await mendTable(db, table)));
			const left = await compareProjection(db);
			if ('what' in left)
				throw new CustosError(
					'damaged',
					`${left.table}: ${left.what}, and it could not be mended: nothing was changed`,
				);
			const line = { time: options.now.toISOString(), entries, root };
			await recordRepair(notaryHome, { ...line, mended });
			await sql`commit`.execute(db);
			await recordRepair(notaryHome, { ...line, done: true });
			return { entries, mended, prints };
		},
		{ hold: true },
	);
}
