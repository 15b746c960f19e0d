import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	ListPartsCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { BlobFacts, PartUpload } from '../blob-store.ts';
import { checkCount, countParts } from '../rules.ts';
import { ask, type Bucket, given, orNothing } from './bucket.ts';
import { claimKey, dropClaim } from './claim.ts';
import { headObject, WRITE } from './objects.ts';
import type { SentBody } from './sent-body.ts';
import { withSignedHash } from './signed-hash.ts';

const KNOWN = /^([0-9a-f]{32})\.(.+)$/;

/** An upload id names the write (32 hexadecimal digits) and the store's own id of the upload. */
function idsOf(upload: PartUpload): { write: string; UploadId: string } {
	const [, write, UploadId] = KNOWN.exec(upload.uploadId) ?? [];
	if (write === undefined || UploadId === undefined) throw unknown();
	return { write, UploadId };
}

function unknown(): CustosError {
	return new CustosError('not-found', 'this upload is unknown, completed or aborted');
}

export async function beginUpload(bucket: Bucket, key: string, write: string): Promise<string> {
	const command = { Bucket: bucket.name, Key: key, Metadata: { [WRITE]: write } };
	const answer = await ask(bucket, () => bucket.client.send(new CreateMultipartUploadCommand(command)));
	return `${write}.${given(answer.UploadId, 'an upload id')}`;
}

/** Sends one part; its token is the store's entity tag, which changes with the bytes. */
export async function sendPart(
	bucket: Bucket,
	upload: PartUpload,
	index: number,
	body: SentBody,
	facts: BlobFacts,
): Promise<string> {
	const { UploadId } = idsOf(upload);
	const part = { Bucket: bucket.name, Key: upload.key, UploadId, PartNumber: index + 1, ContentLength: facts.size };
	const send = () => {
		const command = new UploadPartCommand({ ...part, Body: body.bytes });
		command.middlewareStack.add((next) => (args) => next(withSignedHash(args, facts)), { step: 'build' });
		return bucket.client.send(command);
	};
	return given((await ask(bucket, send, body)).ETag, 'an entity tag');
}

/**
 * Completes an upload and looks at the result, because a store may answer 200 and an error, or not at all. Completing
 * has no condition that every S3 knows, so a claim decides which of several uploads may.
 */
export async function completeUpload(bucket: Bucket, upload: PartUpload, tokens: readonly string[]): Promise<void> {
	const { write, UploadId } = idsOf(upload);
	if (await isOurs(bucket, upload, write)) return;
	checkTokens(upload, tokens);
	await claimKey(bucket, upload.key, write);
	const Parts = tokens.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
	const request = { Bucket: bucket.name, Key: upload.key, UploadId, MultipartUpload: { Parts } };
	try {
		// Whoever held the claim before us may have finished since we looked.
		if (await isOurs(bucket, upload, write)) return;
		await ask(bucket, () => bucket.client.send(new CompleteMultipartUploadCommand(request)));
	} catch (error) {
		const failure = await settle(bucket, upload, error);
		if (failure === undefined) return;
		if (!isCustosError(failure, 'unavailable')) await dropClaim(bucket, upload.key, write);
		throw failure;
	}
	await confirm(bucket, upload, write);
	await dropClaim(bucket, upload.key, write);
}

/** What a failed completion came to: undefined if it was done all the same and the answer lost. */
async function settle(bucket: Bucket, upload: PartUpload, error: unknown): Promise<unknown> {
	const { write, UploadId } = idsOf(upload);
	if (!isCustosError(error, 'unavailable') && !isCustosError(error, 'not-found')) return error;
	if (await isOurs(bucket, upload, write)) return undefined;
	// Ceph says 500 "already in progress" of an upload that is gone.
	return (await isOpen(bucket, upload.key, UploadId)) ? error : unknown();
}

async function isOpen(bucket: Bucket, key: string, UploadId: string): Promise<boolean> {
	const request = { Bucket: bucket.name, Key: key, UploadId, MaxParts: 1 };
	return (await orNothing(ask(bucket, () => bucket.client.send(new ListPartsCommand(request))))) !== undefined;
}

/** True while the upload is open, or made the object that is there. */
export async function knowsUpload(bucket: Bucket, upload: PartUpload): Promise<boolean> {
	if (!KNOWN.test(upload.uploadId)) return false;
	const { write, UploadId } = idsOf(upload);
	if (await isOpen(bucket, upload.key, UploadId)) return true;
	const there = await headObject(bucket, upload.key);
	return there?.write === write;
}

/** The object must now be there, ours, and as long as was promised at the beginning; else it goes again. */
async function confirm(bucket: Bucket, upload: PartUpload, write: string): Promise<void> {
	try {
		if (await isOurs(bucket, upload, write)) return;
	} catch (error) {
		if (isCustosError(error, 'size-mismatch')) await deleteObject(bucket, upload.key);
		throw error;
	}
	throw new CustosError('unavailable', 'the object store said that the upload is complete, but there is no object');
}

function checkTokens(upload: PartUpload, tokens: readonly string[]): void {
	const count = countParts(upload);
	if (tokens.length !== count) {
		throw new CustosError('size-mismatch', `${tokens.length} tokens for an upload of ${count} parts`);
	}
	const missing = tokens.indexOf('');
	if (missing !== -1) throw new CustosError('size-mismatch', `part ${missing} is not there`);
}

/** True if this upload made the object under its key; false if there is none. Throws `exists` if another did. */
async function isOurs(bucket: Bucket, upload: PartUpload, write: string): Promise<boolean> {
	const there = await headObject(bucket, upload.key);
	if (there === undefined) return false;
	if (there.write !== write) throw new CustosError('exists', 'there is already an object under this key');
	checkCount(there.size, upload.size);
	return true;
}

export async function abortUpload(bucket: Bucket, upload: PartUpload): Promise<void> {
	if (!KNOWN.test(upload.uploadId)) return;
	const { write, UploadId } = idsOf(upload);
	const request = { Bucket: bucket.name, Key: upload.key, UploadId };
	await orNothing(ask(bucket, () => bucket.client.send(new AbortMultipartUploadCommand(request))));
	await dropClaim(bucket, upload.key, write);
}

export async function deleteObject(bucket: Bucket, key: string): Promise<void> {
	const send = () => bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: key }));
	await orNothing(ask(bucket, send));
}
