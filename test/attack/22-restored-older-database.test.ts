import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../workers/audit/audit.ts';
import { Desk } from '../system/archive/desk.ts';
import { type Archive, buildArchive } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';

// 22: yesterday's database is put back under today's notary.

let folder: string;
let today: FreshDatabase;
let yesterday: FreshDatabase;
let archive: Archive;
let size: number;

beforeAll(async () => {
	[today, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-older-'))];
	archive = await buildArchive({ connection: today.connection, folder });
	size = (await archive.desk.head()).size;
	await archive.close();
	yesterday = await copyDatabase(today.connection);
	const desk = await Desk.open({ connection: today.connection, notaryHome: join(folder, 'notary') });
	await desk.submit([desk.write(archive.steward, { type: 'person.suspended', person: archive.reader.keys.sign })]);
	await desk.close();
});
afterAll(async () => {
	await Promise.all([today.drop(), yesterday.drop()]);
	await rm(folder, { recursive: true });
});

test('the notary refuses to append', async () => {
	await expect(
		Desk.open({ connection: yesterday.connection, notaryHome: join(folder, 'notary') }),
	).rejects.toMatchObject({ code: 'behind' });
});

test('the audit names the first entry that is gone', async () => {
	const desk = await Desk.open({ connection: today.connection, notaryHome: join(folder, 'notary') });
	const [head, logKey] = [await desk.head(), desk.vkey];
	await desk.close();
	const result = await audit({
		databaseUrl: databaseUrl(yesterday.connection),
		logKey,
		head,
		signatures: true,
		objects: false,
	});
	expect(result).toMatchObject({ ok: false, entries: size, firstDifference: { index: size } });
	expect(
		await audit({ databaseUrl: databaseUrl(today.connection), logKey, head, signatures: true, objects: false }),
	).toMatchObject({ ok: true });
});
