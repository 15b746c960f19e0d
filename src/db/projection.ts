import { type Kysely, type RawBuilder, sql } from 'kysely';
import { projectionTables } from './migrations/0001-projection.ts';
import type { Database, Projection } from './tables.ts';

/** One row of the projection, named: what `apply` reads and writes. */
export type TableName = keyof Projection;
export interface Key {
	table: TableName;
	key: string;
}

/** The columns that name a row of each table; a `Key` joins their values with a slash. */
export const primaryKeys: { readonly [T in TableName]: readonly (keyof Projection[T] & string)[] } = {
	subjects: ['id', 'kind'],
	people: ['key'],
	invites: ['id'],
	epochs: ['epoch'],
	open_epoch: ['archive'],
	cases: ['id'],
	case_keys: ['case_id', 'generation'],
	case_grants: ['person', 'case_id'],
	members: ['person', 'case_id'],
	intakes: ['id'],
	items: ['id'],
	derivatives: ['id'],
	proxies: ['item'],
	clips: ['id'],
	exhibits: ['id'],
	reports: ['id'],
	marks: ['idx'],
	notes: ['id'],
	shared: ['item', 'case_id'],
	numbered: ['case_id', 'what'],
	cards: ['card'],
	cards_in_force: ['person'],
	listed: ['case_id', 'list'],
	damages: ['body'],
	export_rules: ['case_id'],
	exports: ['id'],
	proposals: ['id'],
	stewards: ['archive'],
	steward_people: ['archive'],
	expunged: ['item'],
	expunged_in: ['item', 'case_id'],
	log_keys: ['key'],
};

/** The key of a row. */
export function keyOf<T extends TableName>(table: T, row: Projection[T]): string {
	const columns = primaryKeys[table];
	let key = String(row[columns[0] as keyof Projection[T]]);
	for (let i = 1; i < columns.length; i++) key += `/${row[columns[i] as keyof Projection[T]]}`;
	return key;
}

/** The rows under these keys that exist, in one round trip. */
export async function loadRows(
	db: Kysely<Database>,
	keys: readonly Key[],
): Promise<{ table: TableName; row: Projection[TableName] }[]> {
	const parts = projectionTables.flatMap((table) => {
		const wanted = keys.filter((one) => one.table === table).map((one) => one.key.split('/'));
		if (wanted.length === 0) return [];
		const columns = primaryKeys[table];
		const lists = columns.map((_, i) => sql`${wanted.map((parts) => parts[i])}::text[]`);
		if (table === 'marks')
			return [sql`select 'marks' as "table", to_jsonb(x) as row from marks x where x.idx = any(${lists[0]}::bigint[])`];
		const left = columns.length === 1 && table !== 'epochs' ? sql.ref(`x.${columns[0]}`) : undefined;
		const where =
			left !== undefined
				? sql`${left} = any(${lists[0]})`
				: sql`(${sql.join(columns.map((column) => (column === 'epoch' || column === 'generation' ? sql`x.${sql.ref(column)}::text` : sql.ref(`x.${column}`))))}) in (select * from unnest(${sql.join(lists)}))`;
		return [sql`select ${sql.lit(table)} as "table", to_jsonb(x) as row from ${sql.table(table)} x where ${where}`];
	});
	if (parts.length === 0) return [];
	const result = await sql<{
		table: TableName;
		row: Projection[TableName];
	}>`${sql.join(parts, sql` union all `)}`.execute(db);
	return result.rows;
}

/** Writes rows, all tables in one statement: new ones are inserted, known ones replaced. */
export async function saveRows(
	db: Kysely<Database>,
	rows: ReadonlyMap<TableName, readonly Projection[TableName][]>,
): Promise<void> {
	const inserts = rowInserts(rows);
	if (inserts.length === 0) return;
	await sql`with ${sql.join(inserts)} select 1`.execute(db);
}

/** The same as the parts of a `with`. */
export function rowInserts(rows: ReadonlyMap<TableName, readonly Projection[TableName][]>): RawBuilder<unknown>[] {
	return [...rows].flatMap(([table, list]) => (list.length === 0 ? [] : [upsert(table, list)]));
}

function upsert(table: TableName, list: readonly Projection[TableName][]): RawBuilder<unknown> {
	const columns = Object.keys(list[0] ?? {});
	const keys = primaryKeys[table] as readonly string[];
	const updates = columns
		.filter((column) => !keys.includes(column))
		.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
	const names = sql.join(columns.map((column) => sql.ref(column)));
	return sql`${sql.ref(`saved_${table}`)} as (insert into ${sql.table(table)} (${names})
		select ${names} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(list)}::jsonb)
		on conflict (${sql.join(keys.map((column) => sql.ref(column)))}) do update set ${sql.join(updates)})`;
}

/** As parts of a `with`: rows that go. None of them may be among those that are written by the same statement. */
export function rowDeletes(keys: readonly Key[]): RawBuilder<unknown>[] {
	return projectionTables.flatMap((table) => {
		const own = keys.filter((one) => one.table === table).map((one) => one.key.split('/'));
		if (own.length === 0) return [];
		const columns = primaryKeys[table];
		const lists = columns.map((_, i) => sql`${own.map((parts) => parts[i])}::text[]`);
		const names = sql.join(columns.map((column) => sql.ref(column)));
		const which =
			table === 'marks'
				? sql`idx = any(${lists[0]}::bigint[])`
				: sql`(${names}) in (select * from unnest(${sql.join(lists)}))`;
		return [sql`${sql.ref(`dropped_${table}`)} as (delete from ${sql.table(table)} where ${which})`];
	});
}

/** The keys of all rows about an item: what goes when it is expunged. */
export async function itemKeys(db: Kysely<Database>, items: readonly string[]): Promise<Key[]> {
	if (items.length === 0) return [];
	const asked = sql`any(${items}::text[])`;
	const { rows } = await sql<Key>`
		select 'items' as "table", id as key from items where id = ${asked}
		union all select 'derivatives', id from derivatives where item = ${asked}
		union all select 'proxies', item from proxies where item = ${asked}
		union all select 'clips', id from clips where item = ${asked}
		union all select 'exhibits', id from exhibits where item = ${asked}
		union all select 'marks', idx::text from marks where item = ${asked}
		union all select 'notes', id from notes where item = ${asked}
		union all select 'shared', item || '/' || case_id from shared where item = ${asked}
		union all select 'numbered', case_id || '/' || what from numbered
			where what = ${asked} or what = any(array(select id from clips where item = ${asked}))
		union all select 'damages', body from damages where item = ${asked}`.execute(db);
	return rows;
}
