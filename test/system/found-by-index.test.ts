import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Person } from '../../src/app/context.ts';
import { copies } from '../../src/app/copies.ts';
import { items } from '../../src/app/read-catalogue.ts';
import { takeWork } from '../../src/app/work.ts';
import { connect } from '../../src/db/connect.ts';
import { itemKeys } from '../../src/db/projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { bodiesIn } from '../../workers/copies/bodies.ts';
import { forgetOutcomes } from '../../workers/notary/queue.ts';
import { freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// An archive at rest, as full as it may be: what is asked of it all the time, or of one item, reads next to nothing.

const MANY = 5000;
const FEW = 100;
const hash = (text: string) => `md5(${text})`;
const [open, other, object, one] = ['case', 'other', '7', '1'].map((text) => hash(`'${text}'`));

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: ReturnType<typeof connect>;
let [db, context, ids] = [] as unknown as [
	Kysely<Database>,
	Context,
	Record<'open' | 'other' | 'object' | 'one', string>,
];
const run = (text: string) => sql.raw(text).execute(db);

beforeAll(async () => {
	database = await freshDatabase();
	pool = connect(databaseUrl(database.connection), { max: 1 });
	db = pool.db;
	context = { db, now: () => new Date() } as Context;
	const tables = ['items', 'derivatives', 'marks', 'shared', 'outcomes', 'ledger.prefixes'];
	for (const table of tables) await run(`alter table ${table} set (autovacuum_enabled = off)`);
	const each = `from generate_series(1, ${MANY}) i`;
	const [item, hex64] = [hash('i::text'), `repeat('0', 64)`];
	const body = `${hash('(i / 5)::text')}, 0, 1, ${hex64}, i`;
	await run(`insert into items (id, case_id, intake, state, prefix, object, "offset", size, sha256, idx, kept, examined, epoch)
		select ${item}, ${open}, ${hash(`'intake'`)}, 'examined', ${hex64}, ${body}, i, i, 1 ${each}`);
	await run(`insert into derivatives (id, item, prefix, object, "offset", size, sha256, idx, kind)
		select ${hash(`'d' || i`)}, ${item}, ${hex64}, ${body}, 'examination' ${each}`);
	await run(`insert into ledger.prefixes select ${item}, ${item}, '' ${each}`);
	await run(`insert into marks select i, ${open}, ${item}, 'item.watched' ${each}`);
	await run(`insert into shared select ${item}, ${other}, 1, i ${each}`);
	await run(`insert into outcomes (statement_id, actor, outcome) select ${item}, ${hex64}, '' ${each}`);
	for (const id of [open, other]) {
		await run(`insert into cases (id, generation, key, exhibits, idx) values (${id}, 1, '', 0, 1)`);
		await run(`insert into members values (${id}, 'reader', 'lead', 1, true, 1)`);
	}
	await run(`insert into ledger.entries (idx, leaf, skeleton, skeleton_salt, subject, n)
		values (0, '', '{"result":"accepted","type":"item.expunged","v":1}', '', ${one}, 2)`);
	await run(`insert into ledger.checkpoints (size, root, note) values (${MANY + 1}, '', '')`);
	await run(`insert into upkeep (task, next, began, bytes, at) values ('copy', ${MANY - 1}, now(), 0, now())`);
	const named = `select ${open} as open, ${other} as other, ${object} as object, ${one} as one`;
	const { rows } = await sql.raw<typeof ids>(named).execute(db);
	ids = rows[0] as typeof ids;
});
afterAll(async () => {
	await pool.pool.end();
	await database.drop();
});

/** Rows of all tables that a query read, by an index or without. */
async function rowsRead(query: () => Promise<unknown>): Promise<number> {
	const before = await counted();
	await query();
	return (await counted()) - before;
}

async function counted(): Promise<number> {
	await run('select pg_stat_force_next_flush()');
	const { rows } = await sql<{ n: number }>`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
		from pg_stat_user_tables`.execute(db);
	return rows[0]?.n ?? 0;
}

const person = (role: string) => ({ key: 'reader', role }) as unknown as Person;

const asked: readonly [string, () => Promise<unknown>][] = [
	['a worker that keeps asks for work', () => takeWork(context, person('worker'), 16, false, [1])],
	['a worker that examines asks for work', () => takeWork(context, person('worker'), 16, true, [1])],
	['the notary forgets old answers', () => forgetOutcomes(db)],
	['the rows about an item', () => itemKeys(db, [ids.one])],
	['the bodies in an object', () => bodiesIn(db, ids.object)],
	['what the second copy lacks', () => copies(context, person('member'))],
	['the prefixes of an item go', () => run(`select ledger.shred('${ids.one}')`)],
];

describe('before the database knows how large its tables are', () => {
	test.each(asked)('%s', async (_, query) => expect(await rowsRead(query)).toBeLessThan(FEW));
});

describe('once it knows', () => {
	beforeAll(() => run('analyze'));
	const poll = (of: 'open' | 'other') => () => items(context, person('member'), ids[of], { after: -1, since: MANY });
	test.each([
		...asked,
		['what is new in a case', poll('open')] as const,
		['what is new in a case that items are shared into', poll('other')] as const,
	])('%s', async (_, query) => expect(await rowsRead(query)).toBeLessThan(FEW));
});
