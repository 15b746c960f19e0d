import { randomBytes } from 'node:crypto';
import { open, rename, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { PartUpload } from '../blob-store.ts';
import { countParts } from '../rules.ts';
import { fs, fsUnless } from './fs-errors.ts';
import { checkHead, findMissing, writeHead } from './part-file.ts';
import { locate, nameObject, type Room, withFile } from './room.ts';

const ID = /^[0-9a-f]{32}$/;

/** The files of an upload: its bytes, which parts of them are there, and the memory that it was completed. */
export function filesOf(room: Room, uploadId: string): { data: string; parts: string; done: string } {
	// The id becomes a file name; anything we did not make ourselves is simply unknown.
	if (!ID.test(uploadId)) throw unknownUpload();
	const stem = join(room.uploads, uploadId);
	return { data: `${stem}.data`, parts: `${stem}.parts`, done: `${stem}.done` };
}

export function unknownUpload(): CustosError {
	return new CustosError('not-found', 'this upload is unknown, completed or aborted');
}

/** Begins an upload: a file as long as the object will be, and its part file. Refuses early what cannot fit. */
export async function beginUpload(room: Room, upload: Omit<PartUpload, 'uploadId'>): Promise<string> {
	countParts(upload);
	const space = await fs(statfs(room.uploads));
	if (space.bavail * space.bsize < upload.size) {
		throw new CustosError('disk-full', 'an object of this size does not fit into the space left');
	}
	const uploadId = randomBytes(16).toString('hex');
	const files = filesOf(room, uploadId);
	try {
		await withFile(open(files.data, 'wx', 0o600), async (file) => {
			await fs(file.truncate(upload.size));
			await fs(file.sync());
		});
		await withFile(open(files.parts, 'wx', 0o600), async (file) => {
			await writeHead(file, upload);
			await fs(file.sync());
		});
		await room.folders.sync(room.uploads);
	} catch (error) {
		await remove(files.parts);
		await remove(files.data);
		throw error;
	}
	return uploadId;
}

/** Makes the object of an upload visible; see BlobStore.complete. */
export async function completeUpload(room: Room, upload: PartUpload, tokens: readonly string[]): Promise<void> {
	const files = filesOf(room, upload.uploadId);
	await room.locks.exclusive(upload.uploadId, async () => {
		const parts = await fsUnless('ENOENT', open(files.parts, 'r'));
		if (parts === undefined) return confirmDone(room, upload);
		await withFile(Promise.resolve(parts), async (file) => {
			await checkHead(file, upload);
			if (tokens.length !== countParts(upload)) {
				throw new CustosError('size-mismatch', `${tokens.length} tokens for an upload of ${countParts(upload)} parts`);
			}
			const missing = await findMissing(file, tokens);
			if (missing !== undefined)
				throw new CustosError('size-mismatch', `part ${missing} is not there, or is another one`);
		});
		await nameOnce(room, files.data, upload.key);
		await fs(rename(files.parts, files.done));
		await remove(files.data);
		await room.folders.sync(room.uploads);
	});
}

/** After a crash between naming and forgetting the upload, the object under the key is the upload's own file. */
async function nameOnce(room: Room, data: string, key: string): Promise<void> {
	const place = locate(room, key);
	try {
		await nameObject(room, data, key);
	} catch (error) {
		if (!isCustosError(error, 'exists')) throw error;
		const [ours, there] = await Promise.all([fs(stat(data)), fs(stat(place.path))]);
		if (ours.ino !== there.ino || ours.dev !== there.dev) throw error;
	}
	await room.folders.sync(place.folder);
}

async function confirmDone(room: Room, upload: PartUpload): Promise<void> {
	const files = filesOf(room, upload.uploadId);
	const done = await fsUnless('ENOENT', open(files.done, 'r'));
	if (done === undefined) throw unknownUpload();
	await withFile(Promise.resolve(done), (file) => checkHead(file, upload));
	const object = await fsUnless('ENOENT', stat(locate(room, upload.key).path));
	if (object === undefined)
		throw new CustosError('not-found', 'this upload was completed, and its object deleted since');
	await remove(files.data);
	await room.folders.sync(room.uploads);
}

/** True while the upload has its part file, or the memory that it was completed. */
export async function knowsUpload(room: Room, upload: PartUpload): Promise<boolean> {
	if (!ID.test(upload.uploadId)) return false;
	const { parts, done } = filesOf(room, upload.uploadId);
	// In this order: the one becomes the other.
	return ((await fsUnless('ENOENT', stat(parts))) ?? (await fsUnless('ENOENT', stat(done)))) !== undefined;
}

/** Drops an upload. The part file goes first: data without one is nobody's, and swept. */
export async function abortUpload(room: Room, upload: PartUpload): Promise<void> {
	if (!ID.test(upload.uploadId)) return;
	const files = filesOf(room, upload.uploadId);
	await room.locks.exclusive(upload.uploadId, async () => {
		await remove(files.parts);
		await remove(files.data);
		await room.folders.sync(room.uploads);
	});
}

async function remove(path: string): Promise<void> {
	await fsUnless('ENOENT', unlink(path));
}
