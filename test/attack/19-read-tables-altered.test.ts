import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import { keyOf, type TableName } from '../../src/db/projection.ts';
import type { Projection } from '../../src/db/tables.ts';
import { fromHex, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import { buildLeaf, formatSkeleton } from '../../src/domain/ledger/leaf.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { printsPath } from '../../workers/notary/keys.ts';
import { shapeOf } from '../../workers/notary/open-prints.ts';
import { Prints } from '../../workers/notary/prints.ts';
import { PrintsFile } from '../../workers/notary/prints-file.ts';
import { Desk, type Fields, type Letter } from '../system/archive/desk.ts';
import { makePerson, type TestPerson } from '../system/archive/person.ts';
import { type Archive, buildArchive, type TestItem } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { asSuperuser } from './spoiled-archive.ts';

// 19: a superuser of the database, who is also somebody in the archive, changes what the notary judges by.

let [folder, original] = ['', undefined as unknown as FreshDatabase];
let archive: Archive;
let item: TestItem;
let denied: Letter;
const [outsider, removed, suspended] = [makePerson(), makePerson(), makePerson()];
/** How the removed one's membership and the suspended one's row were before. */
let older: { members: string; people: string };

beforeAll(async () => {
	[original, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-read-tables-'))];
	archive = await buildArchive({ connection: original.connection, folder });
	[item] = (await archive.tellStory()) as [TestItem];
	for (const person of [outsider, removed, suspended]) await archive.enrol(person, 'member');
	for (const person of [removed, suspended]) await archive.addMember(archive.case, person, 'editor');
	const row = async (table: string, where: string) =>
		JSON.stringify((await sql(`select to_jsonb(x) as row from ${table} x where ${where}`))[0]?.['row']);
	older = {
		members: await row('members', `person = '${removed.keys.sign}'`),
		people: await row('people', `key = '${suspended.keys.sign}'`),
	};
	await archive.submit(
		archive.lead,
		archive.in(archive.case, { type: 'case.member-removed' as const, person: removed.keys.sign }),
	);
	await archive.submit(archive.steward, { type: 'person.suspended', person: suspended.keys.sign });
	denied = archive.desk.write(archive.reader, opening('original'));
	await archive.desk.submit([denied]);
	await archive.close();
});
afterAll(async () => {
	await original.drop();
	await rm(folder, { recursive: true });
});

let copy: FreshDatabase;
let home: string;
let desk: Desk | undefined;
beforeEach(async () => {
	copy = await copyDatabase(original.connection);
	home = await mkdtemp(join(tmpdir(), 'custos-notary-'));
	await cp(join(folder, 'notary'), home, { recursive: true });
});
afterEach(async () => {
	await desk?.close();
	desk = undefined;
	await copy.drop();
	await rm(home, { recursive: true });
});

const sql = (text: string, values: unknown[] = []) =>
	asSuperuser(databaseUrl((copy ?? original).connection), text, values);
const opening = (cls: 'original' | 'working') => archive.on(item, { type: 'item.opened' as const, class: cls });
const start = async (): Promise<Desk> => {
	desk = await Desk.open({ connection: copy.connection, notaryHome: home });
	return desk;
};

/** The notary is started on what the superuser left, and asked. Returns what it said, or why it stopped; there is no share. */
async function ask(person: TestPerson, fields: Fields): Promise<string> {
	const before = Number((await sql('select count(*)::int as n from outcomes'))[0]?.['n']);
	const at = await start();
	try {
		const [receipt] = await at.submit([at.write(person, fields)]);
		expect(receipt?.share).toBeUndefined();
		return (JSON.parse(receipt?.skeleton ?? '') as { result: string }).result;
	} catch (error) {
		expect(Number((await sql('select count(*)::int as n from outcomes'))[0]?.['n'])).toBe(before);
		return (error as Error).message;
	}
}

async function firstDifference() {
	const { head, keys } = desk?.started ?? {};
	const result = await audit({
		databaseUrl: databaseUrl(copy.connection),
		logKey: keys?.vkey as string,
		head: head?.current as NonNullable<typeof head>['current'],
		signatures: false,
		objects: false,
	});
	return result.firstDifference;
}

const raises: [string, () => Promise<unknown>, () => TestPerson, string][] = [
	[
		'raises a role',
		() => sql(`update members set role = 'lead' where person = $1`, [archive.reader.keys.sign]),
		() => archive.reader,
		'members',
	],
	[
		'lifts a suspension',
		() => sql('update people set suspended = false where key = $1', [suspended.keys.sign]),
		() => suspended,
		'people',
	],
	[
		'takes a removed member in again',
		() => sql('update members set active = true where person = $1', [removed.keys.sign]),
		() => removed,
		'members',
	],
	[
		'puts the older row of a membership back',
		() =>
			sql(`delete from members where person = $1`, [removed.keys.sign]).then(() =>
				sql('insert into members select * from jsonb_populate_record(null::members, $1)', [older.members]),
			),
		() => removed,
		'members',
	],
	[
		'puts the older row of a person back',
		() =>
			sql(`delete from people where key = $1`, [suspended.keys.sign]).then(() =>
				sql('insert into people select * from jsonb_populate_record(null::people, $1)', [older.people]),
			),
		() => suspended,
		'people',
	],
	[
		'has shares sealed to another key',
		() => sql('update people set box = $2 where key = $1', [archive.lead.keys.sign, outsider.keys.box]),
		() => archive.lead,
		'people',
	],
	[
		'moves an item to another intake',
		() => sql('update items set intake = $1 where id = $2', [newId(platform.randomBytes), item.id]),
		() => archive.lead,
		'items',
	],
];

describe('the notary stops, gives no share, and the audit names the table', () => {
	test.each(raises)('a superuser %s', async (_, change, person, table) => {
		await change();
		expect(await ask(person(), opening('original'))).toMatch(new RegExp(`of ${table} is not what was written`));
		expect(await firstDifference()).toMatchObject({ table });
	});

	test('a superuser deletes a case, to found it anew with themself as its lead', async () => {
		await sql('delete from cases where id = $1', [archive.case.id]);
		const fields = { type: 'case.created' as const, key: archive.case.key, grant: toBase64(new Uint8Array(80)) };
		expect(await ask(outsider, archive.in(archive.case, fields))).toMatch('of cases is gone');
		expect(await firstDifference()).toMatchObject({ table: 'cases' });
	});

	test('a superuser replaces the notary’s secret of an intake', async () => {
		const context = { what: `intake ${item.intake.id}`, purpose: 'notary-secret', generation: 1 };
		const forNotary = toBase64(sealTo(fromHex(archive.worker.keys.box), context, platform.randomBytes(32)));
		await sql('update intakes set for_notary = $1 where id = $2', [forNotary, item.intake.id]);
		expect(await ask(archive.lead, opening('original'))).toMatch('of intakes is not what was written');
	});
});

test('a membership that a superuser writes is none', async () => {
	await sql(`insert into members select case_id, $1, 'lead', generation, true, idx from members limit 1`, [
		outsider.keys.sign,
	]);
	expect(await ask(outsider, opening('original'))).toBe('denied:not-found');
	expect(await firstDifference()).toMatchObject({ table: 'members' });
});

test('a change while the notary runs changes nothing', async () => {
	const at = await start();
	await at.submit([at.write(archive.reader, opening('working'))]);
	await sql(`update members set role = 'lead' where person = $1`, [archive.reader.keys.sign]);
	const [receipt] = await at.submit([at.write(archive.reader, opening('original'))]);
	expect(receipt).toMatchObject({ skeleton: expect.stringContaining('denied:denied') });
	expect(receipt?.share).toBeUndefined();
});

describe('entries', () => {
	/** An entry of the reader’s own opening, written into the tables as accepted. */
	async function write(letter: Letter, where: { idx: number; n: number }): Promise<void> {
		const skeleton = formatSkeleton({
			v: 1,
			type: 'item.opened',
			time: letter.statement.time,
			result: 'accepted',
			subject: { kind: 'item', id: item.id, n: where.n },
		});
		const [skeletonSalt, statementSalt] = [platform.randomBytes(32), platform.randomBytes(32)];
		const { bytes, signature } = letter.signed;
		const leaf = buildLeaf({ skeleton, skeletonSalt, statement: bytes, signature, statementSalt });
		await sql('delete from ledger.entries where idx = $1', [where.idx]);
		await sql('delete from ledger.bodies where idx = $1', [where.idx]);
		await sql('insert into ledger.entries values ($1, $2, $3, $4, $5, $6)', [
			where.idx,
			leaf,
			skeleton,
			skeletonSalt,
			item.id,
			where.n,
		]);
		const { actor, id } = letter.statement;
		await sql('insert into ledger.bodies values ($1, $2, $3, $4, $5, $6, null)', [
			where.idx,
			actor,
			id,
			bytes,
			signature,
			statementSalt,
		]);
	}

	test('one that was never judged, laid behind the last one while the notary is down, is not taken', async () => {
		const at = await start();
		const letter = at.write(archive.reader, opening('original'));
		const idx = (await at.head()).size;
		await at.close();
		await write(letter, { idx, n: 99 });
		await expect(start()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(`${idx}`) });
		await rm(printsPath(home));
		await expect(start(), 'nor without the prints').rejects.toMatchObject({ code: 'damaged' });
		expect(await sql('select 1 from outcomes where statement_id = $1', [letter.statement.id])).toEqual([]);
	});

	test('a refusal that became an acceptance gives no share when its statement is sent again', async () => {
		const [row] = await sql('select idx::int as idx from ledger.bodies where statement_id = $1', [denied.statement.id]);
		const at = await start();
		await sql('delete from outcomes');
		await write(denied, { idx: row?.['idx'] as number, n: 50 });
		await expect(at.submit([denied])).rejects.toMatchObject({ code: 'bad-proof' });
		expect(await sql(`select 1 from outcomes where outcome like '%share%'`)).toEqual([]);
	});
});

describe('the prints', () => {
	/** Loads every row there is, as judging would. */
	async function everyRow(): Promise<number> {
		const at = await start();
		const prints = new Prints(at.started.keys.prints);
		const { file } = await PrintsFile.open(printsPath(home), prints.table, {
			size: (await at.head()).size,
			shape: await shapeOf(at.db),
		});
		await file.close();
		let count = 0;
		for (const table of projectionTables) {
			const rows = (await sql(`select to_jsonb(x) as row from ${table} x`)).map((one) => ({
				table,
				row: one['row'] as Projection[TableName],
			}));
			prints.check(
				rows.map(({ row }) => ({ table, key: keyOf(table, row) })),
				rows,
			);
			count += rows.length;
		}
		expect(prints.table.size).toBe(count);
		return count;
	}

	test('hold for every row, and say the same when they are made anew from the ledger', async () => {
		const count = await everyRow();
		expect(count).toBeGreaterThan(30);
		await desk?.close();
		await rm(printsPath(home));
		expect(await everyRow()).toBe(count);
		await desk?.close();
		const file = await readFile(printsPath(home));
		await writeFile(printsPath(home), Buffer.concat([file, file.subarray(0, 100)]));
		expect(await everyRow(), 'a torn record is cut off').toBe(count);
	});

	test('that are cut short are made anew, and still tell', async () => {
		await truncate(printsPath(home), 5000);
		await sql(`update members set role = 'lead' where person = $1`, [archive.reader.keys.sign]);
		expect(await ask(archive.reader, opening('original'))).toMatch('of members is not what was written');
	});

	test('of an aborted batch are forgotten', async () => {
		const at = await start();
		const [{ size }, shape] = [await at.head(), await shapeOf(at.db)];
		await at.close();
		const prints = new Prints(toHex(platform.randomBytes(32)));
		const { file } = await PrintsFile.open(printsPath(home), prints.table, { size, shape });
		await file.append({ size: size + 3, root: toHex(platform.sha256(utf8('never committed'))) }, Buffer.alloc(320, 7));
		await file.close();
		expect(await everyRow()).toBeGreaterThan(30);
	});
});
