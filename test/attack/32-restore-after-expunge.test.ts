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
import { createPace } from '../../workers/copies/pace.ts';
import { Rehash } from '../../workers/copies/rehash.ts';
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
let [target, before, second, between]: BlobStore[] = [];
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
	[target, second, between] = [await open('target'), await open('second'), await open('between')];
	// Refused, so counted with the steward; beside it lies what an earlier notary kept.
	const note = { ...archive.on(gone as TestItem, { type: 'item.noted' as const }), note: 'cd'.repeat(16) };
	const stray = archive.desk.write(other, note, archive.saying(archive.case, { text: 'who it is' }));
	const [refused] = await archive.desk.submit([stray]);
	const kept = { idx: refused?.index as number, sealed: stray.sealed as Uint8Array };
	await asEarlierNotary(kept);
	await backUp();
	await cp(join(folder, 'target'), join(folder, 'before'), { recursive: true });
	before = await open('before');

	const { parts, db } = looking(first(), second);
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
	// Nothing is destroyed yet.
	await backUp(first(), between);
	await cp(join(folder, 'second'), join(folder, 'second-before'), { recursive: true });
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

/** What looks after the objects of an archive, and what it says. */
function looking({ connection, store }: Machine, copy: BlobStore | undefined) {
	const { db } = connect(databaseUrl({ ...connection, user: 'custos_api' }), { max: 2 });
	const said: string[] = [];
	const testimony = { damaged: async () => {}, restored: async () => {} };
	const log = (line: string) => void said.push(line);
	const { signal } = new AbortController();
	const about = { testimony, pin: () => archive.desk.pin(), log, clock: () => new Date(), signal };
	return { db, said, parts: { db, first: store, second: copy, ...about } };
}

async function copied(from: string, name: string): Promise<BlobStore> {
	await cp(join(folder, from), join(folder, name), { recursive: true });
	return createFilesStore({ root: join(folder, name) });
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
	const continued = await copied('before', 'continued');
	const there = await restoreFrom(continued, [second as BlobStore]);
	const expunged = [{ item: gone?.id, until: null }];
	expect(await backUp(there, continued)).toMatchObject({ number: 2, faults: [], expunged, unproven: [] });
	expect(await holdsSecrets({ store: continued })).toBe(false);
	// Where its bodies lay is known from that backup too, for older ones elsewhere.
	const again = await restoreFrom(continued);
	expect(again.result).toMatchObject({ expunged: [], unproven: [] });
	await checkThere(again);
	const apart = await copied('before', 'apart');
	expect(await backUp(again, apart)).toMatchObject({ number: 2, faults: [], expunged });
	expect(await holdsSecrets({ store: apart })).toBe(false);
	const oldest = await restoreFrom(before as BlobStore, [continued]);
	expect(oldest.result.expunged).toEqual([gone?.id]);
	await checkThere(oldest);
});

test('a backup from between the entry and its destruction says where the bodies lie that are still to be destroyed', async () => {
	const there = await restoreFrom(between as BlobStore);
	expect(there.result.expunged).toEqual([]);
	const old = await copied('second-before', 'second-between');
	expect(await holdsSecrets({ store: old })).toBe(true);
	const { parts, db, said } = looking(there, old);
	await destroyExpunged(parts);
	expect(await holdsSecrets({ store: old })).toBe(false);
	const older = await copied('before', 'before-between');
	expect(await backUp(there, older)).toMatchObject({ expunged: [{ item: gone?.id, until: null }], unknown: [] });
	expect(await holdsSecrets({ store: older })).toBe(false);
	expect(said).toEqual(['an expunged item was destroyed']);
	await db.destroy();
});

test('where nothing says where the bodies lay, they are not said to be destroyed', async () => {
	const there = await restoreFrom(between as BlobStore);
	const old = await copied('second-before', 'second-unknown');
	const { parts, db, said } = looking(there, old);
	for (const bodies of ['no list', undefined]) {
		if (bodies === undefined) await db.deleteFrom('destruction').execute();
		else await db.updateTable('destruction').set({ bodies, checked: null, second: null }).execute();
		said.length = 0;
		await destroyExpunged(parts);
		expect(said).toEqual([expect.stringMatching(/^ALARM: nothing says any more where/)]);
		const older = await copied('before', `before-${bodies}`);
		expect(await backUp(there, older)).toMatchObject({ expunged: [], unknown: [gone?.id], unproven: [] });
	}
	await db.destroy();
	await checkThere(there);
});

test('restored without asking the second copy, nothing of it goes there again, and it is said', async () => {
	const there = await restoreFrom(before as BlobStore);
	const copy = await copied('second', 'second-continued');
	expect(await holdsSecrets({ store: copy })).toBe(false);
	const { parts, db, said } = looking(there, copy);
	await copyNew(parts, copy);
	await new Rehash(parts, { days: 1, pace: createPace(1, parts.signal) }).turn();
	expect(await holdsSecrets({ store: copy })).toBe(false);
	expect(said.filter((line) => line.includes(gone?.id as string))).toEqual([
		expect.stringMatching(/^ALARM: the second copy proves/),
	]);
	await db.destroy();
});

test('expunged again by an entry of its own, whatever its number, what was restored is backed up and restored beside the old proof', async () => {
	const there = await restoreFrom(before as BlobStore);
	const desk = await Desk.open({ connection: there.connection, notaryHome: there.notaryHome });
	const old = archive.desk;
	Object.assign(archive, { desk });
	try {
		await archive.submit(
			archive.reader,
			archive.on(gone as TestItem, { type: 'item.opened' as const, class: 'working' }),
		);
		const act = { type: 'item.expunged' as const, item: (gone as TestItem).id, why: '0d'.repeat(32) };
		const approval = await agree(archive, act, [archive.steward, other]);
		const left = [{ case: archive.case.id, exhibits: 2, exhibit: 1 }];
		expect((await archive.submit(other, { ...act, left, approval })).skeleton).toContain('accepted');
		const copy = await copied('second', 'second-again');
		const { parts, db } = looking(there, copy);
		await destroyExpunged(parts);
		await db.destroy();
		const to = await createFilesStore({ root: join(folder, 'again') });
		expect(await backUp(there, to)).toMatchObject({ expunged: [{ item: gone?.id }], unproven: [], unknown: [] });
		for (const also of [[], [copy]]) expect((await restoreFrom(to, also)).result.expunged).toEqual([]);
	} finally {
		Object.assign(archive, { desk: old });
		await desk.close();
	}
});

test('times that others wrote keep no item from being destroyed', async () => {
	const there = await restoreFrom(before as BlobStore);
	const { parts, db } = looking(there, undefined);
	const desk = await Desk.open({ connection: there.connection, notaryHome: there.notaryHome });
	const old = archive.desk;
	Object.assign(archive, { desk });
	try {
		const act = { type: 'item.expunged' as const, item: (gone as TestItem).id, why: '0d'.repeat(32) };
		const approval = await agree(archive, act, [archive.steward, other]);
		const left = [{ case: archive.case.id, exhibits: 2, exhibit: 1 }];
		await archive.submit(other, { ...act, left, approval });
		const [long, ahead] = [new Date(0), new Date('2999-01-01')];
		for (const [first, checked] of [
			[long, new Date(100_000)],
			[long, ahead],
			[ahead, ahead],
		] as const) {
			const times = { first, checked, second: ahead };
			await db
				.insertInto('destruction')
				.values({ item: (gone as TestItem).id, bodies: '[]', until: null, ...times })
				.onConflict((on) => on.column('item').doUpdateSet(times))
				.execute();
			await destroyExpunged({ ...parts, pin: () => desk.pin() });
		}
		expect(await holdsSecrets(there)).toBe(false);
		const [row] = await db.selectFrom('destruction').selectAll().execute();
		expect(row?.checked?.getTime()).toBeLessThan(Date.now() + 1);
		expect(row?.bodies).not.toBe('[]');
	} finally {
		Object.assign(archive, { desk: old });
		await desk.close();
		await db.destroy();
	}
});

test('a row that says so of another item, without a proof, is named where it is restored', async () => {
	const there = await restoreFrom(before as BlobStore);
	const client = new Client(there.connection);
	await client.connect();
	await client.query(`insert into ledger.expunged_later values ($1, 1, 1, '{}')`, [neighbour?.id]);
	await client.end();
	const to = await createFilesStore({ root: join(folder, 'row') });
	expect(await backUp(there, to)).toMatchObject({ expunged: [], unproven: [neighbour?.id] });
	await expect(restoreFrom(to)).rejects.toMatchObject({
		code: 'damaged',
		message: expect.stringContaining(`nothing proves that the item ${neighbour?.id} was expunged`),
	});
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
