import { CustosError } from '../domain/errors.ts';
import { createS3Store, type S3Store } from '../store/s3-store.ts';
import type { ApiConfig, SecondConfig } from './config.ts';

/** The bucket the settings name. Throws `config` when S3_BUCKET stands without the rest. */
export function openBucket(config: ApiConfig): S3Store {
	return open('', {
		bucket: config.S3_BUCKET,
		endpoint: config.S3_ENDPOINT,
		region: config.S3_REGION,
		accessKey: config.S3_ACCESS_KEY,
		secretKey: config.S3_SECRET_KEY,
	});
}

/** The bucket of the second copy, by the SECOND_S3_… settings; undefined where there is none. Throws `config` as `openBucket`. */
export function openSecondBucket(config: SecondConfig): S3Store | undefined {
	if (config.SECOND_S3_BUCKET === undefined) return undefined;
	return open('SECOND_', {
		bucket: config.SECOND_S3_BUCKET,
		endpoint: config.SECOND_S3_ENDPOINT,
		region: config.SECOND_S3_REGION,
		accessKey: config.SECOND_S3_ACCESS_KEY,
		secretKey: config.SECOND_S3_SECRET_KEY,
	});
}

function open(
	prefix: string,
	settings: { readonly [K in 'bucket' | 'endpoint' | 'region' | 'accessKey' | 'secretKey']: string | undefined },
): S3Store {
	const { bucket, endpoint, region = '', accessKey, secretKey } = settings;
	if (bucket === undefined || endpoint === undefined || accessKey === undefined || secretKey === undefined) {
		const names = ['S3_BUCKET', 'S3_ENDPOINT', 'S3_ACCESS_KEY'].map((name) => prefix + name);
		throw new CustosError('config', `${names.join(', ')} and ${prefix}S3_SECRET_KEY are set together`);
	}
	return createS3Store({ endpoint, region, bucket, accessKey, secretKey });
}
