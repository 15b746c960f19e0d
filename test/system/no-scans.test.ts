import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createCase, type OpenCase } from '../../src/client/cases.ts';
import { submit } from '../../src/client/submit.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { letter, post, resultOf } from './live/raw.ts';
import { type Live, startLive } from './live.ts';

// A database that knows nothing of its tables' sizes yet, as after a restore or in the first minute of a large intake.

const ENTRIES = 2000;
const ONE_BY_ONE = 40;
/** Of the API, at the most. */
const SESSIONS = 6;
let [live, open]: [Live, OpenCase] = [] as never;

beforeAll(async () => {
	live = await startLive();
	for (const table of ['ledger.entries', 'ledger.bodies'])
		await live.sql(`alter table ${table} set (autovacuum_enabled = off)`);
	open = await createCase(live.steward, { title: 'Many', prefix: 'M' });
	for (let done = 0; done < ENTRIES; done += 100) await begin(100);
});
afterAll(() => live.close());

const fields = () => ({ case: open.id, generation: 1, report: newId(platform.randomBytes) });

async function begin(count: number): Promise<void> {
	const draft = () => ({ type: 'report.begun' as const, fields: fields() });
	await submit(live.steward, Array.from({ length: count }, draft));
}

/** All sessions of the API at once hand in what they counted, which they do late by themselves. */
async function handIn(): Promise<void> {
	let held = 0;
	const handedIn = () =>
		live.context.db.connection().execute(async (db) => {
			held++;
			await vi.waitUntil(() => held === SESSIONS, { timeout: 20_000 });
			await sql`select pg_stat_force_next_flush()`.execute(db);
		});
	await Promise.all(Array.from({ length: SESSIONS }, handedIn));
}

/** Rows of the ledger that were read without an index, once what the sessions counted has come in: the notary's with its last entry. */
async function readWithout(entries: number): Promise<number> {
	await handIn();
	await vi.waitUntil(
		async () => {
			const [row] = await live.sql(
				`select n_tup_ins as n from pg_stat_user_tables where schemaname = 'ledger' and relname = 'bodies'`,
			);
			return Number(row?.['n']) === entries;
		},
		{ timeout: 60_000, interval: 200 },
	);
	const [row] = await live.sql(`select sum(seq_tup_read) as rows from pg_stat_user_tables where schemaname = 'ledger'`);
	return Number(row?.['rows']);
}

test('statements one by one, new ones or ones sent again, never read the ledger through', async () => {
	const old = await letter(live.steward, { type: 'report.begun', ...fields() });
	const first = await post(live, live.steward, [old]);
	expect(resultOf(first.body.outcomes?.[0])).toBe('accepted');
	const [{ size }] = (await live.sql('select count(*)::int as size from ledger.entries')) as [{ size: number }];
	expect(size).toBeGreaterThan(ENTRIES);
	const before = await readWithout(size);
	for (let i = 0; i < ONE_BY_ONE; i++) {
		await live.sql('delete from outcomes');
		expect((await post(live, live.steward, [old])).body.outcomes).toEqual(first.body.outcomes);
	}
	for (let i = 0; i < ONE_BY_ONE; i++) await begin(1);
	expect((await readWithout(size + ONE_BY_ONE)) - before).toBeLessThan(size);
});
