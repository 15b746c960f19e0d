import { CustosError } from '../domain/errors.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { createFilesStore } from '../store/files-store.ts';
import { openBucket } from './bucket.ts';
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
