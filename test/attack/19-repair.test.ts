import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { type Repair, repair } from '../../workers/audit/repair.ts';
import { REPAIRS } from '../../workers/audit/repair-record.ts';
import { readNotaryState } from '../../workers/backup/notary-state.ts';
import { parseKeys, printsPath } from '../../workers/notary/keys.ts';
import { Desk } from '../system/archive/desk.ts';
import { makePerson, type TestPerson } from '../system/archive/person.ts';
import { type Archive, buildArchive, type TestItem } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { asSuperuser } from './spoiled-archive.ts';

// 19, the way out: the read tables are made anew from a whole ledger, and the notary goes on. Nothing else is mended.

let [folder, original] = ['', undefined as unknown as FreshDatabase];
let archive: Archive;
let item: TestItem;
const outsider = makePerson();
let [copy, home] = [undefined as unknown as FreshDatabase, ''];
let desk: Desk | undefined;

beforeAll(async () => {
	[original, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-repair-'))];
	archive = await buildArchive({ connection: original.connection, folder });
	[item] = (await archive.tellStory()) as [TestItem];
	await archive.enrol(outsider, 'member');
	await archive.close();
});
afterAll(async () => {
	await original.drop();
	await rm(folder, { recursive: true });
});
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

const sql = (text: string, values: unknown[] = []) => asSuperuser(databaseUrl(copy.connection), text, values);
const mend = async (): Promise<Repair> => {
	const { head, keys } = await readNotaryState(home);
	const about = { databaseUrl: databaseUrl(copy.connection), notaryHome: home, now: new Date() };
	return repair({ ...about, keys: parseKeys(keys), head });
};
const readTables = async () => JSON.stringify(await sql('select * from members order by 1, 2'));
/** The notary is started anew, and asked to open the original for this person. */
async function ask(person: TestPerson): Promise<string> {
	await desk?.close();
	desk = await Desk.open({ connection: copy.connection, notaryHome: home });
	const fields = archive.on(item, { type: 'item.opened' as const, class: 'original' as const });
	const [receipt] = await desk.submit([desk.write(person, fields)]);
	return (JSON.parse(receipt?.skeleton ?? '') as { result: string }).result;
}
async function isClean(): Promise<boolean> {
	const { head, keys } = await readNotaryState(home);
	const { vkey } = parseKeys(keys);
	const options = { databaseUrl: databaseUrl(copy.connection), logKey: vkey, head, signatures: true, objects: false };
	return (await audit(options)).ok;
}

test('a changed row stops the notary, is named and put right, and the notary goes on', async () => {
	const key = `${archive.reader.keys.sign}/${archive.case.id}`;
	await sql(`update members set role = 'lead' where person = $1`, [archive.reader.keys.sign]);
	await expect(ask(archive.reader)).rejects.toThrow(`the row ${key} of members is not what was written`);
	expect(await mend()).toMatchObject({ prints: true, mended: [{ table: 'members', key, was: 'changed' }] });
	expect(await ask(archive.reader), 'the reader is a reader').toBe('denied:denied');
	expect(await ask(archive.lead)).toBe('accepted');
	expect(await isClean()).toBe(true);
	expect(await mend(), 'there is nothing left to mend').toMatchObject({ mended: [] });
});

test('rows that are gone, or come from no entry, in several tables at once; and it is written down', async () => {
	await sql('delete from cases where id = $1', [archive.case.id]);
	await sql('delete from subjects');
	await sql(`insert into members select case_id, $1, 'lead', generation, true, idx from members limit 1`, [
		outsider.keys.sign,
	]);
	await sql('update items set intake = $1 where id = $2', [newId(platform.randomBytes), item.id]);
	const { mended } = await mend();
	const by = (table: string) => mended.filter((one) => one.table === table).map((one) => one.was);
	expect([by('cases'), by('members'), by('items')]).toEqual([['gone'], ['foreign'], ['changed']]);
	expect(by('subjects').length).toBeGreaterThan(3);
	expect(await ask(outsider)).toBe('denied:not-found');
	expect(await ask(archive.lead)).toBe('accepted');
	expect(await isClean()).toBe(true);
	const [before, after, none] = (await readFile(join(home, REPAIRS), 'utf8')).split('\n');
	expect(JSON.parse(before ?? '')).toMatchObject({ mended });
	expect(JSON.parse(after ?? '')).toMatchObject({ done: true });
	expect(none).toBe('');
});

test('beside a running notary, which knows its rows', async () => {
	expect(await ask(archive.lead)).toBe('accepted');
	await sql('delete from members');
	expect((await mend()).mended.length).toBeGreaterThan(1);
	const at = desk as Desk;
	const fields = archive.on(item, { type: 'item.opened' as const, class: 'original' as const });
	const [receipt] = await at.submit([at.write(archive.lead, fields)]);
	expect(receipt?.share).toBeDefined();
	expect(await isClean()).toBe(true);
});

test('without prints, as after a restore, the ledger alone decides', async () => {
	await rm(printsPath(home));
	await sql('update members set active = false');
	expect(await mend()).toMatchObject({ prints: false });
	expect(await ask(archive.lead)).toBe('accepted');
});

describe('nothing is changed where', () => {
	async function refused(): Promise<void> {
		const before = await readTables();
		await expect(mend()).rejects.toMatchObject({ code: 'damaged' });
		expect(await readTables()).toBe(before);
		await expect(readFile(join(home, REPAIRS))).rejects.toMatchObject({ code: 'ENOENT' });
	}
	beforeEach(() => sql(`update members set role = 'lead'`));

	test('the ledger itself was changed', async () => {
		await sql('alter table ledger.bodies disable trigger all');
		await sql(`update ledger.bodies set signature = decode($1, 'hex') where idx = 3`, [
			toHex(platform.randomBytes(64)),
		]);
		await refused();
	});

	test('entries were cut off', async () => {
		await sql('alter table ledger.entries disable trigger all');
		await sql('delete from ledger.entries where idx = (select max(idx) from ledger.entries)');
		await refused();
	});

	test('the prints are of another log', async () => {
		const { keys, head } = await readNotaryState(home);
		const stranger = { ...parseKeys(keys), prints: toHex(platform.randomBytes(32)) };
		const before = await readTables();
		const about = { databaseUrl: databaseUrl(copy.connection), notaryHome: home, now: new Date() };
		await expect(repair({ ...about, keys: stranger, head })).rejects.toMatchObject({ code: 'damaged' });
		expect(await readTables()).toBe(before);
	});

	test('a table has other columns', async () => {
		await sql('alter table notes add column more text');
		await refused();
	});

	test('it cannot be written down first', async () => {
		const before = await readTables();
		await mkdir(join(home, REPAIRS));
		await expect(mend()).rejects.toMatchObject({ code: 'EISDIR' });
		expect(await readTables()).toBe(before);
	});

	describe('code of somebody else’s would run', () => {
		beforeEach(() =>
			sql(`create table ran (by_person text);
				create function public.spy() returns text language plpgsql as $$ begin
					insert into public.ran values (session_user); return 'lead'; end $$;
				create function public.spying() returns trigger language plpgsql as $$ begin
					perform public.spy(); return new; end $$`),
		);
		afterEach(async () => expect(await sql('select * from ran')).toEqual([]));

		test.each([
			[
				'a trigger that fires always',
				'create trigger t before insert or delete on members for each row execute function spying(); alter table members enable always trigger t',
			],
			[
				'a rule',
				'create rule r as on delete to members do also select public.spy(); alter table members enable always rule r',
			],
			['a view', 'alter table notes rename to notes_of; create view notes as select * from notes_of'],
			['a child', 'create table more () inherits (members)'],
			[
				'a constraint',
				`create function public.good(text) returns boolean language plpgsql as $$ begin
				perform public.spy(); return true; end $$; alter table members add check (good(role)) not valid`,
			],
			[
				'an index on an expression',
				`create function public.same(text) returns text language plpgsql immutable as $$ begin
				return $1; end $$; create index spied on members (same(role))`,
			],
			[
				'an index of our name with another condition',
				`create function public.some(text) returns boolean language plpgsql immutable
				as $$ begin return true; end $$; drop index items_waiting; create index items_waiting on items (idx) where public.some(state)`,
			],
		])('%s', async (_, text) => {
			await sql(text);
			await refused();
		});
	});
});
