import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { Desk } from '../system/archive/desk.ts';
import { type Archive, buildArchive } from '../system/archive-builder.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';

// 25: one bit of an entry changes in the database after it was committed and before it is signed.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let superuser: Client;

beforeEach(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-flipped-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	superuser = new Client(database.connection);
	await superuser.connect();
});
afterEach(async () => {
	await superuser.end();
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

/** As the last act of the notary's own commit, so that what it reads back is already wrong. */
async function atCommit(change: string): Promise<void> {
	for (const table of ['entries', 'bodies'])
		await superuser.query(`alter table ledger.${table} disable trigger refuse_change`);
	await superuser.query(
		`create function flip() returns trigger language plpgsql security definer as $$ begin ${change} where idx = new.idx; return null; end $$`,
	);
	await superuser.query(
		'create constraint trigger flip after insert on ledger.bodies deferrable initially deferred for each row execute function flip()',
	);
}

const flip = (table: string, column: string, byte: number): string =>
	`update ledger.${table} set ${column} = set_byte(${column}, ${byte}, get_byte(${column}, ${byte}) # 1)`;

const invite = () =>
	archive.submit(archive.steward, { type: 'person.invited', invite: newId(platform.randomBytes), role: 'member' });

test.each([
	['leaf', flip('entries', 'leaf', 40)],
	['skeleton', `update ledger.entries set skeleton = replace(skeleton, '"accepted"', '"acceptee"')`],
	['skeleton’s salt', flip('entries', 'skeleton_salt', 31)],
	['statement', flip('bodies', 'statement', 30)],
	['signature', flip('bodies', 'signature', 0)],
	['statement’s salt', flip('bodies', 'statement_salt', 7)],
])('in the %s: nothing is signed, now or after a restart', async (_, change) => {
	await atCommit(change);
	const head = await archive.desk.head();
	const { rows: outcomes } = await superuser.query('select count(*)::int as n from outcomes');
	await expect(invite()).rejects.toMatchObject({
		code: 'damaged',
		message: expect.stringContaining(`entry ${head.size}`) as string,
	});
	expect(await archive.desk.head()).toEqual(head);
	expect((await superuser.query('select max(size)::int as size from ledger.checkpoints')).rows).toEqual([
		{ size: head.size },
	]);
	expect((await superuser.query('select count(*)::int as n from outcomes')).rows).toEqual(outcomes);
	await archive.desk.close();
	await expect(Desk.open({ connection: database.connection, notaryHome: join(folder, 'notary') })).rejects.toThrow();
});

test.each([
	['entry', 'delete from ledger.entries'],
	['body', 'delete from ledger.bodies'],
])('the %s is gone again: nothing is signed', async (_, change) => {
	await atCommit(change);
	const head = await archive.desk.head();
	await expect(invite()).rejects.toMatchObject({ code: 'damaged' });
	expect(await archive.desk.head()).toEqual(head);
});

test('and without it, the entry is signed', async () => {
	const head = await archive.desk.head();
	expect((await invite()).index).toBe(head.size);
});
