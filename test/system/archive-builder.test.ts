import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { type Archive, buildArchive, type TestItem } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let items: TestItem[];

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-builder-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	items = await archive.tellStory();
});
afterAll(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

test('the story is in the ledger, under one head', async () => {
	const head = await archive.desk.head();
	const { count } = await archive.desk.db
		.selectFrom('ledger.entries')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	expect(count).toBe(head.size);
	expect(items).toHaveLength(3);
});

test('a refused opening is an entry, and an accepted one carries a share', async () => {
	const denied = await archive.open(archive.reader, items[0] as TestItem, 'original');
	expect(parseSkeleton(denied.skeleton).result).toBe('denied:denied');
	expect(denied.share).toBeUndefined();
	expect((await archive.open(archive.reader, items[0] as TestItem, 'working')).share).toBeDefined();
});
