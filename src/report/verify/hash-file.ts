import { platform } from '#platform';
import type { Bytes } from '../../domain/bytes.ts';
import type { BagReader } from './bag-reader.ts';

/** Files up to this size, in bytes, are hashed at one go by WebCrypto, which is the fastest code a browser has. */
const AT_ONCE = 16 << 20;
/** Files up to this size are kept once they are hashed, so that what is parsed is what was hashed; so much of them in all. */
const SMALL = 64 << 10;
const KEPT = 64 << 20;

/** SHA-256 of a file, however large. */
export function hashFile(bag: BagReader, path: string): Promise<Bytes> {
	return bag.hash?.(path) ?? compute(bag, path, () => undefined);
}

/** The same bag, for as long as it does not change: listed once, each file hashed once, small ones read once. `read` hears of bytes as they are read. */
export function onceRead(bag: BagReader, read: (bytes: number) => void, signal?: AbortSignal): BagReader {
	const hashes = new Map<string, Promise<Bytes>>();
	const small = new Map<string, Uint8Array>();
	let listed: Promise<string[]> | undefined;
	let kept = 0;
	const counted: BagReader = {
		list: () => (listed ??= bag.list()),
		size: (path) => bag.size(path),
		async read(path) {
			signal?.throwIfAborted();
			const known = small.get(path);
			if (known !== undefined) return known.slice();
			const bytes = await bag.read(path);
			if (bytes.length <= SMALL && kept + bytes.length <= KEPT) {
				kept += bytes.length;
				small.set(path, bytes.slice());
			}
			return bytes;
		},
		async *stream(path) {
			for await (const piece of bag.stream(path)) {
				signal?.throwIfAborted();
				read(piece.length);
				yield piece;
			}
		},
	};
	return {
		...counted,
		hash(path) {
			const known = hashes.get(path) ?? compute(counted, path, read);
			hashes.set(path, known);
			return known;
		},
	};
}

/** `whole` hears the size of a file that was read at one go. */
async function compute(bag: BagReader, path: string, whole: (bytes: number) => void): Promise<Bytes> {
	// A page has it only from a secure origin.
	const subtle = (globalThis.crypto as Partial<Crypto>).subtle;
	if (subtle !== undefined && (await bag.size(path)) <= AT_ONCE) {
		const bytes = await bag.read(path);
		whole(bytes.length);
		return new Uint8Array(await subtle.digest('SHA-256', bytes as Bytes));
	}
	const hash = platform.createSha256();
	for await (const piece of bag.stream(path)) hash.update(piece);
	return hash.digest();
}
