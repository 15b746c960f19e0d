import { type Kysely, sql } from 'kysely';
import { primaryKeys, type TableName } from '../../src/db/projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { sameShape } from './compare.ts';

/** A row that was not as the ledger makes it. */
export interface Mended {
	table: TableName;
	key: string;
	/** `changed`: it said something else. `gone`: it was missing. `foreign`: it came from no entry. */
	was: 'changed' | 'gone' | 'foreign';
}

/** Makes a read table what the audit's own table of the same name is. Throws `damaged` where it has other columns. */
export async function mendTable(db: Kysely<Database>, table: TableName): Promise<Mended[]> {
	if (!(await sameShape(db, table)))
		throw new CustosError(
			'damaged',
			`the table ${table} is missing or has other columns than it should: restore a backup`,
		);
	const [own, live] = [sql.table(`pg_temp.${table}`), sql.table(`public.${table}`)];
	const columns = primaryKeys[table];
	const key = sql`concat_ws('/', ${sql.join(columns.map((column) => sql.ref(column)))})`;
	const [wrong, right] = [
		sql`(select * from ${live} except all select * from ${own})`,
		sql`(select * from ${own} except all select * from ${live})`,
	];
	const { rows } = await sql<{ key: string; wrong: boolean; right: boolean }>`
		select key, bool_or(wrong) as wrong, bool_or(not wrong) as right from (
			select ${key} as key, true as wrong from ${wrong} w union all select ${key}, false from ${right} r
		) d group by key order by key`.execute(db);
	if (rows.length === 0) return [];
	const names = sql.join(columns.map((column) => sql.ref(column)));
	await sql`delete from ${live} where (${names}) in (select ${names} from ${wrong} w)`.execute(db);
	await sql`insert into ${live} select * from ${right} r`.execute(db);
	return rows.map((row) => ({
		table,
		key: row.key,
		was: row.wrong && row.right ? 'changed' : row.right ? 'gone' : 'foreign',
	}));
}
