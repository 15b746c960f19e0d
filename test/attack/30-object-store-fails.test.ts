import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PartUpload } from '../../src/store/blob-store.ts';
import { createS3Store, type S3Store } from '../../src/store/s3-store.ts';
import { bytesOf, PART, pattern, sha256, streamOf, toThrowCode } from '../contract/blob-bytes.ts';
import { whyNoRadosgw } from '../system/radosgw.ts';
import { makeBucket, withRadosgw } from '../system/s3-bucket.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

const missing = whyNoRadosgw();
const ATTEMPTS = 3;
const STALL_MS = 1000;
const error = (code: string): string => `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
const busy: Fault = { kind: 'answer', status: 503, body: error('SlowDown') };
const broken: Fault = { kind: 'answer', status: 500, body: error('InternalError') };

describe.skipIf(missing !== undefined)('30: the object store answers 5xx, slowly, or 200 and an error', () => {
	const rgw = withRadosgw();
	let proxy: FaultyProxy;
	let store: S3Store;
	let direct: S3Store;
	let serial = 0;
	const newKey = (): string => `o/${(++serial).toString(16).padStart(32, '0')}`;

	beforeAll(async () => {
		const options = await makeBucket(rgw(), 'faulty');
		proxy = await startFaultyProxy(rgw().endpoint);
		direct = createS3Store(options);
		store = createS3Store({
			...options,
			endpoint: proxy.endpoint,
			attempts: ATTEMPTS,
			pauseMs: 5,
			stallMs: STALL_MS,
		});
		await store.check();
	});
	afterAll(() => proxy?.stop());
	afterEach(() => {
		proxy.plan = () => undefined;
	});

	/** Spoils the first `times` requests of one kind, and counts all of that kind. */
	function spoil(method: string, part: string, fault: Fault, times = Number.POSITIVE_INFINITY): () => number {
		let count = 0;
		proxy.plan = (request) => {
			if (request.method !== method || !request.path.includes(part)) return undefined;
			return ++count <= times ? fault : undefined;
		};
		return () => count;
	}

	async function uploaded(size: number): Promise<{ upload: PartUpload; tokens: string[]; content: Uint8Array }> {
		const key = newKey();
		const upload = { key, size, partSize: PART, uploadId: await store.begin(key, { size, partSize: PART }) };
		const content = pattern(size, serial);
		return { upload, content, tokens: [await store.putPart(upload, 0, content, { size, sha256: sha256(content) })] };
	}

	test.each([
		['500', broken],
		['503', busy],
		['a cut line', { kind: 'lost answer' }],
		['a flipped bit', { kind: 'flip' }],
	] as [string, Fault][])('puts after %s', async (_, fault) => {
		const key = newKey();
		const content = pattern(200_000, serial);
		const count = spoil('PUT', key, fault, 2);
		await store.put(key, content, { size: content.length, sha256: sha256(content) });
		expect(count()).toBeLessThanOrEqual(ATTEMPTS);
		expect(await bytesOf(direct, key)).toEqual(content);
	});

	test('gives up after a few attempts and leaves nothing', async () => {
		const key = newKey();
		const count = spoil('PUT', key, busy);
		await toThrowCode(store.put(key, pattern(10, 1), { size: 10 }), 'unavailable');
		expect(count()).toBe(ATTEMPTS);
		expect(await direct.head(key)).toBeUndefined();
	});

	test('gives up on silence', async () => {
		const key = newKey();
		const count = spoil('PUT', key, { kind: 'silence' });
		await toThrowCode(store.put(key, pattern(10, 1), { size: 10 }), 'unavailable');
		expect(count()).toBe(ATTEMPTS);
		await toThrowCode(store.put(key, streamOf(pattern(5_000_000, 1), 65_536), { size: 5_000_000 }), 'unavailable');
	});

	test('sends a stream once, and closes it', async () => {
		const key = newKey();
		const count = spoil('PUT', key, busy);
		let closed = false;
		async function* source(): AsyncGenerator<Uint8Array> {
			try {
				for (let i = 0; i < 50; i++) yield pattern(65_536, i);
			} finally {
				closed = true;
			}
		}
		await toThrowCode(store.put(key, source(), { size: 50 * 65_536 }), 'unavailable');
		expect(count()).toBe(1);
		await expect.poll(() => closed).toBe(true);
	});

	test('knows its own object when the answer was lost, and another’s', async () => {
		const key = newKey();
		const content = pattern(3_000_000, serial);
		spoil('PUT', key, { kind: 'lost answer' });
		await store.put(key, streamOf(content, 65_536), { size: content.length });
		await toThrowCode(store.put(key, content, { size: content.length }), 'exists');
		expect(await bytesOf(direct, key)).toEqual(content);
	});

	test.each([
		['200 and an error', { kind: 'answer', status: 200, body: error('InternalError') }],
		['200 and nothing', { kind: 'answer', status: 200, body: '' }],
		['503', busy],
		['silence', { kind: 'silence' }],
		['a cut line', { kind: 'lost answer' }],
	] as [string, Fault][])('completes after %s', async (_, fault) => {
		const { upload, tokens, content } = await uploaded(1000);
		const count = spoil('POST', upload.key, fault, 2);
		await store.complete(upload, tokens);
		expect(count()).toBeLessThanOrEqual(ATTEMPTS);
		expect(await bytesOf(direct, upload.key)).toEqual(content);
	});

	test.each([
		['200 and an error', { kind: 'answer', status: 200, body: error('InternalError') }],
		[
			'success that is none',
			{
				kind: 'answer',
				status: 200,
				body: '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>',
			},
		],
	] as [string, Fault][])('does not believe %s for ever', async (_, fault) => {
		const { upload, tokens } = await uploaded(1000);
		const count = spoil('POST', upload.key, fault);
		await toThrowCode(store.complete(upload, tokens), 'unavailable');
		expect(count()).toBeLessThanOrEqual(ATTEMPTS);
		expect(await direct.head(upload.key)).toBeUndefined();
		proxy.plan = () => undefined;
		await store.complete(upload, tokens);
		expect(await direct.head(upload.key)).toEqual({ size: 1000 });
	});

	test.each(['cut', 'stall'] as const)('never passes off a part for the whole: %s', async (kind) => {
		const key = newKey();
		const content = pattern(3_000_000, serial);
		await direct.put(key, content, { size: content.length });
		spoil('GET', key, { kind, after: 1_000_000 });
		await toThrowCode(bytesOf(store, key), 'unavailable');
		await toThrowCode(bytesOf(store, key, { offset: 5, length: 2_000_000 }), 'unavailable');
	});

	test('lets a slow reader take its time', async () => {
		const key = newKey();
		const content = pattern(3_000_000, serial);
		await direct.put(key, content, { size: content.length });
		const reader = (await store.read(key)).getReader();
		let size = (await reader.read()).value?.length ?? 0;
		const begun = performance.now();
		await expect.poll(() => performance.now() - begun).toBeGreaterThan(2 * STALL_MS);
		for (let next = await reader.read(); !next.done; next = await reader.read()) size += next.value.length;
		expect(size).toBe(content.length);
	});

	test('writes nothing to a store that ignores conditions', async () => {
		const { endpoint: _, ...rest } = await makeBucket(rgw(), 'careless');
		const careless = createS3Store({ ...rest, endpoint: proxy.endpoint });
		spoil('PUT', '.probe', { kind: 'answer', status: 200, body: '' });
		await toThrowCode(careless.check(), 'config');
		await toThrowCode(careless.put(newKey(), pattern(1, 1), { size: 1 }), 'config');
	});
});
