import { CustosError } from '../domain/errors.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { createFilesStore } from '../store/files-store.ts';
import { createS3Store } from '../store/s3-store.ts';
import type { ApiConfig } from './config.ts';

/** The object store the settings name: a bucket of any S3, or a folder. Fails at start rather than at the first write. */
export async function openStore(config: ApiConfig): Promise<BlobStore> {
	if (config.S3_BUCKET === undefined) {
		if (config.OBJECTS === undefined)
			throw new CustosError('config', 'set OBJECTS to a folder, or S3_BUCKET and its keys');
		return createFilesStore({ root: config.OBJECTS });
	}
	const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = config;
	if (S3_ENDPOINT === undefined || S3_ACCESS_KEY === undefined || S3_SECRET_KEY === undefined) {
		throw new CustosError('config', 'S3_BUCKET also wants S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY');
	}
	const store = createS3Store({
		endpoint: S3_ENDPOINT,
		region: config.S3_REGION,
		bucket: config.S3_BUCKET,
		accessKey: S3_ACCESS_KEY,
		secretKey: S3_SECRET_KEY,
	});
	await store.check();
	return store;
}
