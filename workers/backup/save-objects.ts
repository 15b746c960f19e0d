import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/db/connect.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { byObject, checkObject, type StoredBody } from '../audit/objects.ts';
import { copyObject } from './copy-object.ts';
import type { Manifest } from './manifest.ts';
import { namedBodies } from './named-bodies.ts';

export interface ObjectsSaved {
	objects: number;
	copied: number;
	bytes: number;
	faults: Manifest['faults'];
}

/**
 * Copies every object of the ledger that the target lacks, and reads it back against the hashes in the ledger. Objects
 * are compared by the two lists, so one that was lost at the target comes again. What cannot be copied whole is named
 * and the rest goes on; the next backup tries it again.
 */
export async function saveObjects(
	databaseUrl: string,
	store: BlobStore,
	target: BlobStore,
	last: Manifest | undefined,
	entries: number,
	options: { signal?: AbortSignal; onObject: (done: number) => void },
): Promise<ObjectsSaved> {
	const saved: ObjectsSaved = { objects: 0, copied: 0, bytes: 0, faults: [] };
	const there = new SortedKeys(target.list('o/'));
	const doubtful = new Set(last?.faults.map((one) => one.object));
	const { db: pool } = connect(databaseUrl, { max: 1 });
	try {
		await pool.connection().execute(async (db) => {
			for await (const [object, bodies] of byObject(db, namedBodies(0, entries))) {
				options.signal?.throwIfAborted();
				const present = await there.has(objectKey(object));
				// A body that the last backup held was verified then; anything else at the target may be a crash's.
				const verified = present && !doubtful.has(object) && bodies.every((one) => one.idx < (last?.entries ?? 0));
				if (!verified) await saveObject(store, target, object, bodies, present, saved, options.signal);
				saved.objects += 1;
				options.onObject(saved.objects);
			}
		});
	} finally {
		await pool.destroy();
		await there.close();
	}
	return saved;
}

async function saveObject(
	store: BlobStore,
	target: BlobStore,
	object: string,
	bodies: readonly StoredBody[],
	present: boolean,
	saved: ObjectsSaved,
	signal?: AbortSignal,
): Promise<void> {
	const key = objectKey(object);
	if (present) {
		if ((await checkObject(target, object, bodies, true)).difference === undefined) return;
		await target.delete(key);
	}
	const size = (await store.head(key))?.size;
	if (size !== undefined) await copyObject(store, target, key, size, signal).catch(unlessGone);
	const { bytes, difference } = await checkObject(target, object, bodies, true);
	if (difference === undefined) {
		saved.copied += 1;
		saved.bytes += bytes;
		return;
	}
	await target.delete(key);
	saved.faults.push({ object, index: difference.index ?? 0, what: difference.what });
}

/** An object that went away in between counts as missing, which the check that follows says. */
function unlessGone(error: unknown): void {
	if (!isCustosError(error, 'not-found')) throw error;
}

/** Membership in an ascending list, asked in ascending order: one pass, nothing kept. */
class SortedKeys {
	readonly #keys: AsyncIterator<{ key: string }>;
	#current: string | undefined = '';

	constructor(keys: AsyncIterable<{ key: string }>) {
		this.#keys = keys[Symbol.asyncIterator]();
	}

	async has(key: string): Promise<boolean> {
		while (this.#current !== undefined && this.#current < key) {
			const next = await this.#keys.next();
			this.#current = next.done ? undefined : next.value.key;
		}
		return this.#current === key;
	}

	async close(): Promise<void> {
		await this.#keys.return?.();
	}
}
