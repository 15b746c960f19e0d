import { objectKey } from '../../src/app/objects.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { copyObject } from '../backup/copy-object.ts';
import { bodiesIn, type ObjectBodies } from './bodies.ts';
import { lookAtAll } from './look.ts';
import type { Pace } from './pace.ts';
import type { Parts } from './parts.ts';

/**
 * Sees to it that the second copy has these bodies, read back from there and hashed. What is there and is no good is
 * replaced only by what is. False when the first store has nothing better to give.
 */
export async function bringToSecond(
	{ db, first, signal }: Pick<Parts, 'db' | 'first' | 'signal'>,
	second: BlobStore,
	{ object, bodies }: ObjectBodies,
	pace: Pace,
): Promise<boolean> {
	const key = objectKey(object);
	if ((await second.head(key)) !== undefined) {
		if ((await lookAtAll(second, bodies, pace)).length === 0) return true;
		const all = (await bodiesIn(db, object)).flatMap((one) => one.bodies);
		if ((await lookAtAll(first, all, pace)).length > 0) return false;
		await second.delete(key);
	}
	const size = (await first.head(key))?.size;
	if (size === undefined) return false;
	await pace.spend(() => copyObject(first, second, key, size, signal).catch(unlessThere));
	if ((await lookAtAll(second, bodies, pace)).length === 0) return true;
	await second.delete(key);
	return false;
}

/** Gone from the first meanwhile, or copied by another such process: what is in the second says it. */
function unlessThere(error: unknown): void {
	if (!isCustosError(error, 'not-found') && !isCustosError(error, 'exists')) throw error;
}
