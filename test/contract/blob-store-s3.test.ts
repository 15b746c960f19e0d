import { describe } from 'vitest';
import { createS3Store } from '../../src/store/s3-store.ts';
import { whyNoRadosgw } from '../system/radosgw.ts';
import { makeBucket, withRadosgw } from '../system/s3-bucket.ts';
import { describeBlobStore } from './blob-store.ts';

const missing = whyNoRadosgw();

describe.skipIf(missing !== undefined)(`on radosgw${missing === undefined ? '' : ` (SKIPPED, ${missing})`}`, () => {
	const rgw = withRadosgw();

	describeBlobStore('s3 store', async () => {
		const options = await makeBucket(rgw(), 'conditional');
		return { store: createS3Store(options), reopen: async () => createS3Store(options), close: async () => undefined };
	});

	describeBlobStore('s3 store without conditional writes', async () => {
		const options = { ...(await makeBucket(rgw(), 'plain')), conditionalWrites: false };
		return { store: createS3Store(options), reopen: async () => createS3Store(options), close: async () => undefined };
	});
});
