import {
	DeleteObjectCommand,
	GetObjectRetentionCommand,
	ListObjectVersionsCommand,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import { isCustosError } from '../../domain/errors.ts';
import { ask, type Bucket, given } from './bucket.ts';
import { headObject, WRITE } from './objects.ts';
import type { SentBody } from './sent-body.ts';
import { deleteObject } from './uploads.ts';

/** Removes an object and its versions, all but the one just put in its place, or the newest itself. See BlobStore.erase. */
export async function eraseObject(
	bucket: Bucket,
	key: string,
	instead?: { body: SentBody; size: number; write: string } | 'itself',
): Promise<Date | undefined> {
	if (typeof instead === 'object') {
		const send = () =>
			bucket.client.send(
				new PutObjectCommand({
					Bucket: bucket.name,
					Key: key,
					Body: instead.body.bytes,
					ContentLength: instead.size,
					Metadata: { [WRITE]: instead.write },
				}),
			);
		await ask(bucket, send, instead.body);
	} else if (instead === undefined && (await headObject(bucket, key)) !== undefined) await deleteObject(bucket, key);
	let until: Date | undefined;
	const { versions, marks } = await versionsOf(bucket, key);
	for (const { id, latest } of versions) {
		if (instead !== undefined && latest) continue;
		const kept = await eraseVersion(bucket, key, id);
		if (kept !== undefined && (until === undefined || kept > until)) until = kept;
	}
	// As long as a version is kept, the mark that it was deleted hides it.
	if (until === undefined) for (const id of marks) await eraseVersion(bucket, key, id);
	return until;
}

/** Every version and mark of deletion under a key; none where the store keeps no versions, or does not say. */
async function versionsOf(
	bucket: Bucket,
	key: string,
): Promise<{ versions: { id: string; latest: boolean }[]; marks: string[] }> {
	const found = { versions: [] as { id: string; latest: boolean }[], marks: [] as string[] };
	let next: { KeyMarker: string; VersionIdMarker?: string } | undefined;
	do {
		const page = await ask(bucket, () =>
			bucket.client.send(new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: key, ...next })),
		).catch((error: unknown) => {
			if (isNotOffered(error)) return undefined;
			throw error;
		});
		if (page === undefined) return found;
		for (const { Key, VersionId, IsLatest } of page.Versions ?? [])
			if (Key === key && VersionId !== undefined) found.versions.push({ id: VersionId, latest: IsLatest === true });
		for (const { Key, VersionId } of page.DeleteMarkers ?? [])
			if (Key === key && VersionId !== undefined) found.marks.push(VersionId);
		// Longer keys come after it.
		const more = page.IsTruncated === true && page.NextKeyMarker === key;
		next = more
			? {
					KeyMarker: given(page.NextKeyMarker, 'where its next page begins'),
					...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
				}
			: undefined;
	} while (next !== undefined);
	return found;
}

/** Undefined once the version is gone; else when its retention ends. Throws where it stays for another reason. */
async function eraseVersion(bucket: Bucket, key: string, id: string): Promise<Date | undefined> {
	const which = { Bucket: bucket.name, Key: key, VersionId: id };
	try {
		await ask(bucket, () => bucket.client.send(new DeleteObjectCommand(which)));
		return undefined;
	} catch (refusal) {
		if (isCustosError(refusal, 'not-found')) return undefined;
		if (!isCustosError(refusal, 'config')) throw refusal;
		const kept = await ask(bucket, () => bucket.client.send(new GetObjectRetentionCommand(which))).catch(() => {
			throw refusal;
		});
		const until = kept.Retention?.RetainUntilDate;
		if (until === undefined) throw refusal;
		return until;
	}
}

function isNotOffered(error: unknown): boolean {
	const cause = isCustosError(error, 'config') ? error.cause : undefined;
	return cause instanceof Error && ['NotImplemented', 'MethodNotAllowed'].includes(cause.name);
}
