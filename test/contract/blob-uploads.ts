import { beforeAll, describe, expect, test } from 'vitest';
import type { BlobStore, PartUpload } from '../../src/store/blob-store.ts';
import { bytesOf, failingStream, PART, pattern, sha256, streamOf, toThrowCode } from './blob-bytes.ts';
import type { OpenedStore } from './blob-store.ts';

/** The part of the suite about begin, putPart, complete and abort. */
export function describeUploads(get: () => OpenedStore, newKey: () => string): void {
	describe('an upload in parts', () => {
		let opened: OpenedStore;
		let store: BlobStore;
		beforeAll(() => {
			opened = get();
			store = opened.store;
		});

		async function begin(size: number, key = newKey()): Promise<PartUpload> {
			return { key, size, partSize: PART, uploadId: await store.begin(key, { size, partSize: PART }) };
		}

		/** The content of a whole upload and one function that sends a part of it. */
		function parts(upload: PartUpload, seed: number) {
			const content = pattern(upload.size, seed);
			const send = (index: number, to = store): Promise<string> => {
				const bytes = content.subarray(index * PART, (index + 1) * PART);
				return to.putPart(upload, index, bytes, { size: bytes.length, sha256: sha256(bytes) });
			};
			return { content, send };
		}

		test('takes them in any order, again, and becomes visible at once', async () => {
			const upload = await begin(2 * PART + 1234);
			const { content, send } = parts(upload, 20);
			const last = await send(2);
			const first = await send(0);
			expect(await store.head(upload.key)).toBeUndefined();
			expect(await store.knows(upload)).toBe(true);
			const second = await send(1);
			const again = await send(0);
			expect([first, again]).toContain(again);
			await store.complete(upload, [again, second, last]);
			expect(await store.head(upload.key)).toEqual({ size: content.length });
			expect(sha256(await bytesOf(store, upload.key))).toEqual(sha256(content));
			await store.complete(upload, [again, second, last]);
			await (await opened.reopen()).complete(upload, [again, second, last]);
			expect(await store.knows(upload)).toBe(true);
			await store.abort(upload);
			expect(await store.head(upload.key)).toEqual({ size: content.length });
			await toThrowCode(send(0), 'not-found');
		});

		test('takes parts together, as streams', async () => {
			const upload = await begin(3 * PART);
			const { content } = parts(upload, 21);
			const tokens = await Promise.all(
				[0, 1, 2].map((index) => {
					const bytes = content.subarray(index * PART, (index + 1) * PART);
					return store.putPart(upload, index, streamOf(bytes, 60_000), { size: PART, sha256: sha256(bytes) });
				}),
			);
			await store.complete(upload, tokens);
			expect(sha256(await bytesOf(store, upload.key))).toEqual(sha256(content));
		});

		test('replaces a part by other bytes; the earlier token is then no good', async () => {
			const upload = await begin(PART + 10);
			const before = parts(upload, 22);
			const after = parts(upload, 23);
			const stale = await before.send(0);
			const tail = await after.send(1);
			const fresh = await after.send(0);
			await toThrowCode(store.complete(upload, [stale, tail]), 'size-mismatch');
			await store.complete(upload, [fresh, tail]);
			expect(sha256(await bytesOf(store, upload.key))).toEqual(sha256(after.content));
		});

		test('keeps the earlier part when its replacement fails', async () => {
			const upload = await begin(PART + 10);
			const { content, send } = parts(upload, 24);
			const tokens = [await send(0), await send(1)];
			const other = pattern(PART, 25);
			const broken = new Error('the line went dead');
			const facts = { size: PART, sha256: sha256(content.subarray(0, PART)) };
			await toThrowCode(store.putPart(upload, 0, other, facts), 'hash-mismatch');
			await toThrowCode(store.putPart(upload, 0, streamOf(other, 65_552), facts), 'hash-mismatch');
			await toThrowCode(store.putPart(upload, 0, streamOf(other.subarray(1), 65_552), facts), 'size-mismatch');
			await toThrowCode(store.putPart(upload, 0, streamOf(pattern(PART + 1, 25), 65_552), facts), 'size-mismatch');
			await expect(store.putPart(upload, 0, failingStream(other.subarray(9), broken), facts)).rejects.toBe(broken);
			await store.complete(upload, tokens);
			expect(sha256(await bytesOf(store, upload.key))).toEqual(sha256(content));
		});

		test('refuses a part of another size, or that there is not', async () => {
			const upload = await begin(PART + 10);
			await toThrowCode(store.putPart(upload, 0, pattern(10, 1), { size: 10 }), 'size-mismatch');
			await toThrowCode(store.putPart(upload, 1, pattern(PART, 1), { size: PART }), 'size-mismatch');
			await toThrowCode(store.putPart(upload, 1, pattern(9, 1), { size: 10 }), 'size-mismatch');
			for (const index of [2, -1, 0.5]) {
				await toThrowCode(store.putPart(upload, index, pattern(10, 1), { size: 10 }), 'bad-request');
			}
			await store.abort(upload);
		});

		test('does not complete while a part is missing', async () => {
			const upload = await begin(2 * PART + 10);
			const { content, send } = parts(upload, 26);
			const tokens = [await send(0), await send(1)];
			await toThrowCode(store.complete(upload, tokens), 'size-mismatch');
			await toThrowCode(store.complete(upload, [...tokens, '']), 'size-mismatch');
			await toThrowCode(store.complete(upload, [...tokens, tokens[0] as string]), 'size-mismatch');
			expect(await store.head(upload.key)).toBeUndefined();
			const last = await send(2);
			await toThrowCode(store.complete(upload, [tokens[1] as string, tokens[0] as string, last]), 'size-mismatch');
			await toThrowCode(store.complete(upload, [...tokens, last, last]), 'size-mismatch');
			await store.complete(upload, [...tokens, last]);
			expect(sha256(await bytesOf(store, upload.key))).toEqual(sha256(content));
		});

		test('does not take a key that is taken', async () => {
			const one = await begin(10);
			const rival = await begin(10, one.key);
			const tokens = [await parts(one, 27).send(0)];
			const rivals = [await parts(rival, 28).send(0)];
			await store.complete(one, tokens);
			await toThrowCode(store.complete(rival, rivals), 'exists');
			expect(await store.knows(rival)).toBe(true);
			await toThrowCode(store.put(one.key, pattern(10, 28), { size: 10 }), 'exists');
			await store.abort(rival);
			expect(await bytesOf(store, one.key)).toEqual(pattern(10, 27));
		});

		test('lets exactly one of six win', async () => {
			const key = newKey();
			const rivals = await Promise.all(Array.from({ length: 6 }, () => begin(10, key)));
			const tokens = await Promise.all(rivals.map((upload, i) => parts(upload, 40 + i).send(0)));
			const results = await Promise.allSettled(
				rivals.map((upload, i) => store.complete(upload, [tokens[i] as string])),
			);
			const winners = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []));
			expect(winners).toHaveLength(1);
			expect(await bytesOf(store, key)).toEqual(pattern(10, 40 + (winners[0] as number)));
			await Promise.all(rivals.map((upload) => store.abort(upload)));
		});

		test('may be empty: one empty part', async () => {
			const upload = await begin(0);
			const token = await store.putPart(upload, 0, new Uint8Array(), { size: 0 });
			await store.complete(upload, [token]);
			expect(await store.head(upload.key)).toEqual({ size: 0 });
		});

		test('has at most 10,000 parts', async () => {
			await toThrowCode(store.begin(newKey(), { size: 10_001 * PART, partSize: PART }), 'too-large');
			await toThrowCode(store.begin(newKey(), { size: 1, partSize: 0 }), 'bad-request');
			await toThrowCode(store.begin(newKey(), { size: -1, partSize: PART }), 'bad-request');
		});

		test('is gone after abort', async () => {
			const upload = await begin(PART + 1);
			const { send } = parts(upload, 29);
			const tokens = [await send(0), await send(1)];
			await store.abort(upload);
			await store.abort(upload);
			expect(await store.knows(upload)).toBe(false);
			expect(await store.knows({ ...upload, uploadId: 'never-was' })).toBe(false);
			await toThrowCode(send(0), 'not-found');
			await toThrowCode(store.complete(upload, tokens), 'not-found');
			await store.abort({ ...upload, uploadId: 'never-was' });
			await toThrowCode(store.complete({ ...upload, uploadId: '../../x' }, tokens), 'not-found');
			expect(await store.head(upload.key)).toBeUndefined();
		});

		test('goes on after a restart', async () => {
			const upload = await begin(2 * PART + 5);
			const { content, send } = parts(upload, 30);
			const first = await send(0);
			const later = await opened.reopen();
			const rest = [await send(1, later), await send(2, later)];
			await later.complete(upload, [first, ...rest]);
			expect(sha256(await bytesOf(store, upload.key))).toEqual(sha256(content));
		});
	});
}
