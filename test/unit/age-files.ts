import { concat } from '../../src/domain/bytes.ts';
import { openStream } from '../../src/domain/envelope/open-stream.ts';
import { openPrefix, prefixLength } from '../../src/domain/envelope/prefix.ts';

/** Reads a whole age file as a stranger would hand it over; `released` gets every piece of plaintext that came out, also before an error. */
export async function readAgeFile(
	file: Uint8Array,
	secret: Uint8Array,
	released: Uint8Array[] = [],
): Promise<Uint8Array> {
	const split = prefixLength(file);
	const { payloadKey } = openPrefix(file.subarray(0, split), secret);
	for await (const piece of openStream(payloadKey, pieces(file.subarray(split)))) released.push(piece);
	return concat(...released);
}

/** The bytes in pieces of uneven sizes, as a network gives them. */
export async function* pieces(
	bytes: Uint8Array,
	sizes: readonly number[] = [1, 70_000, 0, 15, 65_552, 4096],
): AsyncGenerator<Uint8Array> {
	for (let at = 0, i = 0; at < bytes.length; i++) {
		const size = sizes[i % sizes.length] as number;
		yield bytes.subarray(at, at + size);
		at += size;
	}
}
