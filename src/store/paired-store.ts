import { isCustosError } from '../domain/errors.ts';
import type { BlobStore } from './blob-store.ts';

/** What stands behind a store's objects. */
export interface Behind {
	/** Holds the same objects, later: what the first lacks is read from here. */
	second?: BlobStore | undefined;
	/** Hears the key of an object that was asked for and is not there, or is shorter than it must be, before anybody is answered. */
	onMissing: (key: string) => Promise<void>;
}

/**
 * The first store with another behind it: an object that the first lacks, holds cut short, or cannot give now is read
 * from the second at once. Everything is written to the first alone; whoever copies to the second proves it first.
 * When the second cannot help either, the failure is the first's.
 */
export function pairedStore(first: BlobStore, { second, onMissing }: Behind): BlobStore {
	async function behind<T>(key: string, failure: unknown, ask: (store: BlobStore) => Promise<T>): Promise<T> {
		const gone = isCustosError(failure, 'not-found') || isCustosError(failure, 'range');
		if (!gone && !isCustosError(failure, 'unavailable')) throw failure;
		if (gone) await onMissing(key);
		if (second === undefined) throw failure;
		try {
			return await ask(second);
		} catch {
			throw failure;
		}
	}

	return Object.freeze<BlobStore>({
		put: (key, bytes, facts) => first.put(key, bytes, facts),
		begin: (key, options) => first.begin(key, options),
		putPart: (upload, index, bytes, facts) => first.putPart(upload, index, bytes, facts),
		complete: (upload, tokens) => first.complete(upload, tokens),
		knows: (upload) => first.knows(upload),
		abort: (upload) => first.abort(upload),
		async read(key, range) {
			try {
				return await first.read(key, range);
			} catch (failure) {
				return behind(key, failure, (store) => store.read(key, range));
			}
		},
		head: (key) => first.head(key),
		list: (prefix) => first.list(prefix),
		delete: (key) => first.delete(key),
		erase: (key, instead) => first.erase(key, instead),
	});
}
