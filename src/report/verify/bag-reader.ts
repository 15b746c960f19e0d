import type { Bytes } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';

/** Where a bag's files are read from: a folder, a zip, files dropped on a page. */
export interface BagReader {
	/** Every file of the bag, as paths with `/` relative to it. Must name links and other things that are not files too. */
	list(): Promise<string[]>;
	/** The whole of one (small) file. Throws `not-found`. */
	read(path: string): Promise<Uint8Array>;
	/** One file piece by piece. Throws `not-found` when it is first asked. */
	stream(path: string): AsyncIterable<Uint8Array>;
	/** Bytes of one file. Throws `not-found`. */
	size(path: string): Promise<number>;
	/** SHA-256 of one file, by a reader that remembers it. */
	hash?(path: string): Promise<Bytes>;
}

/** No file that is read whole (statements, proofs, the report's JSON, manifests) is larger, in bytes. */
const SMALL = 256 * 1024 * 1024;

/** `read` that refuses to fill memory with a hostile file. Throws `too-large`. */
export async function readSmall(bag: BagReader, path: string, limit = SMALL): Promise<Uint8Array> {
	if ((await bag.size(path)) > limit) throw new CustosError('too-large', `${path} is larger than ${limit} bytes`);
	return bag.read(path);
}
