import { stat } from 'node:fs/promises';
import { CustosError } from '../domain/errors.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { createFilesStore, type FilesStore } from '../store/files-store.ts';
import { lateStore } from '../store/late-store.ts';
import { openBucket, openSecondBucket } from './bucket.ts';
import type { ApiConfig } from './config.ts';

/** The object store the settings name: a bucket of any S3, or a folder. Fails at start rather than at the first write. */
export async function openStore(config: ApiConfig): Promise<BlobStore> {
	if (config.S3_BUCKET === undefined) {
		if (config.OBJECTS === undefined)
			throw new CustosError('config', 'set OBJECTS to a folder, or S3_BUCKET and its keys');
		return createFilesStore({ root: config.OBJECTS });
	}
	const store = openBucket(config);
	await store.check();
	return store;
}

/** Removes what crashes surely left behind in a store, days ago, where it is a folder; a bucket has rules of its own for that. */
export async function sweepStore(store: BlobStore): Promise<void> {
	if ('sweep' in store) await (store as FilesStore).sweep();
}

/**
 * The second copy the settings name; undefined where there is none. It need not answer at start: a disk that is not there
 * today keeps nobody from working, and every call says `unavailable` until it is. The folder is never made: an empty
 * place where a disk should be mounted would fill up with a copy that is none. Whoever writes to it sweeps it whenever it is opened.
 */
export function openSecond(config: ApiConfig, use: 'read' | 'write'): BlobStore | undefined {
	const bucket = openSecondBucket(config);
	if (bucket !== undefined) return bucket;
	const root = config.SECOND_OBJECTS;
	if (root === undefined) return undefined;
	return lateStore(async () => {
		await stat(root).catch((cause: unknown) => {
			throw new CustosError('unavailable', 'the folder of the second copy is not there', { cause });
		});
		const store = await createFilesStore({ root });
		if (use === 'write') await store.sweep();
		return store;
	});
}
