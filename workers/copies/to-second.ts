import { objectKey } from '../../src/app/objects.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { copyObject } from '../backup/copy-object.ts';
import { type Body, bodiesIn, type ObjectBodies } from './bodies.ts';
import { lookAtAll } from './look.ts';
import type { Pace } from './pace.ts';
import type { Parts } from './parts.ts';
import { withheld } from './withheld.ts';

/**
 * Sees to it that the second copy has these bodies, read back from there and hashed. What is there and is no good is
 * replaced only by what is. False when the first store has nothing better to give, or only together with what was expunged there.
 */
export async function bringToSecond(
	parts: Pick<Parts, 'db' | 'first' | 'signal' | 'pin' | 'log' | 'clock'>,
	second: BlobStore,
	{ object, bodies: run }: ObjectBodies,
	pace: Pace,
): Promise<boolean> {
	const { db, first, signal } = parts;
	const key = objectKey(object);
	const held = await withheld(parts, second);
	const bodies = run.filter((one) => !held.has(one.item));
	if (bodies.length === 0) return true;
	if ((await second.head(key)) !== undefined) {
		if ((await lookAtAll(second, bodies, pace)).length === 0) return true;
		const all = await allIn(db, object);
		if (all.some((one) => held.has(one.item)) || (await lookAtAll(first, all, pace)).length > 0) return false;
		await second.delete(key);
	} else if (held.size > 0 && (await allIn(db, object)).some((one) => held.has(one.item))) return false;
	const size = (await first.head(key))?.size;
	if (size === undefined) return false;
	await pace.spend(() => copyObject(first, second, key, size, signal).catch(unlessThere));
	if ((await lookAtAll(second, bodies, pace)).length === 0) return true;
	await second.delete(key);
	return false;
}

async function allIn(db: Parts['db'], object: Id): Promise<Body[]> {
	return (await bodiesIn(db, object)).flatMap((one) => one.bodies);
}

/** Gone from the first meanwhile, or copied by another such process: what is in the second says it. */
function unlessThere(error: unknown): void {
	if (!isCustosError(error, 'not-found') && !isCustosError(error, 'exists')) throw error;
}
