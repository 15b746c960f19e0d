import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { entryTexts } from '../../src/app/entries.ts';
import { connect } from '../../src/db/connect.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { openEntry } from '../../src/domain/ledger/receipt.ts';
import { proveExpunged } from '../../workers/backup/prove-expunged.ts';
import { agree } from './archive/agree.ts';
import { makePerson } from './archive/person.ts';
import { type Archive, buildArchive, type TestItem } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// A loaded machine takes its time, and nothing here depends on it.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// That an item was expunged, and what is its own, is proven without reading the whole ledger.

let [database, folder, archive, client]: [FreshDatabase, string, Archive, Client] = [] as never;
const MANY = 6000;

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-prove-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	client = new Client(database.connection);
	await client.connect();
});
afterAll(async () => {
	await client.end();
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

interface Plan {
	'Node Type': string;
	'Relation Name'?: string;
	'Actual Rows': number;
	'Actual Loops': number;
	'Rows Removed by Filter'?: number;
	Plans?: Plan[];
}

/** The steps of a plan that read a table of the ledger, and how many rows each looked at. */
function reads(plan: Plan): { step: string; rows: number }[] {
	const below = (plan.Plans ?? []).flatMap(reads);
	const table = plan['Relation Name'];
	if (table !== 'entries' && table !== 'bodies') return below;
	const rows = plan['Actual Loops'] * (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0));
	return [{ step: `${plan['Node Type']} of ${table}`, rows }, ...below];
}

test('of thousands of entries those that matter are found by an index', async () => {
	const other = makePerson();
	await archive.enrol(other, 'steward');
	const [item, neighbour] = (await archive.deposit([utf8('one'), utf8('two')])) as [TestItem, TestItem];
	await archive.examine(item);
	const act = { type: 'item.expunged' as const, item: item.id, why: '0d'.repeat(32) };
	const approval = await agree(archive, act, [archive.steward, other]);
	const left = [{ case: archive.case.id, exhibits: 0 }];
	expect((await archive.submit(other, { ...act, left, approval })).skeleton).toContain('accepted');
	// Others, each with an object of its own.
	await client.query(
		`with kept as (select * from ledger.entries join ledger.bodies using (idx)
				where subject = $1 and skeleton like '%"type":"item.received"%'),
			made as (select k.*, 100000 + g as at, md5(g::text) as id from kept k, generate_series(1, $2::int) g),
			e as (insert into ledger.entries select at, leaf, replace(skeleton, $1, id), skeleton_salt, id, n from made)
		insert into ledger.bodies select at, actor, id, convert_to(replace(replace(convert_from(statement, 'UTF8'), $1, id), $3, md5(id)), 'UTF8'),
			signature, statement_salt, sealed from made`,
		[neighbour.id, MANY, neighbour.body.object],
	);
	await client.query('analyze ledger.entries, ledger.bodies');

	const { db, pool } = connect(databaseUrl({ ...database.connection, user: 'custos_auditor' }), { max: 1 });
	const asked: [string, unknown[] | undefined][] = [];
	pool.on('connect', (one) => {
		const spy = vi.spyOn(one, 'query');
		pool.on('release', () => {
			for (const [text, values] of spy.mock.calls as unknown as [string, unknown[] | undefined][])
				asked.push([text, values]);
			spy.mockClear();
		});
	});
	const key = parseKey(archive.desk.vkey);
	const [first] = await entryTexts(db, [0]);
	const founding = openEntry(first as NonNullable<typeof first>, key).statement as never;
	asked.length = 0;
	const { proven, unproven } = await proveExpunged(db, [item.id], { key, founding });
	await db.destroy();
	expect(unproven).toEqual([]);
	expect(proven).toMatchObject([{ item: item.id, own: true, others: [{ item: neighbour.id }] }]);
	expect(proven[0]?.places).toHaveLength(2);

	const looked: { step: string; rows: number; text: string }[] = [];
	for (const [text, values] of asked) {
		if (!/^\s*(select|with)/i.test(text)) continue;
		const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
			`explain (analyze, format json) ${text}`,
			values ?? [],
		);
		const { Plan: plan } = (rows[0] as (typeof rows)[0])['QUERY PLAN'][0];
		looked.push(...reads(plan).map((one) => ({ ...one, text })));
	}
	expect(looked.length).toBeGreaterThan(3);
	expect(looked.filter(({ step, rows }) => step.startsWith('Seq Scan') || rows > MANY / 4)).toEqual([]);
});
