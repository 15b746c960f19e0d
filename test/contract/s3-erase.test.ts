import {
	CreateBucketCommand,
	DeleteObjectCommand,
	GetObjectRetentionCommand,
	HeadObjectCommand,
	ListObjectVersionsCommand,
	PutBucketVersioningCommand,
	PutObjectLockConfigurationCommand,
	PutObjectRetentionCommand,
	S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { createS3Store, type S3Store } from '../../src/store/s3-store.ts';
import { whyNoRadosgw } from '../system/radosgw.ts';
import { withRadosgw } from '../system/s3-bucket.ts';
import { bytesOf, pattern } from './blob-bytes.ts';

// A bucket that keeps versions keeps what is deleted. What is erased it must not, but for what a retention holds.

const missing = whyNoRadosgw();

describe.skipIf(missing !== undefined)(`on radosgw${missing === undefined ? '' : ` (SKIPPED, ${missing})`}`, () => {
	const rgw = withRadosgw();
	let [client, store]: [S3Client, S3Store] = [] as never;
	const Bucket = 'versioned';

	beforeAll(async () => {
		const { endpoint, accessKey, secretKey } = rgw();
		const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
		client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
		await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
		await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
		// radosgw keeps no condition where it keeps versions.
		store = createS3Store({ endpoint, bucket: Bucket, accessKey, secretKey, conditionalWrites: false });
	});

	async function versions(key: string): Promise<number> {
		const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
		return (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0);
	}

	test('every version goes, and of others none', async () => {
		await store.put('o/one', pattern(3, 1), { size: 3 });
		await store.put('o/one.more', pattern(3, 1), { size: 3 });
		await store.delete('o/one');
		await store.put('o/one', pattern(3, 2), { size: 3 });
		expect(await versions('o/one')).toBe(4);
		expect(await store.erase('o/one')).toBeUndefined();
		expect(await store.head('o/one')).toBeUndefined();
		expect(await versions('o/one')).toBe(1);
		expect(await versions('o/one.more')).toBe(1);
	});

	test('what stands in its place is the only version', async () => {
		await store.put('o/two', pattern(5, 1), { size: 5 });
		expect(await store.erase('o/two', { bytes: pattern(5, 2), size: 5 })).toBeUndefined();
		expect(await bytesOf(store, 'o/two')).toEqual(pattern(5, 2));
		expect(await versions('o/two')).toBe(1);
	});

	test('a retention keeps what it holds, and it is said until when', async () => {
		const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000);
		await store.put('o/three', pattern(5, 1), { size: 5 });
		const Retention = { Mode: 'COMPLIANCE' as const, RetainUntilDate: until };
		await client.send(new PutObjectRetentionCommand({ Bucket, Key: 'o/three', Retention }));
		expect(await store.erase('o/three')).toEqual(until);
		expect(await store.head('o/three')).toBeUndefined();
		expect(await store.erase('o/three')).toEqual(until);
	});

	test('a bucket that holds whatever is written: what was replaced is held until its own day, however often it is asked', async () => {
		const held = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } } } as const;
		await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: held }));
		const key = 'o/four';
		await store.put(key, pattern(5, 1), { size: 5 });
		const { VersionId } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
		const until = await store.erase(key, { bytes: pattern(5, 2), size: 5 });
		const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key: key, VersionId }));
		expect(until).toEqual(Retention?.RetainUntilDate);
		for (const _ of [1, 2]) expect(await store.erase(key, 'itself')).toEqual(until);
		expect(await bytesOf(store, key)).toEqual(pattern(5, 2));
		expect(await versions(key)).toBe(2);
		const forced = { Bucket, Key: key, VersionId, BypassGovernanceRetention: true };
		await expect(client.send(new DeleteObjectCommand(forced))).rejects.toThrow();
	});
});
