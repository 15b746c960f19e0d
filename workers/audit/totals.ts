import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import type { Difference } from './difference.ts';

/** What the ledger's tables may hold, once every entry was found right. */
export interface Totals {
	entries: number;
	nodes: number;
	prefixes: number;
	/** Statements that are gone. */
	gone: number;
	/** Items whose prefixes may be gone. */
	expunged: readonly string[];
}

/** Nothing may lie in the ledger's tables that no entry accounts for, and no actor's statement may be there twice. */
export async function compareTotals(db: Kysely<Database>, totals: Totals): Promise<Difference | undefined> {
	const wanted = {
		entries: totals.entries,
		bodies: totals.entries - totals.gone,
		nodes: totals.nodes,
		prefixes: totals.prefixes,
	};
	for (const [name, count] of Object.entries(wanted)) {
		const left = name === 'prefixes' ? sql`where item <> all(${totals.expunged}::text[])` : sql``;
		const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(`ledger.${name}`)} ${left}`.execute(
			db,
		);
		if (rows[0]?.n !== count)
			return { table: `ledger.${name}`, what: `there are ${rows[0]?.n} rows, and the entries account for ${count}` };
	}
	const late = await sql<{ size: number }>`
		select size from ledger.checkpoints where size > ${totals.entries} or size < 1 order by size limit 1`.execute(db);
	if (late.rows[0])
		return {
			index: totals.entries,
			table: 'ledger.checkpoints',
			what: `there is a checkpoint of ${late.rows[0].size} entries, but only ${totals.entries} entries`,
		};
	const twice = await sql<{ idx: number }>`
		select max(idx) as idx from ledger.bodies group by statement_id, actor having count(*) > 1 order by 1 limit 1`.execute(
		db,
	);
	return (
		twice.rows[0] && { index: twice.rows[0].idx, table: 'ledger.bodies', what: 'this statement was taken in before' }
	);
}
