import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { openReader } from '../../src/client/play/sealed-reader.ts';
import { type Bytes, toBase64, toHex } from '../../src/domain/bytes.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { paddedSize } from '../../src/domain/envelope/padding.ts';
import { sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';

const CHUNK = 65_536;

/** A sealed object, and an archive that serves it from memory. `body` may be spoilt after the fact. */
function sealed(size: number) {
	const plain = new Uint8Array(randomBytes(size));
	const secret = platform.randomBytes(32);
	const { prefix, payloadKey } = sealPrefix({
		fileKey: platform.randomBytes(16),
		recipients: [platform.x25519Public(secret), platform.x25519Public(platform.randomBytes(32))],
	});
	const padded = new Uint8Array(paddedSize('original', size));
	padded.set(plain);
	const body = sealChunks(payloadKey, padded, 0, true);
	const object = { prefix, body, asked: [] as string[] };
	const committed = {
		prefix: toHex(platform.sha256(prefix)),
		body: { object: '0'.repeat(32), offset: 0, size: body.length, sha256: toHex(platform.sha256(body)) },
	};
	const served = {
		ask: async () => answers.sealed.parse({ prefix: toBase64(object.prefix), size: body.length }),
		send: async (_path: string, init: RequestInit) => {
			const range = new Headers(init.headers).get('range') ?? '';
			object.asked.push(range);
			const [from, to] = (/^bytes=(\d+)-(\d+)$/.exec(range) ?? []).slice(1).map(Number) as [number, number];
			const part = object.body.subarray(from, to + 1);
			return new Response(part as Bytes, {
				status: 206,
				headers: { 'content-range': `bytes ${from}-${to}/${object.body.length}` },
			});
		},
	} as unknown as Connection;
	const open = () => openReader(served, { path: '/sealed', committed, size, secret });
	return { plain, object, open };
}

/** Compared as bytes; the matcher would take seconds over megabytes. */
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => 'it went well',
		(error: { code?: string }) => error.code,
	);

/** The same over every platform. */
export function sealedReaderTests(name: string): void {
	describe(`a reader of a sealed object, over ${name}`, () => {
		test('gives any bytes, and fetches little more than they need', async () => {
			const { plain, object, open } = sealed(40 * CHUNK + 777);
			const reader = await open();
			expect(object.asked).toHaveLength(1);
			for (const [start, end] of [
				[0, 10],
				[CHUNK - 1, CHUNK + 1],
				[20 * CHUNK + 5, 25 * CHUNK],
				[plain.length - 9, plain.length],
				[7, 7],
			] as const)
				expect(same(await reader.read(start, end), plain.slice(start, end))).toBe(true);
			expect(same(await reader.read(0, plain.length), plain)).toBe(true);
			for (const [start, end] of [
				[-1, 3],
				[5, 4],
				[0, plain.length + 1],
				[0.5, 2],
			] as const)
				expect(await codeOf(reader.read(start, end))).toBe('range');
		});

		test('reads ahead while it goes straight on, and asks for no chunk twice', async () => {
			const { plain, object, open } = sealed(100 * CHUNK);
			const reader = await open();
			for (let at = 0; at < plain.length; at += 4 * CHUNK)
				expect(same(await reader.read(at, at + 4 * CHUNK), plain.slice(at, at + 4 * CHUNK))).toBe(true);
			expect(object.asked.length).toBeLessThan(12);
			const chunks = object.asked.reduce((sum, range) => {
				const [from, to] = range.slice(6).split('-').map(Number) as [number, number];
				return sum + (to + 1 - from) / (CHUNK + 16);
			}, 0);
			expect(chunks).toBeCloseTo(object.body.length / (CHUNK + 16), 5);
		});

		test('many readers at once, and jumps while chunks are on their way', async () => {
			const { plain, open } = sealed(150 * CHUNK);
			const reader = await open();
			await reader.read(0, 10);
			const jumps = Array.from({ length: 60 }, (_, i) => ((i * 37) % 148) * CHUNK + 100);
			const all = await Promise.all(jumps.map((at) => reader.read(at, at + CHUNK)));
			for (const [i, at] of jumps.entries()) expect(same(all[i] as Bytes, plain.slice(at, at + CHUNK))).toBe(true);
			for (const at of jumps) {
				const [one, other] = await Promise.all([reader.read(at, at + 10), reader.read(at + CHUNK, at + CHUNK + 5)]);
				expect(same(one, plain.slice(at, at + 10))).toBe(true);
				expect(same(other, plain.slice(at + CHUNK, at + CHUNK + 5))).toBe(true);
			}
			const stop = new AbortController();
			stop.abort();
			await expect(reader.read(0, 10, stop.signal)).rejects.toThrow();
		});

		test('a flipped chunk gives no byte; the others open', async () => {
			const { plain, object, open } = sealed(12 * CHUNK);
			object.body[5 * (CHUNK + 16) + 100] = (object.body[5 * (CHUNK + 16) + 100] as number) ^ 1;
			const reader = await open();
			expect(await codeOf(reader.read(5 * CHUNK, 5 * CHUNK + 1))).toBe('damaged');
			expect(await codeOf(reader.read(4 * CHUNK, 6 * CHUNK))).toBe('damaged');
			expect(same(await reader.read(0, 5 * CHUNK), plain.slice(0, 5 * CHUNK))).toBe(true);
			expect(same(await reader.read(6 * CHUNK, 12 * CHUNK), plain.slice(6 * CHUNK))).toBe(true);
		});

		test('swapped chunks, a cut end, another end and another prefix are refused', async () => {
			const swapped = sealed(8 * CHUNK);
			const third = swapped.object.body.slice(2 * (CHUNK + 16), 3 * (CHUNK + 16));
			swapped.object.body.copyWithin(2 * (CHUNK + 16), 3 * (CHUNK + 16), 4 * (CHUNK + 16));
			swapped.object.body.set(third, 3 * (CHUNK + 16));
			const reader = await swapped.open();
			expect(await codeOf(reader.read(2 * CHUNK, 2 * CHUNK + 1))).toBe('damaged');

			const cut = sealed(8 * CHUNK);
			cut.object.body = cut.object.body.subarray(0, 6 * (CHUNK + 16));
			expect(await codeOf(cut.open())).toBe('size-mismatch');

			const short = sealed(8 * CHUNK);
			const opened = await short.open();
			const whole = short.object.body;
			short.object.body = Object.assign(whole.slice(0, 10), {});
			expect(await codeOf(opened.read(0, 10))).toBe('size-mismatch');

			const end = sealed(8 * CHUNK);
			end.object.body.fill(0, end.object.body.length - 16);
			expect(await codeOf(end.open())).toBe('damaged');

			const other = sealed(CHUNK);
			other.object.prefix = sealed(CHUNK).object.prefix;
			expect(await codeOf(other.open())).toBe('hash-mismatch');
		});

		test('a spoilt chunk is asked for again, and good bytes are then given', async () => {
			const { plain, object, open } = sealed(8 * CHUNK);
			const reader = await open();
			object.body[0] = (object.body[0] as number) ^ 1;
			expect(await codeOf(reader.read(0, 5))).toBe('damaged');
			object.body[0] = (object.body[0] as number) ^ 1;
			expect(same(await reader.read(0, 5), plain.slice(0, 5))).toBe(true);
		});

		test('once closed it gives nothing, not even what it has', async () => {
			const { open } = sealed(8 * CHUNK);
			const reader = await open();
			await reader.read(0, 5);
			const underWay = codeOf(reader.read(5 * CHUNK, 6 * CHUNK));
			reader.close();
			expect(await underWay).toBe('denied');
			expect(await codeOf(reader.read(0, 5))).toBe('denied');
		});
	});
}
