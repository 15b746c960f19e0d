import { CustosError } from '../domain/errors.ts';
import { createS3Store, type S3Store } from '../store/s3-store.ts';
import type { ApiConfig } from './config.ts';

/** The bucket the settings name. Throws `config` when S3_BUCKET stands without the rest. */
export function openBucket(config: ApiConfig): S3Store {
	const { S3_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = config;
	if (
		S3_BUCKET === undefined ||
		S3_ENDPOINT === undefined ||
		S3_ACCESS_KEY === undefined ||
		S3_SECRET_KEY === undefined
	) {
		throw new CustosError('config', 'S3_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY are set together');
	}
	return createS3Store({
		endpoint: S3_ENDPOINT,
		region: config.S3_REGION,
		bucket: S3_BUCKET,
		accessKey: S3_ACCESS_KEY,
		secretKey: S3_SECRET_KEY,
	});
}
