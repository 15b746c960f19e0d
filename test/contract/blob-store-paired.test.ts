import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { lateStore } from '../../src/store/late-store.ts';
import { pairedStore } from '../../src/store/paired-store.ts';
import { bytesOf, pattern, toThrowCode } from './blob-bytes.ts';
import { describeBlobStore } from './blob-store.ts';

// A store with another behind it is a store like any other, as long as nothing is lost.
describeBlobStore('paired store, opened late', async () => {
	const root = await mkdtemp(join(tmpdir(), 'custos-paired-'));
	const open = async (): Promise<BlobStore> =>
		pairedStore(
			lateStore(() => createFilesStore({ root: join(root, 'first') })),
			{ second: lateStore(() => createFilesStore({ root: join(root, 'second') })), onMissing: async () => {} },
		);
	return { store: await open(), reopen: open, close: () => rm(root, { recursive: true, force: true }) };
});

describe('what the first store lacks', () => {
	const key = 'o/0123456789abcdef0123456789abcdef';
	const all = pattern(100_000, 1);
	let [root, first, second]: [string, BlobStore, BlobStore] = [] as never;
	const missing: string[] = [];
	const paired = (behind: BlobStore | undefined): BlobStore =>
		pairedStore(first, { second: behind, onMissing: async (one) => void missing.push(one) });
	beforeAll(async () => {
		root = await mkdtemp(join(tmpdir(), 'custos-paired-'));
		first = await createFilesStore({ root: join(root, 'first') });
		second = await createFilesStore({ root: join(root, 'second') });
		await second.put(key, all, { size: all.length });
	});
	afterAll(() => rm(root, { recursive: true, force: true }));

	const range = { offset: 70_000, length: 20_000 };
	const middle = all.subarray(70_000, 90_000);

	test('comes from the second, and is heard of', async () => {
		expect(await bytesOf(paired(second), key)).toEqual(all);
		expect(missing.splice(0)).toEqual([key]);
	});

	test('so does what is cut short in the first', async () => {
		await first.put(key, all.subarray(0, 80_000), { size: 80_000 });
		expect(await bytesOf(paired(second), key, range)).toEqual(middle);
		expect(missing.splice(0)).toEqual([key]);
		await first.delete(key);
	});

	test('and what it cannot give now, which is no loss', async () => {
		const away = lateStore(() => Promise.reject(new CustosError('unavailable', 'away')));
		const store = pairedStore(away, { second, onMissing: async (one) => void missing.push(one) });
		expect(await bytesOf(store, key, range)).toEqual(middle);
		expect(missing).toEqual([]);
	});

	test('is not found where the second lacks it too, is away, or is not there at all', async () => {
		const away = lateStore(() => Promise.reject(new CustosError('unavailable', 'away')));
		const empty = await createFilesStore({ root: join(root, 'empty') });
		for (const behind of [empty, away, undefined]) await toThrowCode(paired(behind).read(key), 'not-found');
		expect(missing.splice(0)).toEqual([key, key, key]);
	});

	test('a store that did not open is asked again', async () => {
		let there = false;
		const late = lateStore(async () => {
			if (!there) throw new CustosError('unavailable', 'not yet');
			return second;
		});
		await toThrowCode(late.head(key), 'unavailable');
		there = true;
		expect(await late.head(key)).toEqual({ size: all.length });
	});
});
