import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { type Radosgw, startRadosgw } from './radosgw.ts';

/** One radosgw for the tests of a `describe`. Call inside it; the result gives the server once tests run. */
export function withRadosgw(): () => Radosgw {
	let rgw: Radosgw | undefined;
	beforeAll(async () => {
		rgw = await startRadosgw();
	}, 120_000);
	afterAll(() => rgw?.stop());
	return () => {
		if (rgw === undefined) throw new Error('radosgw runs only while tests do');
		return rgw;
	};
}

/** What a store needs to use a new bucket. */
export async function makeBucket(rgw: Radosgw, bucket: string) {
	const client = new S3Client({
		endpoint: rgw.endpoint,
		region: 'us-east-1',
		forcePathStyle: true,
		credentials: { accessKeyId: rgw.accessKey, secretAccessKey: rgw.secretKey },
	});
	await client.send(new CreateBucketCommand({ Bucket: bucket }));
	client.destroy();
	return { endpoint: rgw.endpoint, bucket, accessKey: rgw.accessKey, secretKey: rgw.secretKey };
}
