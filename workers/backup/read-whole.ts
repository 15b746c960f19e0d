import { type Bytes, concat, toHex } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';

/** A small object, whole. Rejects `not-found`. */
export async function readWhole(store: BlobStore, key: string): Promise<Bytes> {
	return readRange(store, key);
}

/** A small part of an object. Rejects `not-found`, `range`. */
export async function readRange(
	store: BlobStore,
	key: string,
	range?: { offset: number; length: number },
): Promise<Bytes> {
	const pieces: Uint8Array[] = [];
	for await (const piece of await store.read(key, range)) pieces.push(piece);
	return concat(...pieces);
}

/** The same, compared with what a manifest says of it. Throws `damaged`, naming it. */
export async function readStored(
	store: BlobStore,
	stored: { key: string; size: number; sha256: string },
): Promise<Bytes> {
	const bytes = await readWhole(store, stored.key).catch((error: unknown) => {
		throw isCustosError(error, 'not-found')
			? new CustosError('damaged', `${stored.key} is missing from the backup`, { cause: error })
			: error;
	});
	if (bytes.length !== stored.size || toHex(platform.sha256(bytes)) !== stored.sha256) {
		throw new CustosError('damaged', `${stored.key} is not what was backed up`);
	}
	return bytes;
}

/** Stores bytes, reads them back and compares. Throws `damaged`. */
export async function storeVerified(
	store: BlobStore,
	key: string,
	bytes: Uint8Array,
): Promise<{ key: string; size: number; sha256: string }> {
	const sha256 = platform.sha256(bytes);
	await store.put(key, bytes, { size: bytes.length, sha256 });
	const stored = { key, size: bytes.length, sha256: toHex(sha256) };
	await readStored(store, stored);
	return stored;
}
