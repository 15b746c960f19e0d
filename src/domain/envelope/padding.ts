import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';

/** What an item's bytes are: as received, or made from them by a worker. Each has its own key. */
export type ItemClass = 'original' | 'working';

/** No sealed plaintext is smaller than one full chunk, in bytes. */
export const SMALLEST_PADDED = 65_536;

/**
 * The size in bytes to which a plaintext of `size` bytes is padded with zeros before it is sealed. Originals: Padmé
 * (PURBs, PETS 2019, section 4), which adds at most 12 %, less for larger files. Derivatives: the next power of two.
 */
export function paddedSize(cls: ItemClass, size: number): number {
	if (!Number.isSafeInteger(size) || size < 0)
		throw new CustosError('size-mismatch', 'a size is a whole number of bytes');
	const atLeast = Math.max(size, SMALLEST_PADDED);
	return cls === 'original' ? padme(atLeast) : powerOfTwo(atLeast);
}

/** Padmé keeps as many leading bits of the size as it takes to write the exponent, and rounds up the others. */
function padme(size: number): number {
	const exponent = floorLog2(size);
	const kept = floorLog2(exponent) + 1;
	const step = 2 ** (exponent - kept);
	return Math.ceil(size / step) * step;
}

function powerOfTwo(size: number): number {
	const exponent = floorLog2(size);
	return 2 ** exponent === size ? size : 2 ** (exponent + 1);
}

/** Exact, where Math.log2 rounds near powers of two. */
function floorLog2(size: number): number {
	return size.toString(2).length - 1;
}

/**
 * The first `size` bytes of an opened plaintext; the rest must be zeros. Throws `damaged` at the end if there were fewer
 * bytes, or as soon as padding is not zero.
 */
export async function* unpad(padded: AsyncIterable<Bytes>, size: number): AsyncGenerator<Bytes> {
	let left = size;
	for await (const piece of padded) {
		const content = Math.min(left, piece.length);
		if (content > 0) yield piece.subarray(0, content);
		left -= content;
		if (piece.subarray(content).some((byte) => byte !== 0))
			throw new CustosError('damaged', 'the padding is not zeros');
	}
	if (left > 0) throw new CustosError('damaged', 'the sealed bytes end before the size in the record');
}
