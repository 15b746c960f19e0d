import { type Kysely, sql } from 'kysely';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import { keyOf, type TableName } from '../../src/db/projection.ts';
import type { Database, Projection } from '../../src/db/tables.ts';
import type { Difference } from './difference.ts';

/** Compares the audit's tables with the live ones, both ways. Returns how many rows there are, or the first row that differs. */
export async function compareProjection(db: Kysely<Database>): Promise<{ rows: number } | Difference> {
	let rows = 0;
	for (const table of projectionTables) {
		if (!(await sameShape(db, table)))
			return { table, what: 'this table is missing or has other columns than it should' };
		const [own, live] = [sql.table(`pg_temp.${table}`), sql.table(`public.${table}`)];
		const [absent, extra] = [await oneOf(db, table, own, live), await oneOf(db, table, live, own)];
		if (absent !== undefined)
			return { ...absent, what: `the row ${absent.what} is missing here or says something else than the ledger` };
		if (extra !== undefined) return { ...extra, what: `the row ${extra.what} comes from no entry of the ledger` };
		const counted = await sql<{ n: number }>`select count(*) as n from ${own}`.execute(db);
		rows += counted.rows[0]?.n ?? 0;
	}
	return { rows };
}

/** True if a live table has the columns it should. */
export async function sameShape(db: Kysely<Database>, table: TableName): Promise<boolean> {
	const shape = (name: string) => sql`(select array_agg(attname || ' ' || atttypid::regtype order by attnum)
		from pg_attribute where attrelid = to_regclass(${name}) and attnum > 0 and not attisdropped)`;
	const { rows } = await sql<{
		same: boolean | null;
	}>`select ${shape(`pg_temp.${table}`)} = ${shape(`public.${table}`)} as same`.execute(db);
	return rows[0]?.same === true;
}

/** A row of `left` that `right` has not (as often). */
async function oneOf(
	db: Kysely<Database>,
	table: TableName,
	left: ReturnType<typeof sql>,
	right: ReturnType<typeof sql>,
): Promise<Difference | undefined> {
	const result = await sql<{ row: Projection[TableName] }>`
		select to_jsonb(d) as row from (select * from ${left} except all select * from ${right}) d limit 1`.execute(db);
	const row = result.rows[0]?.row;
	if (row === undefined) return undefined;
	return { table, what: keyOf(table, row), ...('idx' in row && { index: row.idx }) };
}
