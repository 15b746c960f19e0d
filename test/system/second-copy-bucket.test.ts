import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { openIntake } from '../../src/client/intake.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createS3Store } from '../../src/store/s3-store.ts';
import { prefixKey } from '../../workers/copies/prefixes.ts';
import { type LiveWithSecond, startWithSecond } from './live/copies.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, openCase } from './live.ts';
import { whyNoRadosgw } from './radosgw.ts';
import { makeBucket, withRadosgw } from './s3-bucket.ts';

// The second copy in a bucket of a real S3.

describe.skipIf(whyNoRadosgw() !== undefined)('a bucket', () => {
	const rgw = withRadosgw();
	let live: LiveWithSecond;
	let bucket: Awaited<ReturnType<typeof makeBucket>>;
	let second: BlobStore;
	beforeAll(async () => {
		bucket = await makeBucket(rgw(), 'second-copy');
		second = createS3Store({ region: 'us-east-1', ...bucket });
		live = await startWithSecond();
	});
	afterAll(() => live?.close());

	test('has every object and prefix, and gives back what is deleted in the first', async () => {
		const { worker } = await enrolWorker(live);
		const lead = await live.enrol();
		const open = await openCase(lead);
		const item = await deposit(lead, open, await openIntake(lead, open, {}), platform.randomBytes(3_000_000));
		const key = objectKey(item.body.object);
		const program = await live.lookAfter(worker, {
			SECOND_S3_BUCKET: bucket.bucket,
			SECOND_S3_ENDPOINT: bucket.endpoint,
			SECOND_S3_ACCESS_KEY: bucket.accessKey,
			SECOND_S3_SECRET_KEY: bucket.secretKey,
		});
		await expect.poll(() => second.head(prefixKey(item.id)), { timeout: 30_000 }).toEqual({ size: item.prefix.length });
		expect(await second.head(key)).toEqual({ size: item.body.size });
		await live.first.delete(key);
		await expect.poll(() => live.first.head(key), { timeout: 30_000 }).toEqual({ size: item.body.size });
		await expect
			.poll(() => live.sql('select found, restored is not null as whole from damages'), { timeout: 30_000 })
			.toEqual([{ found: 'missing', whole: true }]);
		await program.stop();
	});
});
