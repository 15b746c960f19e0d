import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { BlobFacts } from '../blob-store.ts';
import { checkRange, isKey } from '../rules.ts';
import { ask, type Bucket, given, orNothing } from './bucket.ts';
import { s3Failure } from './s3-errors.ts';
import type { SentBody } from './sent-body.ts';
import { withSignedHash } from './signed-hash.ts';

/** Every object says in its metadata which write made it: so a lost answer can be told from another's object. */
export const WRITE = 'custos-write';

/** Size and maker of an object; undefined when there is none. */
export async function headObject(bucket: Bucket, key: string): Promise<{ size: number; write: string } | undefined> {
	const send = () => bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }));
	const answer = await orNothing(ask(bucket, send));
	if (answer === undefined) return undefined;
	return { size: given(answer.ContentLength, 'a size'), write: answer.Metadata?.[WRITE] ?? '' };
}

/** Puts an object unless the key is taken (`exists`). `write` names this write. */
export async function putObject(
	bucket: Bucket,
	key: string,
	body: SentBody,
	facts: BlobFacts,
	write: string,
): Promise<void> {
	if (!bucket.conditional && (await headObject(bucket, key)) !== undefined) throw taken();
	const send = () => {
		const command = new PutObjectCommand({
			Bucket: bucket.name,
			Key: key,
			Body: body.bytes,
			ContentLength: facts.size,
			Metadata: { [WRITE]: write },
			...(bucket.conditional ? { IfNoneMatch: '*' } : {}),
		});
		command.middlewareStack.add((next) => (args) => next(withSignedHash(args, facts)), { step: 'build' });
		return bucket.client.send(command);
	};
	try {
		await ask(bucket, send, body);
	} catch (error) {
		// The object may be ours all the same: stored, and the answer lost.
		if (!isCustosError(error, 'exists') && !isCustosError(error, 'unavailable')) throw error;
		const there = await headObject(bucket, key);
		if (there?.write === write) return;
		throw there === undefined ? error : taken();
	}
}

function taken(): CustosError {
	return new CustosError('exists', 'there is already an object under this key');
}

/** The bytes of an object or of a range of it; see BlobStore.read. */
export async function readObject(
	bucket: Bucket,
	key: string,
	range: { offset: number; length: number } | undefined,
): Promise<ReadableStream<Uint8Array>> {
	if (range !== undefined) {
		checkRange(range, Number.MAX_SAFE_INTEGER);
		if (range.length === 0) return readNothing(bucket, key, range);
	}
	const wanted = range === undefined ? {} : { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` };
	const send = () => bucket.client.send(new GetObjectCommand({ Bucket: bucket.name, Key: key, ...wanted }));
	const answer = await ask(bucket, send);
	const body: ReadableStream<Uint8Array> = given(answer.Body, 'a body').transformToWebStream();
	const size = given(answer.ContentLength, 'a size');
	// A server cuts a range that reaches beyond the end, and may ignore ranges altogether.
	if (range !== undefined && size !== range.length) {
		await body.cancel();
		throw new CustosError('range', 'the bytes asked for are outside the object');
	}
	return whole(body, size);
}

async function readNothing(
	bucket: Bucket,
	key: string,
	range: { offset: number; length: number },
): Promise<ReadableStream<Uint8Array>> {
	const there = await headObject(bucket, key);
	if (there === undefined) throw new CustosError('not-found', 'there is no object under this key');
	checkRange(range, there.size);
	return new ReadableStream({ start: (controller) => controller.close() });
}

/** The same stream; one that breaks or ends early is `unavailable`, never a shorter object. */
function whole(body: ReadableStream<Uint8Array>, size: number): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	let left = size;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const { done, value } = await reader.read().catch((error: unknown) => {
					throw s3Failure(error);
				});
				left -= value?.length ?? 0;
				if (!done) return controller.enqueue(value);
				if (left !== 0) throw new CustosError('unavailable', 'the object store broke off within an object');
				controller.close();
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}

/** Objects by prefix, page by page. What is not a key of ours (claims, probes) is left out. */
export async function* listObjects(bucket: Bucket, prefix: string): AsyncGenerator<{ key: string; size: number }> {
	let token: string | undefined;
	do {
		const next = token === undefined ? {} : { ContinuationToken: token };
		const send = () => bucket.client.send(new ListObjectsV2Command({ Bucket: bucket.name, Prefix: prefix, ...next }));
		const page = await ask(bucket, send);
		for (const { Key, Size } of page.Contents ?? []) {
			if (Key !== undefined && isKey(Key)) yield { key: Key, size: given(Size, 'a size') };
		}
		token = page.IsTruncated ? given(page.NextContinuationToken, 'where its next page begins') : undefined;
	} while (token !== undefined);
}
