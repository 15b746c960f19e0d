import type { BlobStore } from './blob-store.ts';

/** A store that is opened by its first call, and again by the next one while opening fails. */
export function lateStore(open: () => Promise<BlobStore>): BlobStore {
	let opening: Promise<BlobStore> | undefined;
	const store = (): Promise<BlobStore> => {
		opening ??= open().catch((error: unknown) => {
			opening = undefined;
			throw error;
		});
		return opening;
	};
	return Object.freeze<BlobStore>({
		put: async (key, bytes, facts) => (await store()).put(key, bytes, facts),
		begin: async (key, options) => (await store()).begin(key, options),
		putPart: async (upload, index, bytes, facts) => (await store()).putPart(upload, index, bytes, facts),
		complete: async (upload, tokens) => (await store()).complete(upload, tokens),
		knows: async (upload) => (await store()).knows(upload),
		abort: async (upload) => (await store()).abort(upload),
		read: async (key, range) => (await store()).read(key, range),
		head: async (key) => (await store()).head(key),
		async *list(prefix) {
			yield* (await store()).list(prefix);
		},
		delete: async (key) => (await store()).delete(key),
		erase: async (key, instead) => (await store()).erase(key, instead),
	});
}
