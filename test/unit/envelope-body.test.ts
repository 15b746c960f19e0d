import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { openChunks, sealChunks } from '../../src/domain/envelope/body.ts';
import {
	CHUNK_SIZE,
	chunkCount,
	chunkRange,
	plainSize,
	SEALED_CHUNK_SIZE,
	sealedSize,
} from '../../src/domain/envelope/chunk-range.ts';
import { openStream } from '../../src/domain/envelope/open-stream.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { pieces } from './age-files.ts';

const key = platform.randomBytes(32);
const damaged = expect.objectContaining({ code: 'damaged' });
const sizes = [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE, 3 * CHUNK_SIZE + 77];

describe('body', () => {
	it.each(sizes)('opens what it sealed: %i bytes', async (size) => {
		const plaintext = platform.randomBytes(size);
		const sealed = sealChunks(key, plaintext, 0, true);
		expect(sealed).toHaveLength(sealedSize(size));
		expect(plainSize(sealed.length)).toBe(size);
		expect(openChunks(key, sealed, 0, true)).toEqual(plaintext);
		const streamed: Uint8Array[] = [];
		for await (const piece of openStream(key, pieces(sealed))) streamed.push(piece);
		expect(concat(...streamed)).toEqual(plaintext);
	});

	it('may be sealed and opened in runs, in any order', () => {
		const plaintext = platform.randomBytes(5 * CHUNK_SIZE + 9);
		const tail = sealChunks(key, plaintext.subarray(3 * CHUNK_SIZE), 3, true);
		const start = sealChunks(key, plaintext.subarray(0, 3 * CHUNK_SIZE), 0, false);
		const whole = concat(start, tail);
		expect(whole).toEqual(sealChunks(key, plaintext, 0, true));
		expect(openChunks(key, whole.subarray(SEALED_CHUNK_SIZE, 3 * SEALED_CHUNK_SIZE), 1, false)).toEqual(
			plaintext.subarray(CHUNK_SIZE, 3 * CHUNK_SIZE),
		);
	});

	it('refuses to seal a run that is not whole, or an empty final chunk', () => {
		const mismatch = expect.objectContaining({ code: 'size-mismatch' });
		expect(() => sealChunks(key, new Uint8Array(CHUNK_SIZE + 1), 0, false)).toThrow(mismatch);
		expect(() => sealChunks(key, new Uint8Array(0), 0, false)).toThrow(mismatch);
		expect(() => sealChunks(key, new Uint8Array(0), 1, true)).toThrow(mismatch);
	});

	it('refuses to open a run of a size no run has', () => {
		for (const size of [0, 1, 15, SEALED_CHUNK_SIZE + 1, SEALED_CHUNK_SIZE + 16]) {
			expect(() => openChunks(key, new Uint8Array(size), 0, true)).toThrow(damaged);
		}
		expect(() => openChunks(key, sealChunks(key, new Uint8Array(5), 0, true), 0, false)).toThrow(damaged);
	});

	it('counts past 2^32 chunks', () => {
		const plaintext = platform.randomBytes(2 * CHUNK_SIZE);
		const sealed = sealChunks(key, plaintext, 2 ** 40, false);
		expect(openChunks(key, sealed, 2 ** 40, false)).toEqual(plaintext);
		expect(() => openChunks(key, sealed, 2 ** 40 + 1, false)).toThrow(damaged);
		expect(() => openChunks(key, sealed, 2 ** 40 - 2 ** 32, false)).toThrow(damaged);
	});
});

describe('chunk range', () => {
	it('covers exactly the bytes that were asked for', () => {
		const plaintext = platform.randomBytes(3 * CHUNK_SIZE + 1000);
		const sealed = sealChunks(key, plaintext, 0, true);
		const size = plaintext.length;
		const near = fc.constantFrom(0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE, size - 1);
		fc.assert(
			fc.property(fc.oneof(near, fc.nat(size - 1)), fc.nat(size), (offset, more) => {
				const length = Math.min(Math.max(1, more), size - offset);
				const range = chunkRange(offset, length, size);
				const run = sealed.subarray(range.sealedOffset, range.sealedOffset + range.sealedLength);
				const opened = openChunks(key, run, range.firstChunk, range.isLast);
				expect(opened.subarray(range.skip, range.skip + length)).toEqual(plaintext.subarray(offset, offset + length));
				expect(opened.length).toBeLessThan(length + 2 * CHUNK_SIZE);
			}),
			{ numRuns: 60 },
		);
	});

	it.each([
		[0, 0, 10],
		[0, 11, 10],
		[10, 1, 10],
		[-1, 2, 10],
		[0.5, 1, 10],
		[0, Number.NaN, 10],
	])('refuses %d + %d of %d', (offset, length, size) => {
		expect(() => chunkRange(offset, length, size)).toThrow(expect.objectContaining({ code: 'range' }));
	});

	it('and sizes are inverse to one another', () => {
		fc.assert(
			fc.property(fc.maxSafeNat(), (seed) => {
				const size = seed % 2 ** 50;
				expect(plainSize(sealedSize(size))).toBe(size);
				expect(chunkCount(size)).toBeGreaterThan(0);
			}),
		);
		for (const size of [-1, 0, 15, 0.5, Number.NaN, SEALED_CHUNK_SIZE + 16])
			expect(() => plainSize(size)).toThrow(damaged);
		expect(plainSize(16)).toBe(0);
	});
});
