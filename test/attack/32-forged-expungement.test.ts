import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/tables.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { backup } from '../../workers/backup/backup.ts';
import { copyNew } from '../../workers/copies/copying.ts';
import { destroyExpunged } from '../../workers/copies/expunge.ts';
import type { Parts } from '../../workers/copies/parts.ts';
import { prefixKey } from '../../workers/copies/prefixes.ts';
import { agree } from '../system/archive/agree.ts';
import { makePerson } from '../system/archive/person.ts';
import { type Archive, buildArchive, type TestItem } from '../system/archive-builder.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';

// 32: whoever writes tables says that a living item was expunged. Nothing of it goes, in either store or any backup: only
// what the log's own key says is destroyed; what was truly expunged is, at the same time.

let [database, folder, archive, client]: [FreshDatabase, string, Archive, Client] = [] as never;
let [second, target]: BlobStore[] = [];
let [living, other]: TestItem[] = [];
let api: { db: Kysely<Database> };
let said: string[];
const steward = makePerson();

beforeEach(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-forged-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	await archive.enrol(steward, 'steward');
	[living] = await archive.deposit([utf8('it lives')]);
	[other] = await archive.deposit([utf8('another')]);
	[second, target] = await Promise.all(
		['second', 'target'].map((name) => createFilesStore({ root: join(folder, name) })),
	);
	client = new Client(database.connection);
	await client.connect();
	api = connect(databaseUrl({ ...database.connection, user: 'custos_api' }), { max: 3 });
	said = [];
	await copyNew(parts(), second as BlobStore);
	await backUp();
});
afterEach(async () => {
	await api.db.destroy();
	await client.end();
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

function parts(): Parts {
	const testimony = { damaged: async () => {}, restored: async () => {} };
	const [pin, clock, { signal }] = [() => archive.desk.pin(), () => new Date(), new AbortController()];
	return { db: api.db, first: archive.store, second, testimony, pin, log: (line) => said.push(line), clock, signal };
}

function backUp() {
	return backup({
		databaseUrl: databaseUrl({ ...database.connection, user: 'custos_auditor' }),
		store: archive.store,
		notaryHome: archive.desk.notaryHome,
		recovery: archive.recovery.keys.box,
		target: target as BlobStore,
	});
}

async function expunge(item: TestItem): Promise<void> {
	const act = { type: 'item.expunged' as const, item: item.id, why: '0d'.repeat(32) };
	const approval = await agree(archive, act, [archive.steward, steward]);
	const left = [{ case: archive.case.id, exhibits: 0 }];
	expect((await archive.submit(steward, { ...act, left, approval })).skeleton).toContain('accepted');
}

/** Where something of it is. */
async function holders(item: TestItem): Promise<string[]> {
	const places: [string, BlobStore, string][] = [
		['first', archive.store, objectKey(item.body.object)],
		['second', second as BlobStore, objectKey(item.body.object)],
		['second prefix', second as BlobStore, prefixKey(item.id)],
		['backup', target as BlobStore, objectKey(item.body.object)],
	];
	const found = await Promise.all(
		places.map(async ([name, store, key]) => ((await store.head(key)) === undefined ? [] : [name])),
	);
	return found.flat();
}
const EVERYWHERE = ['first', 'second', 'second prefix', 'backup'];

async function keysIn(store: BlobStore | undefined, folder: string): Promise<string[]> {
	const keys: string[] = [];
	for await (const { key } of (store as BlobStore).list(folder)) keys.push(key);
	return keys;
}

/** As it would stand there once the first store was rid of it. */
function sayDestroyed(item: TestItem, places: readonly TestItem[]) {
	const bodies = JSON.stringify(places.map((one) => ({ id: one.id, ...one.body })));
	const row = { item: item.id, bodies, first: new Date(), second: null, until: null, checked: new Date() };
	return api.db
		.insertInto('destruction')
		.values(row)
		.onConflict((on) => on.column('item').doUpdateSet(row))
		.execute();
}

test('a row that the API may write destroys nothing in the second copy, and is told once', async () => {
	await sayDestroyed(living as TestItem, [living as TestItem]);
	const told = new Set<string>();
	await destroyExpunged(parts(), told);
	await destroyExpunged(parts(), told);
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
	expect(said).toEqual([expect.stringMatching(new RegExp(`^ALARM: .*${living?.id}.*nothing proves it`))]);
});

test('rows that a database owner writes destroy nothing, while what was expunged is destroyed', async () => {
	await client.query('delete from items where id = $1', [living?.id]);
	await client.query('insert into expunged (item, idx, n) values ($1, 0, 999)', [living?.id]);
	await sayDestroyed(living as TestItem, [living as TestItem]);
	await client.query('update destruction set checked = null, first = null where item = $1', [living?.id]);
	await client.query("insert into destruction (item, bodies, checked) values ('no id', 'no list', now())");
	await expunge(other as TestItem);
	await destroyExpunged(parts());
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
	expect(await holders(other as TestItem)).toEqual(['backup']);
	expect(said.filter((line) => line.startsWith('ALARM'))).toHaveLength(2);
	const { rows } = await client.query('select 1 from ledger.prefixes where item = $1', [living?.id]);
	expect(rows).toHaveLength(1);
});

test('a backup takes nothing out by them either, names them, and drops what was truly expunged', async () => {
	await client.query('delete from items where id = $1', [living?.id]);
	await client.query('insert into expunged (item, idx, n) values ($1, 0, 999)', [living?.id]);
	expect(await backUp()).toMatchObject({ number: 2, expunged: [], unproven: [living?.id] });
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
	expect(await keysIn(target, 'expunged/')).toEqual([]);
	expect(await keysIn(target, 'manifest/')).toHaveLength(2);
	await expunge(other as TestItem);
	await destroyExpunged(parts());
	const third = await backUp();
	expect(third).toMatchObject({ expunged: [{ item: other?.id, until: null }], unproven: [living?.id] });
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
	expect(await holders(other as TestItem)).toEqual([]);
	expect(await keysIn(target, 'expunged/')).toEqual([`expunged/${other?.id}`]);
});

test('with the prefix gone too, a backup stops before anything is taken out', async () => {
	await client.query('insert into expunged (item, idx, n) values ($1, 0, 999)', [living?.id]);
	await client.query('alter table ledger.prefixes disable trigger all');
	await client.query('delete from ledger.prefixes where item = $1', [living?.id]);
	await expect(backUp()).rejects.toMatchObject({ code: 'damaged' });
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
	expect(await keysIn(target, 'manifest/')).toHaveLength(1);
});

test('a true expungement takes no earlier backup away while the tables lack what that holds', async () => {
	await expunge(other as TestItem);
	await client.query('alter table ledger.prefixes disable trigger all');
	await client.query('delete from ledger.prefixes where item = $1', [living?.id]);
	await expect(backUp()).rejects.toMatchObject({ code: 'damaged' });
	expect(await holders(other as TestItem)).toEqual(EVERYWHERE);
	expect(await keysIn(target, 'manifest/')).toHaveLength(1);
});

test('a forged entry that says so stops a backup, and destroys nothing', async () => {
	await client.query(
		`insert into ledger.entries (idx, leaf, skeleton, skeleton_salt, subject, n)
			select 1000000, leaf, '{"result":"accepted","type":"item.expunged","v":1}', skeleton_salt, $1, 99 from ledger.entries where idx = 1`,
		[living?.id],
	);
	await expect(backUp()).rejects.toMatchObject({ code: 'unavailable' });
	await client.query('insert into expunged (item, idx, n) values ($1, 1, 99)', [living?.id]);
	await destroyExpunged(parts());
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
});

test('what is written down of an expunged item destroys nothing of another one', async () => {
	await expunge(other as TestItem);
	// Before its own entries are gone these count, and what was written is replaced; afterwards it is all there is.
	await sayDestroyed(other as TestItem, [living as TestItem]);
	await client.query('update destruction set checked = null, first = null');
	await destroyExpunged({ ...parts(), second: undefined });
	expect(await holders(other as TestItem)).toEqual(['second', 'second prefix', 'backup']);
	await client.query('delete from items where id = $1', [living?.id]);
	await sayDestroyed(other as TestItem, [living, other] as TestItem[]);
	await destroyExpunged(parts());
	await backUp();
	expect(await holders(living as TestItem)).toEqual(EVERYWHERE);
	expect(await holders(other as TestItem)).toEqual([]);
});
