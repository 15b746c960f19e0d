import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

// The second copy as `npm start` keeps it, and what the command line says of it.

let archive: Running;
let [folder, first, second]: [string, BlobStore, BlobStore] = [] as never;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-second-'));
	archive = await startArchive({ SECOND_OBJECTS: folder, REHASH_DAYS: '0', REHASH_SHARE: '100' });
	await foundWithCase(archive);
	first = await createFilesStore({ root: join(archive.home, 'objects') });
	second = await createFilesStore({ root: folder });
});
afterAll(async () => {
	await archive?.stop();
	await rm(folder, { recursive: true, force: true });
});

async function keysOf(store: BlobStore, prefix: string): Promise<string[]> {
	const keys: string[] = [];
	for await (const { key } of store.list(prefix)) keys.push(key);
	return keys;
}

interface Stored {
	second: { waiting: number } | null;
	rehash: object | null;
	damaged: { bodies: number; items: string[] };
}
const stored = async (): Promise<Stored> => {
	const { code, out, err } = await archive.custos('investigator', '--json', 'status');
	if (code !== 0 && code !== 1) throw new Error(err);
	return (JSON.parse(out) as { stored: Stored }).stored;
};

test('what is put is in the second copy, with its prefixes, and every object that is deleted comes back and is told of', async () => {
	const letter = join(archive.folder, 'letter.txt');
	const film = join(archive.folder, 'recording.mp4');
	await writeFile(letter, 'a letter');
	await writeFile(film, Buffer.alloc(5_000_000, 7));
	await asked(archive, 'investigator', 'put', letter, film, '--case', 'GUL');
	await expect.poll(async () => (await stored()).second?.waiting, { timeout: 30_000 }).toBe(0);
	const objects = await keysOf(first, 'o/');
	expect(objects.length).toBeGreaterThan(1);
	await expect.poll(() => keysOf(second, 'o/'), { timeout: 30_000 }).toEqual(objects);
	expect((await keysOf(second, 'prefixes/')).length).toBeGreaterThanOrEqual(2);

	for (const key of objects) await first.delete(key);
	const back = join(archive.folder, 'back');
	const items = (await asked(archive, 'investigator', 'ls', '--case', 'GUL'))['items'] as {
		item: string;
		path: string;
	}[];
	const { item } = items.find(({ path }) => path.endsWith('recording.mp4')) ?? { item: '' };
	const got = await archive.custos('investigator', 'get', item, '--purpose', 'to see that it is there', '--out', back);
	expect(got.code, got.err).toBe(0);

	await expect.poll(() => keysOf(first, 'o/'), { timeout: 60_000 }).toEqual(objects);
	const types = async (): Promise<string[]> => {
		const { events } = await asked(archive, 'investigator', 'history', item);
		return (events as { type: string }[]).map(({ type }) => type);
	};
	await expect.poll(types, { timeout: 30_000 }).toContain('item.restored');
	expect((await types()).filter((type) => type === 'item.damaged')).toHaveLength(1);
	await expect.poll(async () => (await stored()).damaged.bodies, { timeout: 30_000 }).toBe(0);
	const told = await archive.custos('investigator', 'status');
	expect(told.out).toContain('every object is in the second copy');
	expect(told.code).toBe(0);
});

test('what no copy has stays damaged: status says so, and ends with 1', async () => {
	const [key] = (await keysOf(second, 'o/')) as [string];
	await Promise.all([first.delete(key), second.delete(key)]);
	await expect.poll(async () => (await stored()).damaged.bodies, { timeout: 60_000 }).toBeGreaterThan(0);
	const told = await archive.custos('investigator', 'status');
	expect(told.code).toBe(1);
	expect(told.out).toContain('DAMAGED');
	expect((await stored()).damaged.items.length).toBeGreaterThan(0);
});
