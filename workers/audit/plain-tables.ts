import { type Kysely, sql } from 'kysely';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';

const ledgerTables = ['entries', 'bodies', 'nodes', 'checkpoints', 'prefixes'];

/**
 * Lets no entry be written and no read table be changed, nor anything be hung on one, until the transaction ends; they
 * can be read. To be asked before anything is read in it. Throws `damaged` where a read table is missing.
 */
export async function holdTables(db: Kysely<Database>): Promise<void> {
	const names = projectionTables.map((table) => `public.${table}`).join(', ');
	try {
		await sql`lock table ledger.entries in share mode`.execute(db);
		await sql`lock table ${sql.raw(names)} in share row exclusive mode`.execute(db);
	} catch (cause) {
		if (cause instanceof Error && 'code' in cause && cause.code === '42P01')
			throw new CustosError('damaged', 'a read table is missing: restore a backup', { cause });
		throw cause;
	}
}

/**
 * Throws `damaged`, naming it, unless every table that a repair touches is one of ours and bare: a view, rule, trigger,
 * policy, child, generated column, constraint or index on an expression would run its maker's code with the rights of
 * whoever repairs. Triggers of the ledger, which is only read, may stay. The audit's own tables are what indexes are held
 * against.
 */
export async function requirePlainTables(db: Kysely<Database>): Promise<void> {
	const names = [
		...projectionTables.map((table) => `public.${table}`),
		...ledgerTables.map((table) => `ledger.${table}`),
	];
	const { rows } = await sql<{ name: string }>`
		select t.name from unnest(${names}::text[]) as t(name) left join pg_class c on c.oid = to_regclass(t.name)
		where c.oid is null or c.relkind <> 'r' or c.relhasrules or c.relhassubclass or c.relispartition or c.relrowsecurity
			or exists (select from pg_trigger where tgrelid = c.oid and t.name like 'public.%')
			or exists (select from pg_constraint where conrelid = c.oid and contype not in ('p', 'u', 'n'))
			or exists (select from pg_attribute where attrelid = c.oid and attgenerated <> '')
			or exists (select from pg_index where indrelid = c.oid and (indexprs is not null
				or (indpred is not null and pg_get_expr(indpred, indrelid) not in (select pg_get_expr(own.indpred, own.indrelid) from pg_index own
					where own.indrelid = to_regclass(replace(t.name, 'public.', 'pg_temp.')) and own.indpred is not null))))
		limit 1`.execute(db);
	if (rows[0] === undefined) return;
	throw new CustosError(
		'damaged',
		`${rows[0].name} is not the bare table it should be (look for a view, rule, trigger, constraint or index that is not ours): nothing was changed`,
	);
}
