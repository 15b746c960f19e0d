import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat } from '../../src/domain/bytes.ts';
import { paddedSize, SMALLEST_PADDED, unpad } from '../../src/domain/envelope/padding.ts';

describe('padded size', () => {
	it.each([
		[0, 65_536, 65_536],
		[65_536, 65_536, 65_536],
		[65_537, 67_584, 131_072],
		[100_000, 100_352, 131_072],
		[1_000_000, 1_015_808, 1_048_576],
		[1_048_577, 1_081_344, 2_097_152],
		[10_000_000_000, 10_066_329_600, 17_179_869_184],
	])('of %i bytes is %i for an original and %i for a derivative', (size, original, working) => {
		expect(paddedSize('original', size)).toBe(original);
		expect(paddedSize('working', size)).toBe(working);
	});

	it('is never smaller, adds at most 12 % above the smallest, and padding again changes nothing', () => {
		fc.assert(
			fc.property(fc.maxSafeNat(), fc.nat(52), (seed, bits) => {
				const size = seed % 2 ** Math.min(bits, 50);
				const padded = paddedSize('original', size);
				expect(padded).toBeGreaterThanOrEqual(Math.max(size, SMALLEST_PADDED));
				if (size >= SMALLEST_PADDED) expect(padded / size).toBeLessThanOrEqual(1.12);
				expect(paddedSize('original', padded)).toBe(padded);
				const working = paddedSize('working', size);
				expect(Math.log2(working) % 1).toBe(0);
				expect(working).toBeGreaterThanOrEqual(padded);
			}),
		);
	});

	it('refuses what is no size', () => {
		for (const size of [-1, 0.5, Number.NaN]) {
			expect(() => paddedSize('original', size)).toThrow(expect.objectContaining({ code: 'size-mismatch' }));
		}
	});
});

describe('unpad', () => {
	async function read(size: number, ...parts: number[][]): Promise<Bytes> {
		const source = (async function* () {
			for (const part of parts) yield Uint8Array.from(part);
		})();
		const out: Bytes[] = [];
		for await (const piece of unpad(source, size)) out.push(piece);
		return concat(...out);
	}

	it('gives the first bytes', async () => {
		expect(await read(3, [1, 2], [3, 0], [0])).toEqual(Uint8Array.of(1, 2, 3));
		expect(await read(0, [0])).toHaveLength(0);
		expect(await read(2, [1, 2])).toEqual(Uint8Array.of(1, 2));
	});

	it('refuses padding that is not zeros, and too few bytes', async () => {
		await expect(read(1, [1, 0, 4])).rejects.toMatchObject({ code: 'damaged' });
		await expect(read(1, [1], [4])).rejects.toMatchObject({ code: 'damaged' });
		await expect(read(3, [1, 2])).rejects.toMatchObject({ code: 'damaged' });
	});
});
