import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entryTexts } from '../../src/app/entries.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Database } from '../../src/db/tables.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { openEntryAsync } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { destroyExpunged } from '../../workers/copies/expunge.ts';
import { agree } from './archive/agree.ts';
import { makePerson } from './archive/person.ts';
import { type Archive, buildArchive, type Letter, type TestItem, type TestPerson } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// Refused attempts at an item are counted with whoever may not know of it, or with another case. What was sealed beside them
// says as much of the item as anything, and is nowhere once that is destroyed.

let [database, folder, archive, client]: [FreshDatabase, string, Archive, Client] = [] as never;
let api: { db: Kysely<Database> };
let [item, neighbour]: TestItem[] = [];
/** By entry: the sealed detail that came beside a refused attempt. */
const strays = new Map<number, { sealed: Uint8Array; about: TestItem }>();
const [other, stranger, barred] = [makePerson(), makePerson(), makePerson()];

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-strays-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	await archive.enrol(other, 'steward');
	for (const person of [stranger, barred]) await archive.enrol(person, 'member');
	await archive.addMember(archive.case, barred, 'editor');
	await archive.submit(archive.steward, { type: 'person.suspended', person: barred.keys.sign });
	[item, neighbour] = await archive.deposit([utf8('gate'), utf8('yard')]);
	api = connect(databaseUrl({ ...database.connection, user: 'custos_api' }), { max: 3 });
	client = new Client(database.connection);
	await client.connect();
});
afterAll(async () => {
	await api.db.destroy();
	await client.end();
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

/** Signs it, hears that it was refused, and remembers what was sealed. Returns the result and the kind of its subject. */
async function refused(letter: Letter, about: TestItem): Promise<string> {
	const [receipt] = await archive.desk.submit([letter]);
	strays.set(receipt?.index as number, { sealed: letter.sealed as Uint8Array, about });
	const { result, subject } = JSON.parse(receipt?.skeleton ?? '') as { result: string; subject: { kind: string } };
	return `${result} ${subject.kind}`;
}

function exhibit(by: TestPerson, about: TestItem, title: string): Letter {
	const fields = archive.on(about, { type: 'exhibit.added' as const, exhibit: newId(platform.randomBytes) });
	return archive.desk.write(by, fields, archive.saying(archive.case, { title }));
}

function clip(by: TestPerson, about: TestItem): Letter {
	const clip = newId(platform.randomBytes);
	const fields = archive.on(about, { type: 'clip.added' as const, clip, sha256: about.body.sha256 });
	return archive.desk.write(by, fields, archive.saying(archive.case, { fromMs: 1, toMs: 2, note: 'who it is' }));
}

/** Entries whose sealed detail the ledger holds, of those that were refused. */
async function held(): Promise<number[]> {
	const { rows } = await client.query<{ idx: number; sealed: Buffer }>(
		`select idx::int as idx, sealed from ledger.bodies where sealed is not null and idx = any($1) order by idx`,
		[[...strays.keys()]],
	);
	for (const { idx, sealed } of rows) expect(toHex(sealed)).toBe(toHex(strays.get(idx)?.sealed as Uint8Array));
	return rows.map((row) => row.idx);
}

/** As an earlier notary wrote them. */
async function asBefore(): Promise<void> {
	await client.query('alter table ledger.bodies disable trigger refuse_change');
	for (const [idx, { sealed }] of strays)
		await client.query('update ledger.bodies set sealed = $2 where idx = $1', [idx, sealed]);
	await client.query('alter table ledger.bodies enable always trigger refuse_change');
}

function of(about: TestItem | undefined): number[] {
	return [...strays].flatMap(([idx, one]) => (one.about === about ? [idx] : []));
}

/** The ledger is whole, its audit clean, and every one of these entries opens under the log's key. */
async function expectWhole(): Promise<void> {
	const result = await audit({
		databaseUrl: databaseUrl({ ...database.connection, user: 'custos_auditor' }),
		logKey: archive.desk.vkey,
		head: await archive.desk.head(),
		signatures: true,
		objects: false,
	});
	expect(result.firstDifference).toBeUndefined();
	const texts = await entryTexts(api.db, [...strays.keys()]);
	expect(texts).toHaveLength(strays.size);
	for (const text of texts) await openEntryAsync(text, parseKey(archive.desk.vkey));
}

async function destroy(): Promise<void> {
	const testimony = { damaged: async () => {}, restored: async () => {} };
	const [pin, { signal }] = [() => archive.desk.pin(), new AbortController()];
	const about = { testimony, pin, log: () => {}, clock: () => new Date(), signal };
	await destroyExpunged({ db: api.db, first: archive.store, second: undefined, ...about });
}

test('the notary keeps nothing that was sealed beside them', async () => {
	const about = item as TestItem;
	expect(await refused(exhibit(barred, about, 'the boy'), about)).toBe('denied:suspended person');
	expect(await refused(clip(stranger, about), about)).toBe('denied:not-found person');
	const elsewhere = await archive.openCase(archive.lead);
	const prefix = platform.randomBytes(282);
	const again = archive.in(elsewhere, {
		type: 'item.received' as const,
		item: about.id,
		intake: (await archive.openIntake(elsewhere, archive.lead)).id,
		prefix: toHex(platform.sha256(prefix)),
		body: about.body,
		forEpoch: 'AAAA',
	});
	const beside = { ...archive.saying(elsewhere, { path: 'home/boy.mp4' }), prefix };
	expect(await refused(archive.desk.write(archive.lead, again, beside), about)).toBe('denied:conflict case');
	expect(await refused(exhibit(stranger, neighbour as TestItem, 'the yard'), neighbour as TestItem)).toBe(
		'denied:not-found person',
	);
	expect(await held()).toEqual([]);
	await expectWhole();
});

test('what an earlier one kept is right too, and stays as long as the item does', async () => {
	await asBefore();
	await api.db.executeQuery({ sql: `select ledger.forget('${item?.id}')`, parameters: [] } as never);
	await expect(client.query('update ledger.bodies set sealed = null')).rejects.toThrow('insert-only');
	for (const idx of strays.keys())
		await expect(client.query('update ledger.bodies set sealed = null where idx = $1', [idx])).rejects.toThrow(
			'insert-only',
		);
	expect(await held()).toEqual([...strays.keys()]);
	await expectWhole();
});

test('it is destroyed with the item, and nothing of another one', async () => {
	const act = { type: 'item.expunged' as const, item: item?.id as string, why: '0d'.repeat(32) };
	const approval = await agree(archive, act, [archive.steward, other]);
	const left = [{ case: archive.case.id, exhibits: 0 }];
	expect((await archive.submit(other, { ...act, left, approval })).skeleton).toContain('accepted');
	expect(await refused(exhibit(archive.editor, item as TestItem, 'the boy'), item as TestItem)).toBe(
		'denied:expunged person',
	);
	await asBefore();
	await destroy();
	expect(await held()).toEqual(of(neighbour));
	await expect(
		client.query('update ledger.bodies set sealed = null where idx = $1', [of(neighbour)[0]]),
	).rejects.toThrow('insert-only');
	await expectWhole();
});

test('where the item was destroyed without it, it goes as soon as the archive is brought up to date', async () => {
	await asBefore();
	await destroy();
	expect(await held()).toEqual([...strays.keys()]);
	await client.query(`drop index ledger.entries_denied; drop function ledger.item_of(bytea);
		delete from custos_migrations where name = '0020'`);
	await migrate(client);
	await destroy();
	expect(await held()).toEqual(of(neighbour));
	await expectWhole();
});
