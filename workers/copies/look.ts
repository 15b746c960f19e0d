import { objectKey } from '../../src/app/objects.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Body } from './bodies.ts';
import type { Pace } from './pace.ts';

/** So much is read in one go, in bytes: between two reads there may be a rest. */
const SLICE = 32 * 2 ** 20;

/** What a store has of a body. */
export type Found = 'well' | 'missing' | 'differs';

/** Reads a body and compares its SHA-256 with what its entry commits to. Rejects `unavailable`. */
export async function look(store: BlobStore, body: Body, pace: Pace): Promise<Found> {
	const hash = platform.createSha256();
	try {
		for (let at = 0; at < body.size; at += SLICE) {
			const range = { offset: body.offset + at, length: Math.min(SLICE, body.size - at) };
			await pace.spend(async () => {
				for await (const piece of await store.read(objectKey(body.object), range)) hash.update(piece);
			});
		}
	} catch (error) {
		if (isCustosError(error, 'not-found')) return 'missing';
		if (isCustosError(error, 'range') || isCustosError(error, 'damaged')) return 'differs';
		throw error;
	}
	return toHex(hash.digest()) === body.sha256 ? 'well' : 'differs';
}

/** The bodies that a store does not have as their entries say. */
export async function lookAtAll(
	store: BlobStore,
	bodies: readonly Body[],
	pace: Pace,
): Promise<{ body: Body; found: 'missing' | 'differs' }[]> {
	const wrong: { body: Body; found: 'missing' | 'differs' }[] = [];
	for (const body of bodies) {
		const found = await look(store, body, pace);
		if (found !== 'well') wrong.push({ body, found });
	}
	return wrong;
}
