import { type Kysely, sql } from 'kysely';
import { connect } from '../../src/db/connect.ts';
import { projection, projectionTables } from '../../src/db/migrations/0001-projection.ts';
import { marks } from '../../src/db/migrations/0003-marks.ts';
import { numbered } from '../../src/db/migrations/0005-numbered.ts';
import { shared } from '../../src/db/migrations/0006-shared.ts';
import { cards } from '../../src/db/migrations/0008-cards.ts';
import { listed } from '../../src/db/migrations/0009-listed.ts';
import { damages } from '../../src/db/migrations/0012-damages.ts';
import { approvals } from '../../src/db/migrations/0013-approvals.ts';
import { expunged } from '../../src/db/migrations/0014-expunged.ts';
import { exportTables } from '../../src/db/migrations/0015-exports.ts';
import { caseKeys } from '../../src/db/migrations/0016-case-keys.ts';
import { logKeys } from '../../src/db/migrations/0017-log-keys.ts';
import { caseExpunged } from '../../src/db/migrations/0018-case-expunged.ts';
import { samePerson } from '../../src/db/migrations/0019-same-person.ts';
import { foundByIndex } from '../../src/db/migrations/0021-found-by-index.ts';
import { exportPeople } from '../../src/db/migrations/0022-export-people.ts';
import type { Database } from '../../src/db/tables.ts';
import { holdTables } from './plain-tables.ts';

/** The audit's own connection: one moment of the database, and empty tables of its own. */
export interface Scratch {
	/** Unqualified table names mean the audit's tables. */
	db: Kysely<Database>;
	/** For readers that are to see the same moment. */
	snapshot: string;
}

/**
 * Runs `act` in one transaction on one connection. The tables are temporary ones: an auditor who may only read can make
 * them, nobody else sees them, and they are gone when the connection is, however it ends. With `hold` no entry is
 * written and no read table changed meanwhile.
 */
export async function withScratch<T>(
	databaseUrl: string,
	act: (scratch: Scratch) => Promise<T>,
	{ hold = false } = {},
): Promise<T> {
	const { db: pool } = connect(databaseUrl, { max: 1 });
	try {
		return await pool.connection().execute(async (db) => {
			await sql`set temp_buffers = '128MB'`.execute(db);
			await sql`set work_mem = '64MB'`.execute(db);
			await sql`begin isolation level repeatable read`.execute(db);
			if (hold) await holdTables(db);
			await sql`set local search_path = pg_temp`.execute(db);
			await sql.raw(projection).execute(db);
			await sql.raw(marks).execute(db);
			await sql.raw(numbered).execute(db);
			await sql.raw(shared).execute(db);
			await sql.raw(cards).execute(db);
			await sql.raw(listed).execute(db);
			await sql.raw(damages).execute(db);
			await sql.raw(caseKeys).execute(db);
			await sql.raw(logKeys).execute(db);
			await sql.raw(approvals).execute(db);
			await sql.raw(expunged).execute(db);
			await sql.raw(exportTables).execute(db);
			await sql.raw(caseExpunged).execute(db);
			await sql.raw(samePerson).execute(db);
			await sql.raw(foundByIndex).execute(db);
			await sql.raw(exportPeople).execute(db);
			const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(db);
			return act({ db, snapshot: rows[0]?.snapshot ?? '' });
		});
	} finally {
		await pool.destroy();
	}
}

/** Lets go of the moment (which holds up the database's housekeeping) and keeps the tables. */
export async function keepOnlyTables({ db }: Scratch): Promise<void> {
	await sql`commit`.execute(db);
	await sql`set search_path = pg_temp`.execute(db);
	await sql.raw(projectionTables.map((table) => `analyze ${table};`).join('')).execute(db);
}
