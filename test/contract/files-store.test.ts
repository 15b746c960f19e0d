import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, link, mkdtemp, open, readdir, rm, stat, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartUpload } from '../../src/store/blob-store.ts';
import { createFilesStore, type FilesStore } from '../../src/store/files-store.ts';
import { bytesOf, failingStream, PART, pattern, sha256, streamOf, toThrowCode } from './blob-bytes.ts';

const DAY_MS = 24 * 3600 * 1000;
const KEY = 'o/0123456789abcdef0123456789abcdef';

describe('the files of a files store', () => {
	let root: string;
	let store: FilesStore;
	beforeEach(async () => {
		root = join(await mkdtemp(join(tmpdir(), 'custos-files-')), 'store');
		store = await createFilesStore({ root });
	});
	afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

	async function begin(key = KEY, size = 2 * PART): Promise<PartUpload> {
		return { key, size, partSize: PART, uploadId: await store.begin(key, { size, partSize: PART }) };
	}
	const send = (upload: PartUpload, index: number, to = store): Promise<string> =>
		to.putPart(upload, index, pattern(PART, index), { size: PART, sha256: sha256(pattern(PART, index)) });
	const filesIn = async (folder: string): Promise<string[]> => (await readdir(join(root, folder))).sort();

	test('are their owner’s only', async () => {
		await store.put(KEY, pattern(1, 1), { size: 1 });
		await begin('o/other');
		for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
			const { mode } = await stat(join(entry.parentPath, entry.name));
			expect([entry.name, mode & 0o777]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
		}
		expect((await stat(root)).mode & 0o777).toBe(0o700);
	});

	test('are not touched where they are only read', async () => {
		await store.put(KEY, pattern(1, 1), { size: 1 });
		await Promise.all([
			rm(join(root, 'temporary'), { recursive: true }),
			rm(join(root, 'uploads'), { recursive: true }),
		]);
		await chmod(root, 0o755);
		const read = await createFilesStore({ root, readOnly: true });
		expect(await read.head(KEY)).toEqual({ size: 1 });
		expect([await readdir(root), (await stat(root)).mode & 0o777]).toEqual([['objects'], 0o755]);
	});

	test('leave nothing behind when a write fails', async () => {
		await store.put(KEY, pattern(1, 1), { size: 1 });
		await toThrowCode(store.put(KEY, pattern(1, 1), { size: 1 }), 'exists');
		await toThrowCode(store.put('o/a', streamOf(pattern(3_000_000, 1), 65_536), { size: 4_000_000 }), 'size-mismatch');
		const broken = new Error('the line went dead');
		await expect(store.put('o/a', failingStream(pattern(9, 1), broken), { size: 10 })).rejects.toBe(broken);
		expect(await filesIn('temporary')).toEqual([]);
		const handles = await readdir('/proc/self/fd');
		for (let i = 0; i < 50; i++) await toThrowCode(store.read(KEY, { offset: 5, length: 5 }), 'range');
		expect((await readdir('/proc/self/fd')).length).toBeLessThan(handles.length + 10);
	});

	test('of an upload are one file that becomes the object', async () => {
		const upload = await begin();
		const before = await stat(join(root, 'uploads', `${upload.uploadId}.data`));
		const tokens = [await send(upload, 0), await send(upload, 1)];
		await store.complete(upload, tokens);
		expect((await stat(join(root, 'objects/o=/01@', KEY.slice(2)))).ino).toBe(before.ino);
		expect(await filesIn('uploads')).toEqual([`${upload.uploadId}.done`]);
	});

	describe('after a crash', () => {
		test('between naming the object and forgetting the upload', async () => {
			const upload = await begin('x');
			const tokens = [await send(upload, 0), await send(upload, 1)];
			await link(join(root, 'uploads', `${upload.uploadId}.data`), join(root, 'objects/x'));
			const later = await createFilesStore({ root });
			await later.complete(upload, tokens);
			await later.complete(upload, tokens);
			expect(await filesIn('uploads')).toEqual([`${upload.uploadId}.done`]);
		});

		test('while a part’s line was written: the part is not there', async () => {
			const upload = await begin();
			const tokens = [await send(upload, 0), await send(upload, 1)];
			const lines = join(root, 'uploads', `${upload.uploadId}.parts`);
			const file = await open(lines, 'r+');
			await file.write(Buffer.alloc(40), 0, 40, 128 + 70);
			await file.close();
			await toThrowCode(store.complete(upload, tokens), 'size-mismatch');
			await store.complete(upload, [await send(upload, 0), tokens[1] as string]);
			expect(sha256(await bytesOf(store, KEY, { offset: 0, length: PART }))).toEqual(sha256(pattern(PART, 0)));
		});

		test('that cut the part file short', async () => {
			const upload = await begin();
			const tokens = [await send(upload, 0), await send(upload, 1)];
			await truncate(join(root, 'uploads', `${upload.uploadId}.parts`), 128 + 100);
			await toThrowCode(store.complete(upload, tokens), 'bad-request');
		});

		test('by SIGKILL, again and again: all that was acknowledged is there, and nothing in halves', async () => {
			const script = fileURLToPath(new URL('unreliable-writer.ts', import.meta.url));
			const said: string[] = [];
			for (let round = 0; round < 4; round++) {
				const child = spawn(process.execPath, [script, join(root, `${round}`)], {
					stdio: ['ignore', 'pipe', 'inherit'],
				});
				const closed = once(child, 'close');
				const lines: string[] = [];
				for await (const line of createInterface(child.stdout)) {
					lines.push(line);
					if (lines.length === 40 + 23 * round) child.kill('SIGKILL');
				}
				await closed;
				await checkSurvivors(await createFilesStore({ root: join(root, `${round}`) }), lines);
				said.push(...lines);
			}
			expect(said.some((line) => line.startsWith('complete'))).toBe(true);
		});
	});

	async function checkSurvivors(survivor: FilesStore, lines: readonly string[]): Promise<void> {
		for await (const { key } of survivor.list('o/')) {
			expect(`o/${Buffer.from(sha256(await bytesOf(survivor, key))).toString('hex')}`).toBe(key);
		}
		for (const line of lines) {
			const [word, key] = line.split(' ') as [string, string];
			if (word === 'put' || word === 'complete') expect(await survivor.head(key)).toBeDefined();
		}
		const last = lines.findLastIndex((line) => line.startsWith('begin'));
		if (last === -1) return;
		const upload: PartUpload = JSON.parse((lines[last] as string).slice('begin '.length));
		const tokens = lines
			.slice(last)
			.flatMap((line) => (line.startsWith('token') ? [line.slice('token 0 '.length)] : []));
		for (let index = tokens.length; index < 2; index++) {
			// The part, or the completion, may have been done and not said.
			if ((await survivor.head(upload.key)) !== undefined) return;
			tokens.push(await send(upload, index, survivor));
		}
		await survivor.complete(upload, tokens);
		const expected = Buffer.concat([pattern(PART, 0), pattern(PART, 1)]);
		expect(sha256(await bytesOf(survivor, upload.key))).toEqual(sha256(expected));
	}

	test('are swept when they are old and nobody’s', async () => {
		let now = Date.now();
		store = await createFilesStore({ root, now: () => now });
		const age = async (path: string, ms: number): Promise<void> => {
			const at = new Date(now - ms);
			await utimes(join(root, path), at, at);
		};
		await (await open(join(root, 'temporary/old'), 'w')).close();
		await (await open(join(root, 'temporary/young'), 'w')).close();
		await age('temporary/old', 2 * DAY_MS);
		const stray = 'f'.repeat(32);
		await (await open(join(root, `uploads/${stray}.data`), 'w')).close();
		await age(`uploads/${stray}.data`, 2 * DAY_MS);
		const upload = await begin();
		const token = await send(upload, 0);
		for (const name of await filesIn('uploads')) await age(`uploads/${name}`, 29 * DAY_MS);

		expect(await store.sweep()).toBe(2);
		expect(await filesIn('temporary')).toEqual(['young']);
		await store.complete(upload, [token, await send(upload, 1)]);

		const idle = await begin('o/idle');
		now += 31 * DAY_MS;
		expect(await store.sweep()).toBe(4);
		expect(await filesIn('uploads')).toEqual([]);
		await toThrowCode(send(idle, 0), 'not-found');
		expect(await store.head(KEY)).toEqual({ size: 2 * PART });
	});

	test('are shared by several processes’ stores: one of many wins', async () => {
		const stores = await Promise.all(Array.from({ length: 8 }, () => createFilesStore({ root })));
		const results = await Promise.allSettled(
			stores.map((each, i) => each.put(KEY, pattern(50_000, i), { size: 50_000 })),
		);
		expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
	});

	test('keep the same part apart when it is sent twice at once', async () => {
		const upload = await begin(KEY, PART);
		const tokens = await Promise.all(
			[1, 2, 3].map((seed) => store.putPart(upload, 0, streamOf(pattern(PART, seed), 70_000), { size: PART })),
		);
		const whole = await Promise.allSettled(tokens.map((token) => store.complete(upload, [token])));
		expect(whole.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
		const seed = 1 + whole.findIndex((result) => result.status === 'fulfilled');
		expect(sha256(await bytesOf(store, KEY))).toEqual(sha256(pattern(PART, seed)));
	});
});
