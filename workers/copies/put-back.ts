import { objectKey } from '../../src/app/objects.ts';
import type { Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { copyObject } from '../backup/copy-object.ts';
import type { ObjectBodies } from './bodies.ts';
import { lookAtAll } from './look.ts';
import { hurried } from './pace.ts';
import type { Parts } from './parts.ts';

/**
 * Puts an object back from the second copy, after every body in it was hashed there. What stands in its place is laid
 * beside first, under `damaged/`: it may be evidence of who did it. True once all of it was read back from the first
 * store; false when the second copy is no better. A crash in between leaves the object missing in the first, served from
 * the second, and to be put back again.
 */
export async function putBack(
	{ first, signal }: Pick<Parts, 'first' | 'signal'>,
	second: BlobStore,
	{ object, bodies }: ObjectBodies,
): Promise<boolean> {
	const key = objectKey(object);
	const size = (await second.head(key))?.size;
	if (size === undefined || (await lookAtAll(second, bodies, hurried)).length > 0) return false;
	const bad = await first.head(key);
	if (bad !== undefined) {
		await copyObject(first, first, key, bad.size, signal, await free(first, object));
		await first.delete(key);
	}
	await copyObject(second, first, key, size, signal);
	return (await lookAtAll(first, bodies, hurried)).length === 0;
}

/** A key for bytes that are no longer an object: the same object may be damaged more than once. */
async function free(store: BlobStore, object: Id): Promise<string> {
	for (let n = 1; ; n++) {
		const key = `damaged/${object}.${n}`;
		if ((await store.head(key)) === undefined) return key;
	}
}
