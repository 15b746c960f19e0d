import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/tables.ts';
import { toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { audit } from '../../workers/audit/audit.ts';
import { readWhole } from '../../workers/backup/read-whole.ts';
import { copyNew } from '../../workers/copies/copying.ts';
import { destroyExpunged } from '../../workers/copies/expunge.ts';
import type { Parts } from '../../workers/copies/parts.ts';
import { agree } from './archive/agree.ts';
import { makePerson } from './archive/person.ts';
import { type Archive, buildArchive, type TestItem } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// What is destroyed of an expunged item, wherever it lay, and what is not; and that it goes on wherever it was ended.

let [database, folder, archive, second, client]: [FreshDatabase, string, Archive, BlobStore, Client] = [] as never;
let api: { db: Kysely<Database> };
const other = makePerson();
let minutes = 0;
const clock = (): Date => new Date(Date.now() + minutes * 60_000);

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-destruction-'))];
	archive = await buildArchive({ connection: database.connection, folder, clock });
	await archive.enrol(other, 'steward');
	second = await createFilesStore({ root: join(folder, 'second') });
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

function parts(first: BlobStore = archive.store, behind: BlobStore | undefined = second): Parts {
	const nobody = { damaged: async () => {}, restored: async () => {} };
	const { signal } = new AbortController();
	const pin = () => archive.desk.pin();
	return { db: api.db, first, second: behind, testimony: nobody, pin, log: () => {}, clock, signal };
}

async function expunge(item: TestItem): Promise<void> {
	const act = { type: 'item.expunged' as const, item: item.id, why: '0d'.repeat(32) };
	const { rows } = await client.query<{ exhibits: number; exhibit: number | null }>(
		`select c.exhibits, e.number as exhibit from cases c left join exhibits e on e.item = $1 and e.clip is null and e.case_id = c.id
			where c.id = $2`,
		[item.id, item.intake.case.id],
	);
	const { exhibits = 0, exhibit } = rows[0] ?? {};
	const left = [{ case: item.intake.case.id, exhibits, ...(typeof exhibit === 'number' ? { exhibit } : {}) }];
	const approval = await agree(archive, act, [archive.steward, other]);
	const { skeleton } = await archive.submit(other, { ...act, left, approval });
	expect(skeleton).toContain('"accepted"');
}

/** What of some bytes can be found in a full copy of the database's tables, and in both stores. */
async function foundIn(needles: readonly Uint8Array[]): Promise<string[]> {
	const places: [string, Buffer][] = [];
	const tables = await client.query<{ name: string }>(
		`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'ledger')`,
	);
	for (const { name } of tables.rows) {
		const { rows } = await client.query<{ row: Record<string, unknown> }>(`select to_jsonb(x) as row from ${name} x`);
		places.push([name, Buffer.from(JSON.stringify(rows))]);
	}
	for (const [name, store] of [
		['first', archive.store],
		['second', second],
	] as const)
		for await (const { key } of store.list(''))
			places.push([`${name}:${key}`, Buffer.from(await readWhole(store, key))]);
	return places.flatMap(([name, bytes]) => {
		const hit = needles.some((one) => {
			const forms = [Buffer.from(one), Buffer.from(toHex(one)), Buffer.from(Buffer.from(one).toString('base64'))];
			return forms.some((form) => bytes.includes(form));
		});
		return hit ? [name] : [];
	});
}

/** Prefixes, sealed details and the beginnings of bodies of an item. */
async function secretsOf(item: TestItem): Promise<Uint8Array[]> {
	const { rows } = await client.query<{ bytes: Buffer }>(
		`select prefix as bytes from ledger.prefixes where item = $1 union all
			select sealed from ledger.entries join ledger.bodies using (idx) where subject = $1 and sealed is not null`,
		[item.id],
	);
	const body = await readWhole(archive.store, objectKey(item.body.object));
	return [...rows.map((row) => row.bytes), body.slice(item.body.offset, item.body.offset + 48)];
}

async function audited() {
	const result = await audit({
		databaseUrl: databaseUrl({ ...database.connection, user: 'custos_auditor' }),
		store: archive.store,
		logKey: archive.desk.vkey,
		head: await archive.desk.head(),
		signatures: true,
		objects: true,
	});
	return result.firstDifference;
}

/** A store that fails for good at its nth call: all that came before has been done. */
function dyingAt(store: BlobStore, n: number): { store: BlobStore; calls: () => number } {
	let calls = 0;
	// Of a copy: a frozen object lets no proxy put others in place of its methods.
	const dying = new Proxy(
		{ ...store },
		{
			get(target, name, receiver) {
				const value: unknown = Reflect.get(target, name, receiver);
				if (typeof value !== 'function' || name === 'list') return value;
				return (...given: unknown[]) => {
					calls += 1;
					if (calls >= n) throw new CustosError('unavailable', 'ended here');
					return (value as (...all: unknown[]) => unknown).apply(target, given);
				};
			},
		},
	);
	return { store: dying, calls: () => calls };
}

describe('an item in a pack with others', () => {
	let [first, neighbour, third]: TestItem[] = [];
	let secrets: Uint8Array[] = [];
	beforeAll(async () => {
		[first, neighbour, third] = await archive.tellStory();
		await copyNew(parts(), second);
		secrets = await secretsOf(first as TestItem);
		expect(secrets.length).toBeGreaterThan(6);
		await expunge(first as TestItem);
	});

	test('nothing of it is left in any table or store, and its neighbours are as they were', async () => {
		expect(await foundIn(secrets)).not.toEqual([]);
		await destroyExpunged(parts());
		expect(await foundIn(secrets)).toEqual([]);
		for (const store of [archive.store, second]) {
			const pack = await readWhole(store, objectKey((first as TestItem).body.object));
			const { offset, size } = (first as TestItem).body;
			expect(pack.subarray(offset, offset + size).every((byte) => byte === 0)).toBe(true);
			for (const { body } of [neighbour, third] as TestItem[])
				expect(toHex(platform.sha256(pack.slice(body.offset, body.offset + body.size)))).toBe(body.sha256);
		}
		expect(await audited()).toBeUndefined();
	});

	test('the notary re-reads the ledger without it, and stops at what is missing otherwise', async () => {
		const { head, scrub } = archive.desk.started;
		expect(head.current.size).toBeLessThan(256);
		await scrub.step();
		const { rows } = await client.query<{ idx: number }>(`select e.idx::int as idx from ledger.entries e
			join ledger.bodies b using (idx) where e.skeleton like '%"type":"item.received"%' order by idx limit 1`);
		const idx = rows[0]?.idx as number;
		const without = async (what: () => Promise<unknown>): Promise<void> => {
			await client.query('begin; alter table ledger.bodies disable trigger refuse_change');
			try {
				await what();
			} finally {
				await client.query('alter table ledger.bodies enable always trigger refuse_change; commit');
			}
		};
		await client.query('create temporary table kept as select * from ledger.bodies where idx = $1', [idx]);
		await without(() => client.query('delete from ledger.bodies where idx = $1', [idx]));
		await expect(scrub.step()).rejects.toThrow(`the statement of entry ${idx} is missing`);
		await without(() => client.query('insert into ledger.bodies select * from kept'));
		await scrub.step();
	});

	test('it is looked for once more, and then no more', async () => {
		const checked = async () =>
			(await client.query(`select checked, second from destruction`)).rows[0] as { checked: Date };
		const before = await checked();
		await destroyExpunged(parts());
		expect(await checked()).toEqual(before);
		minutes += 2;
		await destroyExpunged(parts());
		const after = await checked();
		expect(after.checked.getTime()).toBeGreaterThan(before.checked.getTime());
		minutes += 10;
		await destroyExpunged(parts());
		expect(await checked()).toEqual(after);
	});

	test('an entry that names bytes of others destroys nothing of theirs', async () => {
		const [own] = (await archive.deposit([utf8('own')])) as [TestItem];
		const claimed = { ...own, id: newId(platform.randomBytes), body: (neighbour as TestItem).body };
		const prefix = platform.randomBytes(282);
		await archive.submit(
			archive.editor,
			archive.on(claimed, {
				type: 'item.received' as const,
				intake: own.intake.id,
				prefix: toHex(platform.sha256(prefix)),
				body: claimed.body,
				forEpoch: 'AAAA',
			}),
			{ ...archive.saying(archive.case, { path: 'x' }), prefix },
		);
		await expunge(claimed);
		await destroyExpunged(parts());
		expect(await audited()).toBeUndefined();
	});
});

test('what was said of it when it was deposited once more, and refused, goes with it', async () => {
	minutes += 60;
	const [item] = (await archive.deposit([utf8('twice')])) as [TestItem];
	const prefix = platform.randomBytes(282);
	const fields = archive.on(item, {
		type: 'item.received' as const,
		intake: item.intake.id,
		prefix: toHex(platform.sha256(prefix)),
		body: item.body,
		forEpoch: toBase64(platform.randomBytes(60)),
	});
	const again = archive.desk.write(archive.editor, fields, {
		...archive.saying(archive.case, { path: 'the same' }),
		prefix,
	});
	const [receipt] = await archive.desk.submit([again]);
	expect(JSON.parse(receipt?.skeleton ?? '')).toMatchObject({
		result: 'denied:conflict',
		subject: { kind: 'item', id: item.id, n: 2 },
	});
	const said = [again.sealed as Uint8Array, again.signed.bytes];
	expect(await foundIn(said)).not.toEqual([]);
	await expunge(item);
	await destroyExpunged(parts());
	expect(await foundIn(said)).toEqual([]);
	expect(await audited()).toBeUndefined();
});

describe('wherever it is ended, it goes on', () => {
	test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('at call %i of a store', async (n) => {
		minutes += 60;
		const [one, two] = (await archive.deposit([utf8(`one ${n}`), utf8(`two ${n}`)])) as [TestItem, TestItem];
		await archive.examine(one);
		await copyNew(parts(), second);
		const secrets = await secretsOf(one);
		await expunge(one);
		const [a, b] = [dyingAt(archive.store, n), dyingAt(second, n)];
		await expect(destroyExpunged(parts(a.store, b.store))).rejects.toMatchObject({ code: 'unavailable' });
		const between = await readWhole(archive.store, objectKey(two.body.object));
		expect(toHex(platform.sha256(between.slice(two.body.offset, two.body.offset + two.body.size)))).toBe(
			two.body.sha256,
		);
		expect(await audited()).toBeUndefined();
		await destroyExpunged(parts());
		expect(await foundIn(secrets)).toEqual([]);
		expect(await audited()).toBeUndefined();
	});

	test('a second copy that is begun anew is given the proof too', async () => {
		minutes += 60;
		const [one] = (await archive.deposit([utf8('anew')])) as [TestItem];
		await copyNew(parts(), second);
		await expunge(one);
		await destroyExpunged(parts());
		const anew = await createFilesStore({ root: join(folder, 'anew') });
		await copyNew(parts(archive.store, anew), anew);
		await destroyExpunged(parts(archive.store, anew));
		expect(await anew.head(`expunged/${one.id}`)).toBeDefined();
	});

	test('a second copy that is away is done when it is there again', async () => {
		minutes += 60;
		const [one] = (await archive.deposit([utf8('away')])) as [TestItem];
		await copyNew(parts(), second);
		const secrets = await secretsOf(one);
		await expunge(one);
		await destroyExpunged({ ...parts(), second: undefined });
		expect((await foundIn(secrets)).every((place) => place.startsWith('second:'))).toBe(true);
		expect(await second.head(`prefixes/${one.id}`)).toBeDefined();
		await destroyExpunged(parts());
		expect(await foundIn(secrets)).toEqual([]);
	});
});
