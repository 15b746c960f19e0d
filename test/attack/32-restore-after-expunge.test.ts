import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/db/connect.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { audit } from '../../workers/audit/audit.ts';
import { backup } from '../../workers/backup/backup.ts';
import { readWhole } from '../../workers/backup/read-whole.ts';
import { restore } from '../../workers/backup/restore.ts';
import { copyNew } from '../../workers/copies/copying.ts';
import { destroyExpunged } from '../../workers/copies/expunge.ts';
import { agree } from '../system/archive/agree.ts';
import { Desk } from '../system/archive/desk.ts';
import { makePerson } from '../system/archive/person.ts';
import { type Archive, buildArchive, type TestItem } from '../system/archive-builder.ts';
import { emptyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';

// 32: a backup from before an expungement is restored. What can be proven: with any newer place beside it that knows of the
// expungement, the item is expunged again before anything is served. What cannot: an old backup alone knows of nothing later.

let [today, folder, archive]: [FreshDatabase, string, Archive] = [] as never;
let [target, before, second]: BlobStore[] = [];
let [gone, neighbour, third]: TestItem[] = [];
let secrets: Uint8Array[] = [];
const other = makePerson();
const cleanups: (() => Promise<void>)[] = [];
let machines = 0;

beforeAll(async () => {
	[today, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-again-'))];
	archive = await buildArchive({ connection: today.connection, folder });
	await archive.enrol(other, 'steward');
	[gone, neighbour, third] = await archive.tellStory();
	const open = (name: string): Promise<BlobStore> => createFilesStore({ root: join(folder, name) });
	[target, second] = [await open('target'), await open('second')];
	// Refused, so counted with the steward; beside it lies what an earlier notary kept.
	const note = { ...archive.on(gone as TestItem, { type: 'item.noted' as const }), note: 'cd'.repeat(16) };
	const stray = archive.desk.write(other, note, archive.saying(archive.case, { text: 'who it is' }));
	const [refused] = await archive.desk.submit([stray]);
	const kept = { idx: refused?.index as number, sealed: stray.sealed as Uint8Array };
	await asEarlierNotary(kept);
	await backUp();
	await cp(join(folder, 'target'), join(folder, 'before'), { recursive: true });
	before = await open('before');

	const { db } = connect(databaseUrl({ ...today.connection, user: 'custos_api' }), { max: 2 });
	const testimony = { damaged: async () => {}, restored: async () => {} };
	const { signal } = new AbortController();
	const about = { testimony, pin: () => archive.desk.pin(), log: () => {}, clock: () => new Date(), signal };
	const parts = { db, first: archive.store, second, ...about };
	await copyNew(parts, second);
	const client = new Client(today.connection);
	await client.connect();
	const { rows } = await client.query<{ bytes: Buffer }>(
		`select prefix as bytes from ledger.prefixes where item = $1 union all
			select sealed from ledger.entries join ledger.bodies using (idx) where subject = $1 and sealed is not null`,
		[gone?.id],
	);
	await client.end();
	const item = gone as TestItem;
	const pack = await readWhole(archive.store, objectKey(item.body.object));
	secrets = [kept.sealed, ...rows.map((row) => row.bytes), pack.slice(item.body.offset, item.body.offset + 64)];
	const act = { type: 'item.expunged' as const, item: item.id, why: '0d'.repeat(32) };
	const approval = await agree(archive, act, [archive.steward, other]);
	const left = [{ case: archive.case.id, exhibits: 2, exhibit: 1 }];
	expect((await archive.submit(other, { ...act, left, approval })).skeleton).toContain('accepted');
	await destroyExpunged(parts);
	// As if that were still to be destroyed: no backup saves it any more.
	await asEarlierNotary(kept);
	await db.destroy();
});
afterAll(async () => {
	await archive.close();
	for (const clean of cleanups) await clean();
	await today.drop();
	await rm(folder, { recursive: true });
});

async function asEarlierNotary({ idx, sealed }: { idx: number; sealed: Uint8Array }): Promise<void> {
	const client = new Client(today.connection);
	await client.connect();
	await client.query('alter table ledger.bodies disable trigger refuse_change');
	const { rowCount } = await client.query('update ledger.bodies set sealed = $2 where idx = $1', [idx, sealed]);
	expect(rowCount).toBe(1);
	await client.query('alter table ledger.bodies enable always trigger refuse_change');
	await client.end();
}

interface Machine {
	connection: FreshDatabase['connection'];
	notaryHome: string;
	store: BlobStore;
}

const first = (): Machine => ({
	connection: today.connection,
	notaryHome: archive.desk.notaryHome,
	store: archive.store,
});

function backUp(of = first(), to = target as BlobStore) {
	return backup({
		databaseUrl: databaseUrl({ ...of.connection, user: 'custos_auditor' }),
		store: of.store,
		notaryHome: of.notaryHome,
		recovery: archive.recovery.keys.box,
		target: to,
	});
}

async function restoreFrom(from: BlobStore, also: BlobStore[] = []) {
	const empty = await emptyDatabase(today.connection);
	cleanups.push(() => empty.drop());
	const home = join(folder, `machine-${machines++}`);
	const store = await createFilesStore({ root: join(home, 'objects') });
	const notaryHome = join(home, 'notary');
	const result = await restore({
		from,
		also,
		databaseUrl: databaseUrl(empty.connection),
		store,
		notaryHome,
		recoveryIdentity: encodeSecretKey(archive.recovery.box),
		logKey: archive.desk.vkey,
	});
	return { result, store, notaryHome, connection: empty.connection };
}

/** True if any of the destroyed bytes is in a table or an object there. */
async function holdsSecrets({
	store,
	connection,
}: {
	store: BlobStore;
	connection?: FreshDatabase['connection'];
}): Promise<boolean> {
	const places: Buffer[] = [];
	for await (const { key } of store.list('')) places.push(Buffer.from(await readWhole(store, key)));
	if (connection !== undefined) {
		const client = new Client(connection);
		await client.connect();
		for (const table of ['bodies', 'prefixes']) {
			const { rows } = await client.query(`select to_jsonb(x) from ledger.${table} x`);
			places.push(Buffer.from(JSON.stringify(rows)));
		}
		await client.end();
	}
	return secrets.some((one) => {
		const base64 = Buffer.from(one).toString('base64');
		return places.some((place) =>
			[Buffer.from(one), Buffer.from(toHex(one)), Buffer.from(base64)].some((form) => place.includes(form)),
		);
	});
}

async function checkThere(there: Awaited<ReturnType<typeof restoreFrom>>): Promise<void> {
	expect(there.result.audit.firstDifference).toBeUndefined();
	expect(await holdsSecrets(there)).toBe(false);
	const pack = await readWhole(there.store, objectKey((neighbour as TestItem).body.object));
	for (const { body } of [neighbour, third] as TestItem[])
		expect(toHex(platform.sha256(pack.slice(body.offset, body.offset + body.size)))).toBe(body.sha256);
	// It is served: the others open, this one does not, and what is written then is right by another audit.
	const desk = await Desk.open({ connection: there.connection, notaryHome: there.notaryHome });
	const opening = { type: 'item.opened' as const, class: 'working' as const };
	const [one, two] = await desk.submit([
		desk.write(archive.reader, archive.on(gone as TestItem, opening)),
		desk.write(archive.reader, archive.on(neighbour as TestItem, opening)),
	]);
	expect(one?.skeleton).toContain('denied:expunged');
	expect(one?.share).toBeUndefined();
	expect(two?.share).toBeDefined();
	const exhibit = archive.on(third as TestItem, { type: 'exhibit.added' as const, exhibit: 'ab'.repeat(16) });
	const [numbered] = await desk.submit([
		desk.write(archive.editor, exhibit, archive.saying(archive.case, { title: 'Third' })),
	]);
	expect(numbered?.skeleton).toContain('"exhibit":3');
	const head = await desk.head();
	await desk.close();
	const again = await audit({
		databaseUrl: databaseUrl(there.connection),
		store: there.store,
		logKey: archive.desk.vkey,
		head,
		signatures: true,
		objects: true,
	});
	expect(again.firstDifference).toBeUndefined();
}

test('an old backup alone cannot know: the item is back, closed to nobody who had a key', async () => {
	const there = await restoreFrom(before as BlobStore);
	expect(there.result).toMatchObject({ expunged: [], unproven: [] });
	expect(await holdsSecrets(there)).toBe(true);
});

test('with the second copy beside it, the item is expunged again before anything is served', async () => {
	const there = await restoreFrom(before as BlobStore, [second as BlobStore]);
	expect(there.result.expunged).toEqual([gone?.id]);
	await checkThere(there);
});

test('the next backup into the same place holds nothing of it, and neither do those before', async () => {
	const made = await backUp();
	expect(made).toMatchObject({ number: 2, faults: [], expunged: [{ item: gone?.id, until: null }] });
	expect(await holdsSecrets({ store: target as BlobStore })).toBe(false);
	const there = await restoreFrom(target as BlobStore);
	expect(there.result.expunged).toEqual([]);
	await checkThere(there);
	expect(await backUp()).toMatchObject({ number: 3, added: 0, faults: [], copied: 0 });
});

test('with a newer backup beside an old one likewise', async () => {
	const there = await restoreFrom(before as BlobStore, [target as BlobStore]);
	expect(there.result.expunged).toEqual([gone?.id]);
	await checkThere(there);
});

test('what was restored without it takes it out of older backups that it adds to, and tells whoever restores those', async () => {
	await cp(join(folder, 'before'), join(folder, 'continued'), { recursive: true });
	const continued = await createFilesStore({ root: join(folder, 'continued') });
	const there = await restoreFrom(continued, [second as BlobStore]);
	const expunged = [{ item: gone?.id, until: null }];
	expect(await backUp(there, continued)).toMatchObject({ number: 2, faults: [], expunged, unproven: [] });
	expect(await holdsSecrets({ store: continued })).toBe(false);
	// Where its bodies lay is known from that backup too, for older ones elsewhere.
	const again = await restoreFrom(continued);
	expect(again.result).toMatchObject({ expunged: [], unproven: [] });
	await checkThere(again);
	await cp(join(folder, 'before'), join(folder, 'apart'), { recursive: true });
	const apart = await createFilesStore({ root: join(folder, 'apart') });
	expect(await backUp(again, apart)).toMatchObject({ number: 2, faults: [], expunged });
	expect(await holdsSecrets({ store: apart })).toBe(false);
	const oldest = await restoreFrom(before as BlobStore, [continued]);
	expect(oldest.result.expunged).toEqual([gone?.id]);
	await checkThere(oldest);
});

test('a proof that the log key did not sign expunges nothing, stops nothing, and is named', async () => {
	const forged = await createFilesStore({ root: join(folder, 'forged') });
	const proof = JSON.parse(
		Buffer.from(await readWhole(second as BlobStore, `expunged/${gone?.id}`)).toString('utf8'),
	) as {
		statement: string;
	};
	proof.statement = proof.statement.replaceAll(gone?.id as string, neighbour?.id as string);
	const bytes = Buffer.from(JSON.stringify(proof));
	await forged.put(`expunged/${neighbour?.id}`, bytes, { size: bytes.length });
	await forged.put('expunged/rubbish', Buffer.from([0xff, 0x7b]), { size: 2 });
	// What is proven beside it is expunged all the same; the neighbour, of which it is not, is there and opens.
	const there = await restoreFrom(before as BlobStore, [forged, second as BlobStore]);
	expect(there.result).toMatchObject({ expunged: [gone?.id] });
	expect([...there.result.unproven].sort()).toEqual([`expunged/${neighbour?.id}`, 'expunged/rubbish'].sort());
	await checkThere(there);
});
