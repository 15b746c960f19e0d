import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Gone } from '../../src/app/gone.ts';
import { connect } from '../../src/db/connect.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { type Left, parseStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { Rebuild } from '../../workers/audit/rebuild.ts';
import { agree } from './archive/agree.ts';
import { Desk } from './archive/desk.ts';
import { makePerson } from './archive/person.ts';
import { Archive, buildArchive, type Fields, type TestItem, type TestPerson } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// What expunging does to the ledger and to the books that are kept of it, asked of the real notary.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let client: Client;
let hours = 0;
const other = makePerson();
const id = (): string => newId(platform.randomBytes);

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-expunged-'))];
	const clock = (): Date => new Date(Date.now() + hours * 3_600_000);
	archive = await buildArchive({ connection: database.connection, folder, clock });
	await archive.enrol(other, 'steward');
	client = new Client(database.connection);
	await client.connect();
});
beforeEach(() => {
	// Refusals of one hour are folded together.
	hours += 2;
});
afterAll(async () => {
	await client.end();
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

async function said(by: TestPerson, fields: Fields, beside = {}): Promise<string> {
	const receipt = await archive.submit(by, fields, beside);
	return (JSON.parse(receipt.skeleton) as { result: string }).result;
}

/** The notary starts again, with nothing in memory. */
async function anew(): Promise<void> {
	await archive.desk.close();
	const notaryHome = join(folder, 'notary');
	const clock = (): Date => new Date(Date.now() + hours * 3_600_000);
	const desk = await Desk.open({ connection: database.connection, notaryHome, clock });
	archive = Object.assign(new Archive(desk, archive.store), { ...archive, desk });
}

async function expunging(item: TestItem, left: Left[], by = [archive.steward, other]): Promise<Fields> {
	const act = { type: 'item.expunged' as const, item: item.id, why: '0d'.repeat(32) };
	return { ...act, left, approval: await agree(archive, act, by) };
}

async function audited() {
	return audit({
		databaseUrl: databaseUrl({ ...database.connection, user: 'custos_auditor' }),
		logKey: archive.desk.vkey,
		head: await archive.desk.head(),
		signatures: true,
		objects: false,
	});
}

async function rowsAbout(item: TestItem): Promise<number> {
	const { rows } = await client.query<{ n: string }>(
		`select count(*) as n from (select id from items where id = $1 union all select id from derivatives where item = $1
			union all select id from clips where item = $1 union all select id from exhibits where item = $1
			union all select idx::text from marks where item = $1 union all select item from shared where item = $1
			union all select what from numbered where what = $1) one`,
		[item.id],
	);
	return Number(rows[0]?.n);
}

describe('an item in the middle of a case', () => {
	let [first, second, third]: TestItem[] = [];
	const left = (exhibits: number, exhibit?: number): Left[] => [
		{ case: archive.case.id, exhibits, ...(exhibit === undefined ? {} : { exhibit }) },
	];
	beforeAll(async () => {
		[first, second, third] = await archive.tellStory();
		await archive.exhibit(third as TestItem);
	});

	test('nobody expunges alone, nor without being a steward, nor by what the books do not say', async () => {
		const item = first as TestItem;
		expect(await said(archive.steward, await expunging(item, left(3, 1), [archive.steward]))).toBe('denied:unapproved');
		const { approval, ...alone } = (await expunging(item, left(3, 1))) as Fields & { approval: string };
		expect(await said(archive.steward, alone as Fields)).toBe('denied:unapproved');
		expect(await said(archive.lead, { ...(alone as Fields), approval } as Fields)).toBe('denied:denied');
		expect(await said(archive.steward, await expunging(item, left(4, 1)))).toBe('denied:stale');
		expect(await said(archive.steward, await expunging(item, left(3, 2)))).toBe('denied:stale');
		expect(await said(archive.steward, await expunging(item, [...left(3, 1), { case: id(), exhibits: 0 }]))).toBe(
			'denied:stale',
		);
		expect(await said(archive.steward, await expunging({ ...item, id: id() }, left(3, 1)))).toBe('denied:not-found');
		expect((await audited()).firstDifference).toBeUndefined();
	});

	test('by a case that it never was in, of which nothing is in memory, it is refused like that, and stops nobody', async () => {
		const item = first as TestItem;
		const fields = await expunging(item, [{ case: id(), exhibits: 0 }]);
		const invited: Fields = { type: 'person.invited', invite: id(), role: 'member' };
		await anew();
		const letters = [archive.desk.write(other, fields), archive.desk.write(archive.steward, invited)];
		const receipts = await archive.desk.submit(letters);
		expect(receipts.map(({ skeleton }) => (JSON.parse(skeleton) as { result: string }).result)).toEqual([
			'denied:stale',
			'accepted',
		]);
		await anew();
		expect(await said(other, await expunging(item, [...left(3, 1), { case: id(), exhibits: 0 }]))).toBe('denied:stale');
		expect((await audited()).firstDifference).toBeUndefined();
	});

	test('an audit that holds no row any more judges a refusal by all that there was of the item', async () => {
		const item = first as TestItem;
		expect(await said(archive.steward, await expunging(item, left(3)))).toBe('denied:stale');
		const { rows } = await client.query<{ statement: Buffer; skeleton: string }>(
			'select statement, skeleton from ledger.entries join ledger.bodies using (idx) order by idx',
		);
		const scratch = await freshDatabase();
		onTestFinished(() => scratch.drop());
		const { db } = connect(databaseUrl(scratch.connection), { max: 1 });
		try {
			const rebuild = new Rebuild(db, parseKey(archive.desk.vkey), new Gone([]), 0);
			for (const [at, one] of rows.entries()) {
				const entry = [parseStatement(one.statement), parseSkeleton(one.skeleton)] as const;
				expect(await rebuild.take(at, [entry])).toBeUndefined();
				await rebuild.write();
			}
		} finally {
			await db.destroy();
		}
	});

	test('two stewards expunge it: it is gone from the books at once, and the audit comes to the same books', async () => {
		const item = first as TestItem;
		expect(await rowsAbout(item)).toBeGreaterThan(5);
		expect(await said(other, await expunging(item, left(3, 1)))).toBe('accepted');
		expect(await rowsAbout(item)).toBe(0);
		expect((await audited()).firstDifference).toBeUndefined();
		const { rows } = await client.query(`select n::int from listed where case_id = $1 order by list`, [
			archive.case.id,
		]);
		expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
	});

	test('who was in its case is told that it was expunged, others nothing', async () => {
		const item = first as TestItem;
		const opening = archive.on(item, { type: 'item.opened' as const, class: 'working' as const });
		expect(await said(archive.reader, opening)).toBe('denied:expunged');
		expect(await said(archive.worker, archive.on(item, { type: 'item.examining', epoch: 1 }))).toBe('denied:expunged');
		expect(await said(other, opening)).toBe('denied:not-found');
		expect(await said(other, await expunging(item, left(3)))).toBe('denied:expunged');
		expect(await said(archive.lead, (await expunging(item, left(3))) as Fields)).toBe('denied:denied');
	});

	test('the database takes out what the entry is about, and nothing else, whoever asks', async () => {
		const [mine, theirs] = [(first as TestItem).id, (second as TestItem).id];
		const count = async (where: string, item: string): Promise<number> => {
			const { rows } = await client.query<{ n: string }>(`select count(*) as n ${where}`, [item]);
			return Number(rows[0]?.n);
		};
		const prefixes = 'from ledger.prefixes where item = $1';
		const bodies = 'from ledger.entries e join ledger.bodies b using (idx) where e.subject = $1';
		const before = [await count(prefixes, theirs), await count(bodies, theirs), await count(bodies, 'archive')];
		await expect(client.query(`delete from ledger.prefixes where item = $1`, [theirs])).rejects.toThrow('insert-only');
		await expect(client.query(`update ledger.prefixes set prefix = 'x'`)).rejects.toThrow('insert-only');
		await expect(client.query(`delete from ledger.bodies`)).rejects.toThrow('insert-only');
		await expect(client.query(`update ledger.bodies set sealed = null`)).rejects.toThrow('insert-only');
		const api = new Client({ ...database.connection, user: 'custos_api' });
		await api.connect();
		await expect(api.query(`delete from ledger.prefixes where item = $1`, [mine])).rejects.toThrow('permission denied');
		for (const item of [theirs, id(), archive.case.id, 'archive'])
			for (const erase of ['shred', 'forget']) await api.query(`select ledger.${erase}($1)`, [item]);
		expect(await count(prefixes, mine)).toBe(2);
		await api.query(`select ledger.shred($1)`, [mine]);
		expect(await count(prefixes, mine)).toBe(0);
		expect((await audited()).firstDifference).toBeUndefined();
		await api.query(`select ledger.forget($1)`, [mine]);
		await api.query(`select ledger.forget($1)`, [mine]);
		await api.end();
		// What expunged it, and the report that rests on it, without what was sealed.
		expect(await count(bodies, mine)).toBe(2);
		expect(await count(`${bodies} and b.sealed is not null`, mine)).toBe(0);
		expect([await count(prefixes, theirs), await count(bodies, theirs), await count(bodies, 'archive')]).toEqual(
			before,
		);
	});

	test('what is missing is proven to be what may be missing', async () => {
		const result = await audited();
		expect(result.firstDifference).toBeUndefined();
		expect(result.checked.gone).toBeGreaterThan(8);
	});

	test('numbers go on after those that were given, and ids that were used are refused or not, and the audit agrees', async () => {
		const [more] = (await archive.deposit([utf8('roof')])) as [TestItem];
		const receipt = await archive.submit(
			archive.editor,
			archive.on(more, { type: 'exhibit.added' as const, exhibit: id() }),
			archive.saying(archive.case, { title: 'Roof' }),
		);
		expect((JSON.parse(receipt.skeleton) as { exhibit: number }).exhibit).toBe(4);
		expect((await audited()).firstDifference).toBeUndefined();
	});

	test('a notary without its prints makes the same ones again, and goes on', async () => {
		await rm(join(folder, 'notary', 'prints'), { force: true });
		await anew();
		expect(await said(archive.reader, archive.on(second as TestItem, { type: 'item.opened', class: 'working' }))).toBe(
			'accepted',
		);
		expect((await audited()).firstDifference).toBeUndefined();
	});

	test('any other statement that is missing is named', async () => {
		const [row] = (
			await client.query<{ idx: string }>(`select max(idx) as idx from ledger.entries where subject = $1`, [
				(second as TestItem).id,
			])
		).rows;
		await client.query('alter table ledger.bodies disable trigger refuse_change');
		const kept = await client.query(`delete from ledger.bodies where idx = $1 returning *`, [row?.idx]);
		const result = await audited();
		expect(result.firstDifference?.what).toBe('the statement of this entry is missing');
		expect(result.firstDifference?.index).toBe(Number(row?.idx));
		const [old] = kept.rows as Record<string, unknown>[];
		await client.query(`insert into ledger.bodies values ($1, $2, $3, $4, $5, $6, $7)`, Object.values(old ?? {}));
		await client.query('alter table ledger.bodies enable always trigger refuse_change');
		expect((await audited()).firstDifference).toBeUndefined();
	});
});
