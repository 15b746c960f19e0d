import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { utf8 } from '../../domain/bytes.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import { ask, type Bucket, orNothing } from './bucket.ts';
import { headObject, putObject } from './objects.ts';
import { prepareBody } from './sent-body.ts';

/** Claims lie beside the objects under names that are no keys. */
function claimOf(key: string): string {
	return `.claims/${key}`;
}

/**
 * Makes sure that of all uploads to a key only the one named `write` completes, now or after a crash. Throws `exists`
 * when another one claimed the key. Without conditional writes there is nothing to claim with.
 */
export async function claimKey(bucket: Bucket, key: string, write: string): Promise<void> {
	if (!bucket.conditional) return;
	const bytes = utf8(write);
	try {
		await putObject(
			bucket,
			claimOf(key),
			await prepareBody(bytes, { size: bytes.length }),
			{ size: bytes.length },
			write,
		);
	} catch (error) {
		if (!isCustosError(error, 'exists')) throw error;
		const claim = await headObject(bucket, claimOf(key));
		if (claim?.write === write) return;
		throw new CustosError('exists', 'another upload is taking this key', { cause: error });
	}
}

/** Gives a claim up, if it is ours. Two uploads never hold it in turn without one having looked at the key between. */
export async function dropClaim(bucket: Bucket, key: string, write: string): Promise<void> {
	if (!bucket.conditional) return;
	if ((await headObject(bucket, claimOf(key)))?.write !== write) return;
	const send = () => bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: claimOf(key) }));
	await orNothing(ask(bucket, send));
}
