import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { bytesOf, drain, failingStream, heldBuffers, pattern, sha256, streamOf, toThrowCode } from './blob-bytes.ts';
import { describeUploads } from './blob-uploads.ts';

/** A store under test. `reopen` gives a new adapter over the same objects, as after a restart. */
export interface OpenedStore {
	store: BlobStore;
	reopen(): Promise<BlobStore>;
	close(): Promise<void>;
}

/** Holds an adapter to every sentence of src/store/blob-store.ts. */
export function describeBlobStore(name: string, open: () => Promise<OpenedStore>): void {
	describe(name, () => {
		let opened: OpenedStore;
		let store: BlobStore;
		let serial = 0;
		const newKey = (): string => `o/${createHash('md5').update(`${name} ${++serial}`).digest('hex')}`;

		beforeAll(async () => {
			opened = await open();
			store = opened.store;
		}, 120_000);
		afterAll(() => opened?.close());

		describe('put', () => {
			test.each([
				['bytes', (content: Uint8Array) => content],
				['a web stream', (content: Uint8Array) => streamOf(content, 65_552)],
				['a Node stream', (content: Uint8Array) => Readable.from([content.subarray(0, 7), content.subarray(7)])],
			])('keeps %s', async (_, shape) => {
				const key = newKey();
				const content = pattern(300_000, serial);
				await store.put(key, shape(content), { size: content.length, sha256: sha256(content) });
				expect(await store.head(key)).toEqual({ size: content.length });
				expect(sha256(await bytesOf(store, key))).toEqual(sha256(content));
			});

			test('keeps an empty object', async () => {
				const keys = [newKey(), newKey()] as const;
				await store.put(keys[0], new Uint8Array(), { size: 0 });
				await store.put(keys[1], streamOf(new Uint8Array(), 1), { size: 0, sha256: sha256(new Uint8Array()) });
				for (const key of keys) {
					expect(await store.head(key)).toEqual({ size: 0 });
					expect(await bytesOf(store, key)).toHaveLength(0);
				}
			});

			test('keeps a key and keys below it apart', async () => {
				const key = newKey();
				const keys = [key, `${key}/below`, `${key}/below/again`, `${key.slice(0, 4)}`, `${key.slice(0, 4)}/x`];
				for (const each of keys) await store.put(each, new TextEncoder().encode(each), { size: each.length });
				for (const each of keys) expect(new TextDecoder().decode(await bytesOf(store, each))).toBe(each);
			});

			test('refuses a taken key and leaves what is there', async () => {
				const key = newKey();
				await store.put(key, pattern(10, 1), { size: 10 });
				await toThrowCode(store.put(key, pattern(10, 2), { size: 10 }), 'exists');
				await toThrowCode(store.put(key, streamOf(pattern(10, 2), 3), { size: 10 }), 'exists');
				expect(await bytesOf(store, key)).toEqual(pattern(10, 1));
			});

			test('lets exactly one of twenty win', async () => {
				const key = newKey();
				const tries = Array.from({ length: 20 }, (_, i) => {
					const content = pattern(100_000, 1000 + i);
					return store.put(key, i % 2 ? content : streamOf(content, 9_000), { size: content.length });
				});
				const results = await Promise.allSettled(tries);
				const winners = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []));
				expect(winners).toHaveLength(1);
				for (const result of results) {
					if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'exists' });
				}
				expect(await bytesOf(store, key)).toEqual(pattern(100_000, 1000 + (winners[0] as number)));
			});

			test.each([
				['too few', 99],
				['too many', 101],
			])('refuses %s bytes', async (_, came) => {
				const key = newKey();
				const content = pattern(came, 3);
				await toThrowCode(store.put(key, content, { size: 100 }), 'size-mismatch');
				await toThrowCode(store.put(key, streamOf(content, 10), { size: 100 }), 'size-mismatch');
				expect(await store.head(key)).toBeUndefined();
			});

			test('refuses bytes without the promised SHA-256', async () => {
				const key = newKey();
				const content = pattern(200_000, 4);
				const facts = { size: content.length, sha256: sha256(pattern(200_000, 5)) };
				await toThrowCode(store.put(key, content, facts), 'hash-mismatch');
				await toThrowCode(store.put(key, streamOf(content, 65_536), facts), 'hash-mismatch');
				expect(await store.head(key)).toBeUndefined();
			});

			test('rejects with the error of a stream that fails, and keeps nothing', async () => {
				const key = newKey();
				const broken = new Error('the line went dead');
				await expect(store.put(key, failingStream(pattern(50_000, 6), broken), { size: 100_000 })).rejects.toBe(broken);
				expect(await store.head(key)).toBeUndefined();
			});

			test('closes a stream of which it does not want the rest', async () => {
				let closed = false;
				async function* endless(): AsyncGenerator<Uint8Array> {
					try {
						for (;;) yield pattern(1000, 7);
					} finally {
						closed = true;
					}
				}
				await toThrowCode(store.put(newKey(), endless(), { size: 5_000 }), 'size-mismatch');
				expect(closed).toBe(true);
			});

			test.each(['', '/a', 'A', 'a/../b', 'a//b', 'a/./b', 'a/', '../a', 'a\0', 'a\n', 'a'.repeat(202), 'ä', '.a'])(
				'refuses the key %j',
				async (key) => {
					await toThrowCode(store.put(key, pattern(1, 1), { size: 1 }), 'bad-request');
					await toThrowCode(store.head(key), 'bad-request');
					await toThrowCode(store.read(key), 'bad-request');
					await toThrowCode(store.delete(key), 'bad-request');
					await toThrowCode(store.begin(key, { size: 1, partSize: 1 }), 'bad-request');
				},
			);
		});

		describe('read', () => {
			test('gives exactly the bytes asked for', async () => {
				const key = newKey();
				const content = pattern(2_500_000, 8);
				await store.put(key, content, { size: content.length });
				for (const [offset, length] of [
					[0, 1],
					[0, content.length],
					[65_552, 65_552],
					[1_048_575, 1_048_578],
					[content.length - 1, 1],
					[content.length, 0],
					[17, 0],
				] as const) {
					const got = await bytesOf(store, key, { offset, length });
					expect(Buffer.compare(got, content.subarray(offset, offset + length))).toBe(0);
				}
			});

			test('refuses a range that is not wholly inside', async () => {
				const key = newKey();
				await store.put(key, pattern(100, 9), { size: 100 });
				for (const [offset, length] of [
					[0, 101],
					[99, 2],
					[100, 1],
					[101, 0],
					[-1, 1],
					[0, -1],
					[0.5, 1],
				] as const) {
					await toThrowCode(store.read(key, { offset, length }), 'range');
				}
			});

			test('knows nothing under a free key', async () => {
				const key = newKey();
				await toThrowCode(store.read(key), 'not-found');
				await toThrowCode(store.read(key, { offset: 0, length: 0 }), 'not-found');
				expect(await store.head(key)).toBeUndefined();
			});

			test('may be cancelled', async () => {
				const key = newKey();
				const content = pattern(5_000_000, 10);
				await store.put(key, content, { size: content.length });
				const reader = (await store.read(key)).getReader();
				const first = await reader.read();
				expect(content.subarray(0, first.value?.length)).toEqual(first.value);
				await reader.cancel();
				expect(await bytesOf(store, key, { offset: 1, length: 2 })).toEqual(content.subarray(1, 3));
			});
		});

		describe('list and delete', () => {
			test('lists in byte order whatever begins with the prefix', async () => {
				const hex = [0, 1, 2, 3].map((i) => toHex(sha256(pattern(4, i)).subarray(0, 16)));
				const names = [
					'a',
					'a-',
					'a.b',
					'a/b',
					'a/b/c',
					'a/b0',
					'a0',
					'ab',
					...hex,
					`${hex[0]}/x`,
					hex[0]?.slice(0, 3),
					hex[1]?.slice(0, 2),
				];
				const keys = names.map((each) => `list${name.length}/${each}`);
				for (const key of keys) await store.put(key, pattern(3, 1), { size: 3 });
				const listed = async (prefix: string): Promise<string[]> => {
					const found: string[] = [];
					for await (const { key, size } of store.list(prefix)) {
						expect(size).toBe(3);
						found.push(key);
					}
					return found;
				};
				const root = `list${name.length}/`;
				for (const prefix of [
					root,
					root.slice(0, -1),
					`${root}a`,
					`${root}a/`,
					`${root}a/b`,
					`${root}${hex[0]}`,
					`${root}zzz`,
					`${root}${hex[1]?.slice(0, 1)}`,
				]) {
					expect(await listed(prefix)).toEqual(keys.filter((key) => key.startsWith(prefix)).sort());
				}
			});

			test('deletes one object, and one that is not there', async () => {
				const key = newKey();
				await store.put(key, pattern(3, 1), { size: 3 });
				await store.put(`${key}0`, pattern(3, 1), { size: 3 });
				await store.delete(key);
				expect(await store.head(key)).toBeUndefined();
				expect(await store.head(`${key}0`)).toEqual({ size: 3 });
				await store.delete(key);
				await store.put(key, pattern(4, 1), { size: 4 });
				expect(await store.head(key)).toEqual({ size: 4 });
			});
		});

		test('erases an object, and one that is not there', async () => {
			const key = newKey();
			await store.put(key, pattern(3, 1), { size: 3 });
			await store.put(`${key}0`, pattern(3, 1), { size: 3 });
			expect(await store.erase(key)).toBeUndefined();
			expect(await store.head(key)).toBeUndefined();
			expect(await store.head(`${key}0`)).toEqual({ size: 3 });
			expect(await store.erase(key)).toBeUndefined();
			await store.put(key, pattern(4, 1), { size: 4 });
			expect(await bytesOf(store, key)).toEqual(pattern(4, 1));
			await toThrowCode(store.erase('a/../b'), 'bad-request');
		});

		test('puts other bytes in the place of an object, all of them or none', async () => {
			const key = newKey();
			await store.put(key, pattern(70_000, 1), { size: 70_000 });
			await toThrowCode(store.erase(key, { bytes: pattern(5, 2), size: 6 }), 'size-mismatch');
			expect(await bytesOf(store, key)).toEqual(pattern(70_000, 1));
			const begun = await store.read(key);
			expect(await store.erase(key, { bytes: pattern(70_000, 2), size: 70_000 })).toBeUndefined();
			expect(await bytesOf(store, key)).toEqual(pattern(70_000, 2));
			await begun.cancel();
			expect(await store.erase(key, 'itself')).toBeUndefined();
			expect(await bytesOf(store, key)).toEqual(pattern(70_000, 2));
			await store.delete(key);
			await store.put(key, pattern(4, 1), { size: 4 });
			expect(await bytesOf(store, key)).toEqual(pattern(4, 1));
		});

		describeUploads(() => opened, newKey);

		test('passes 64 MiB through flat memory', async () => {
			const size = 64 * 1024 * 1024;
			const chunk = pattern(65_536, 31);
			const base = heldBuffers();
			let peak = 0;
			let passed = 0;
			const look = (bytes: number): void => {
				const before = passed;
				passed += bytes;
				if (passed >> 21 !== before >> 21) peak = Math.max(peak, heldBuffers() - base);
			};
			async function* source(): AsyncGenerator<Uint8Array> {
				for (let at = 0; at < size; at += chunk.length) {
					look(chunk.length);
					yield chunk;
				}
			}
			const key = newKey();
			await store.put(key, source(), { size });
			const hash = createHash('sha256');
			await drain(await store.read(key), (got) => {
				look(got.length);
				hash.update(got);
			});
			const expected = createHash('sha256');
			for (let at = 0; at < size; at += chunk.length) expected.update(chunk);
			expect(hash.digest('hex')).toBe(expected.digest('hex'));
			expect(peak).toBeLessThan(24 * 1024 * 1024);
		});
	});
}
