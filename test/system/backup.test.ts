import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/db/connect.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { backup } from '../../workers/backup/backup.ts';
import { readManifest } from '../../workers/backup/manifest.ts';
import { readWhole } from '../../workers/backup/read-whole.ts';
import { restore } from '../../workers/backup/restore.ts';
import { Desk } from './archive/desk.ts';
import { type Archive, buildArchive, type TestItem } from './archive-builder.ts';
import { emptyDatabase } from './copied-database.ts';
import { needs, onPath } from './needs.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let items: TestItem[];
let targets = 0;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-backup-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	items = await archive.tellStory();
});
afterAll(async () => {
	await archive.close();
	for (const clean of cleanups) await clean();
	await database.drop();
	await rm(folder, { recursive: true });
});

const newStore = (): Promise<BlobStore> => createFilesStore({ root: join(folder, `target-${targets++}`) });

function run(target: BlobStore, change: { signal?: AbortSignal; onProgress?: () => void; databaseUrl?: string } = {}) {
	return backup({
		databaseUrl: databaseUrl({ ...database.connection, user: 'custos_auditor' }),
		store: archive.store,
		notaryHome: archive.desk.notaryHome,
		recovery: archive.recovery.keys.box,
		target,
		...change,
	});
}

/** An empty machine. */
async function machine() {
	const [empty, home] = [await emptyDatabase(database.connection), join(folder, `machine-${targets++}`)];
	cleanups.push(() => empty.drop());
	return {
		connection: empty.connection,
		databaseUrl: databaseUrl(empty.connection),
		store: await newStore(),
		notaryHome: join(home, 'notary'),
	};
}

async function restoreTo(
	to: Awaited<ReturnType<typeof machine>>,
	from: BlobStore,
	change: { recoveryIdentity?: string; number?: number } = {},
) {
	return restore({
		from,
		...to,
		recoveryIdentity: encodeSecretKey(archive.recovery.box),
		logKey: archive.desk.vkey,
		...change,
	});
}

async function keysOf(store: BlobStore): Promise<string[]> {
	const keys: string[] = [];
	for await (const { key } of store.list('')) keys.push(key);
	return keys;
}

test('a backup is restored on an empty machine, audited, and the log goes on there', async () => {
	const target = await newStore();
	const size = (await archive.desk.head()).size;
	expect(await run(target)).toMatchObject({ number: 1, entries: size, added: size, objects: 3, copied: 3, faults: [] });

	const to = await machine();
	const restored = await restoreTo(to, target);
	expect(restored).toMatchObject({
		number: 1,
		faults: [],
		audit: { ok: true, entries: size, checked: { objects: 3, unsigned: 0 } },
	});

	const desk = await Desk.open({ connection: to.connection, notaryHome: to.notaryHome });
	const [receipt] = await desk.submit([
		desk.write(
			archive.reader,
			archive.on(items[0] as TestItem, { type: 'item.opened' as const, class: 'working' as const }),
		),
	]);
	expect(receipt).toMatchObject({ index: size });
	expect(receipt?.share).toBeDefined();
	await desk.close();
});

test('a second backup copies only what is new, and both can be restored', async () => {
	const target = await newStore();
	const first = await run(target);
	const before = await keysOf(target);
	const [item] = (await archive.deposit([utf8('one more')])) as [TestItem];
	const second = await run(target);
	expect(second).toMatchObject({ number: 2, added: 1, copied: 1, objects: first.objects + 1 });
	expect(second.tableBytes).toBeLessThan(first.tableBytes / 10);
	const kept = await keysOf(target);
	expect(kept).toEqual(expect.arrayContaining(before));
	expect(kept).toContain(objectKey(item.body.object));
	expect(await restoreTo(await machine(), target)).toMatchObject({
		number: 2,
		audit: { ok: true, entries: second.entries },
	});
	expect(await restoreTo(await machine(), target, { number: 1 })).toMatchObject({
		number: 1,
		audit: { ok: true, entries: first.entries },
	});
});

test('a row that is gone from the read tables takes nothing of the ledger out of the backup', async () => {
	await archive.deposit([utf8('its row is deleted')]);
	const [whole, copy] = [await newStore(), await machine()];
	await run(whole);
	await restoreTo(copy, whole);
	const client = new Client({ connectionString: databaseUrl(copy.connection) });
	await client.connect();
	const from = { databaseUrl: databaseUrl({ ...copy.connection, user: 'custos_auditor' }) };
	try {
		await client.query('delete from items where idx = (select max(idx) from items)');
		await client.query('delete from derivatives');
		const target = await newStore();
		const made = await run(target, from);
		expect(await restoreTo(await machine(), target)).toMatchObject({ audit: { ok: true, entries: made.entries } });

		await client.query('alter table ledger.prefixes disable trigger all');
		await client.query('delete from ledger.prefixes where id = (select min(id) from ledger.prefixes)');
		await expect(run(target, from), 'a prefix is gone that the last backup holds').rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringContaining('prefixes'),
		});
		expect((await readManifest(target))?.manifest.number).toBe(1);
	} finally {
		await client.end();
	}
});

test('a backup that is ended in the middle leaves the one before whole, and the next takes up what is there', async () => {
	const target = await newStore();
	const first = await run(target);
	await archive.deposit([utf8('a new pack')]);
	await archive.deposit([utf8('another')]);
	const stop = new AbortController();
	await expect(run(target, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({
		name: 'AbortError',
	});
	expect((await readManifest(target))?.manifest.number).toBe(1);
	expect(await restoreTo(await machine(), target)).toMatchObject({
		number: 1,
		audit: { ok: true, entries: first.entries },
	});
	expect(await run(target)).toMatchObject({ number: 2, faults: [] });
	expect(await restoreTo(await machine(), target)).toMatchObject({ number: 2, audit: { ok: true } });
});

test('the notary’s state opens with the stock age command and the recovery key alone', async ({ skip }) => {
	const target = await newStore();
	await run(target);
	await expect(
		restoreTo(await machine(), target, { recoveryIdentity: encodeSecretKey(archive.reader.box) }),
	).rejects.toMatchObject({ code: 'wrong-key' });
	needs(onPath('age'), 'age', skip);
	const key = (await readManifest(target))?.manifest.notary.key as string;
	const place = await mkdtemp(join(folder, 'age-'));
	await writeFile(join(place, 'state.age'), await readWhole(target, key));
	await writeFile(join(place, 'recovery.key'), encodeSecretKey(archive.recovery.box));
	const { stdout } = await promisify(execFile)('age', [
		'-d',
		'-i',
		join(place, 'recovery.key'),
		join(place, 'state.age'),
	]);
	expect(JSON.parse(stdout)).toMatchObject({ v: 1, head: { size: (await archive.desk.head()).size } });
	expect(JSON.parse(stdout).keys).toBe(await readFile(join(archive.desk.notaryHome, 'keys.json'), 'utf8'));
});

describe('what is wrong is named', () => {
	async function replace(store: BlobStore, key: string, edit: (bytes: Uint8Array) => Uint8Array): Promise<void> {
		const bytes = edit(Uint8Array.from(await readWhole(store, key)));
		await store.delete(key);
		await store.put(key, bytes, { size: bytes.length });
	}
	const flipLast = (bytes: Uint8Array) => {
		bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
		return bytes;
	};

	test('a corrupted chunk: nothing is loaded', async () => {
		const target = await newStore();
		await run(target);
		const chunk = (await keysOf(target)).find((key) => key.startsWith('tables/') && key.endsWith('1')) as string;
		await replace(target, chunk, flipLast);
		const to = await machine();
		await expect(restoreTo(to, target)).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringContaining(chunk),
		});
		const { db } = connect(to.databaseUrl, { max: 1 });
		expect(await db.selectFrom('ledger.entries').select('idx').execute()).toEqual([]);
		await db.destroy();
		expect(await readdir(to.notaryHome)).toEqual([]);
	});

	test('a corrupted manifest', async () => {
		const target = await newStore();
		await run(target);
		await replace(target, 'manifest/00000001', flipLast);
		await expect(restoreTo(await machine(), target)).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringContaining('manifest/00000001'),
		});
		await expect(run(target)).rejects.toMatchObject({ code: 'damaged' });
	});

	test('a corrupted object: the audit finds it, and there is no notary', async () => {
		const target = await newStore();
		await run(target);
		await replace(target, objectKey(items[0]?.body.object as string), flipLast);
		const to = await machine();
		await expect(restoreTo(to, target)).rejects.toMatchObject({ code: 'damaged' });
		await expect(readFile(join(to.notaryHome, 'keys.json'))).rejects.toMatchObject({ code: 'ENOENT' });
	});

	test('an object lost at the target comes again', async () => {
		const target = await newStore();
		await run(target);
		await target.delete(objectKey(items[0]?.body.object as string));
		expect(await run(target)).toMatchObject({ copied: 1, faults: [] });
	});

	test('an object damaged at the source is named, the rest is saved, and a later backup takes it when it is whole again', async () => {
		const [item] = (await archive.deposit([utf8('on a bad disk')])) as [TestItem];
		const key = objectKey(item.body.object);
		await replace(archive.store, key, flipLast);
		const target = await newStore();
		expect((await run(target)).faults).toMatchObject([{ object: item.body.object }]);
		expect(await keysOf(target)).not.toContain(key);
		expect(await restoreTo(await machine(), target)).toMatchObject({
			audit: { ok: false },
			faults: [{ object: item.body.object }],
		});
		await replace(archive.store, key, flipLast);
		expect(await run(target)).toMatchObject({ copied: 1, faults: [] });
		expect(await restoreTo(await machine(), target)).toMatchObject({ audit: { ok: true } });
	});
});

describe('it refuses', () => {
	test('a database, a store or a notary’s folder that is not empty', async () => {
		const target = await newStore();
		await run(target);
		const [a, b, c] = [await machine(), await machine(), await machine()];
		await expect(restoreTo({ ...a, databaseUrl: databaseUrl(database.connection) }, target)).rejects.toMatchObject({
			code: 'exists',
		});
		await expect(restoreTo({ ...b, store: archive.store }, target)).rejects.toMatchObject({ code: 'exists' });
		await mkdir(c.notaryHome, { recursive: true });
		await writeFile(join(c.notaryHome, 'head'), '');
		await expect(restoreTo(c, target)).rejects.toMatchObject({ code: 'exists' });
	});

	test('another recovery key than entry 0 names', async () => {
		const wrong = {
			store: archive.store,
			notaryHome: archive.desk.notaryHome,
			databaseUrl: databaseUrl(database.connection),
			target: await newStore(),
		};
		await expect(backup({ ...wrong, recovery: archive.reader.keys.box })).rejects.toMatchObject({ code: 'bad-key' });
	});

	test('to append behind the saved head: an older backup’s database under today’s notary', async () => {
		const target = await newStore();
		await run(target);
		await archive.deposit([utf8('after the backup')]);
		const to = await machine();
		await restoreTo(to, target);
		await archive.close();
		await expect(Desk.open({ connection: to.connection, notaryHome: archive.desk.notaryHome })).rejects.toMatchObject({
			code: 'behind',
		});
	});
});
