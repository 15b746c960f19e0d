import { copyFile, rm } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import { keyOf, type TableName } from '../../src/db/projection.ts';
import type { Database, Projection } from '../../src/db/tables.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { type NotaryKeys, printsPath } from '../notary/keys.ts';
import { shapeOf } from '../notary/open-prints.ts';
import { Prints } from '../notary/prints.ts';
import { PrintsFile, type Stand } from '../notary/prints-file.ts';

const AT_ONCE = 5_000;

/**
 * Holds the audit's own rows against the notary's prints: each must be what it wrote last, and there may be no other. False
 * where it has no prints of these tables; it makes them anew at its next start, and judges for itself what it signed.
 * Throws `damaged` where they differ.
 */
export async function comparePrints(
	db: Kysely<Database>,
	notaryHome: string,
	keys: NotaryKeys,
	stand: Stand,
): Promise<boolean> {
	const prints = new Prints(keys.prints);
	const read = await readPrints(printsPath(notaryHome), prints, stand.size, await shapeOf(db));
	if (read === undefined) return false;
	const other = new CustosError(
		'damaged',
		'what the ledger makes is not what this notary wrote last: nothing was changed. Keep everything as it is',
	);
	if (read.size !== stand.size || read.root !== stand.root) throw other;
	let count = 0;
	for (const table of projectionTables) {
		await sql`declare own no scroll cursor for select to_jsonb(x) as row from ${sql.table(`pg_temp.${table}`)} x`.execute(
			db,
		);
		for (;;) {
			const { rows } = await sql<{ row: Projection[TableName] }>`fetch ${sql.lit(AT_ONCE)} from own`.execute(db);
			if (rows.length === 0) break;
			count += rows.length;
			check(
				prints,
				table,
				rows.map(({ row }) => row),
				other,
			);
		}
		await sql`close own`.execute(db);
	}
	if (count !== prints.table.size) throw other;
	return true;
}

function check(prints: Prints, table: TableName, rows: readonly Projection[TableName][], other: CustosError): void {
	const keys = rows.map((row) => ({ table, key: keyOf(table, row) }));
	try {
		prints.check(
			keys,
			rows.map((row) => ({ table, row })),
		);
	} catch (cause) {
		throw isCustosError(cause, 'damaged') ? new CustosError(other.code, other.message, { cause }) : cause;
	}
}

/** From a copy: the notary may be running, and reading cuts off what was never committed. */
async function readPrints(path: string, prints: Prints, size: number, shape: string): Promise<Stand | undefined> {
	const copy = `${path}.read`;
	try {
		await copyFile(path, copy);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
	try {
		const { file, stand } = await PrintsFile.open(copy, prints.table, { size, shape });
		await file.close();
		return stand;
	} finally {
		await rm(copy, { force: true });
	}
}
