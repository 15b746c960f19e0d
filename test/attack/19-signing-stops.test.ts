import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readNotaryState } from '../../workers/backup/notary-state.ts';
import { buildArchive } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { type Program, startNotaryProgram } from './program.ts';
import { asSuperuser } from './spoiled-archive.ts';

// 19: an old entry, far from the edge that the notary goes on from, is changed by a superuser of the database. The running
// notary stops, says which entry, and none signs again until that entry is what it was.

let [original, folder] = [undefined as unknown as FreshDatabase, ''];
let [copy, home] = [undefined as unknown as FreshDatabase, ''];
let notary: Program | undefined;

beforeAll(async () => {
	[original, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-stops-'))];
	const archive = await buildArchive({ connection: original.connection, folder });
	await archive.tellStory();
	const invited = Array.from({ length: 300 }, () =>
		archive.desk.write(archive.steward, {
			type: 'person.invited' as const,
			invite: newId(platform.randomBytes),
			role: 'member' as const,
		}),
	);
	await archive.desk.submit(invited);
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
	await notary?.stop();
	await copy.drop();
	await rm(home, { recursive: true });
});

const sql = (text: string) => asSuperuser(databaseUrl(copy.connection), text, []);
function start(): Program {
	notary = startNotaryProgram(databaseUrl({ ...copy.connection, user: 'custos_notary' }), home);
	return notary;
}

const BODIES =
	'insert into ledger.bodies select * from kept_bodies on conflict (idx) do update set statement = excluded.statement';
const ENTRIES = 'insert into ledger.entries select * from kept_entries';
const SWAP = ['entries', 'bodies']
	.flatMap((table) =>
		[
			[9, 1_000_000],
			[10, 9],
			[1_000_000, 10],
		].map(([from, to]) => `update ledger.${table} set idx = ${to} where idx = ${from}`),
	)
	.join(';');
test.each([
	[
		'a salt is cut',
		'update ledger.bodies set statement_salt = substr(statement_salt, 2) where idx = 9',
		'update ledger.bodies b set statement_salt = k.statement_salt from kept_bodies k where b.idx = k.idx',
		'salts have 32 bytes',
	],
	[
		'a statement is edited',
		'update ledger.bodies set statement = set_byte(statement, 40, get_byte(statement, 40) # 1) where idx = 9',
		BODIES,
		'entry 9 is not what was written',
	],
	[
		'a skeleton is edited',
		`update ledger.entries set skeleton = replace(skeleton, '"v":1', '"v":2') where idx = 9`,
		`update ledger.entries set skeleton = k.skeleton from kept_entries k where entries.idx = 9`,
		'entry 9 is not what was written',
	],
	[
		'an entry is deleted',
		'delete from ledger.bodies where idx = 9; delete from ledger.entries where idx = 9',
		`${ENTRIES}; ${BODIES}`,
		'entry 9 is missing',
	],
	[
		'two entries change places',
		SWAP,
		SWAP,
		'entries 0 to 255, or the tiles above them, are not those that were signed',
	],
])(
	'%s',
	async (_, spoil, mend, said) => {
		await sql(`create table kept_bodies as select * from ledger.bodies where idx = 9;
		create table kept_entries as select * from ledger.entries where idx = 9`);
		const running = start();
		await running.ready;
		await sql(spoil);
		expect(await running.ended).toBe('1');
		expect(running.said()).toContain(said);
		const { head } = await readNotaryState(home);

		const again = start();
		await expect(again.ready).rejects.toThrow(said);
		expect(await again.ended).toBe('1');
		expect((await readNotaryState(home)).head).toEqual(head);

		await sql(mend);
		await start().ready;
		await expect(readFile(join(home, 'damaged'))).rejects.toMatchObject({ code: 'ENOENT' });
	},
	60_000,
);
