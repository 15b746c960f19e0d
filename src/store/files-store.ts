import { link, open, rename, stat, unlink } from 'node:fs/promises';
import { CustosError } from '../domain/errors.ts';
import type { BlobStore } from './blob-store.ts';
import { fs, fsUnless } from './files/fs-errors.ts';
import { putPart } from './files/put-part.ts';
import { readFile } from './files/read-file.ts';
import { locate, nameObject, openRoom, type Room, withTemporary } from './files/room.ts';
import { sweep } from './files/sweep.ts';
import { abortUpload, beginUpload, completeUpload, knowsUpload } from './files/uploads.ts';
import { walk } from './files/walk.ts';
import { writeBody } from './files/write-body.ts';
import { checkKey, checkRange, checkSize } from './rules.ts';

/** Objects as files in one folder of this machine. */
export interface FilesStore extends BlobStore {
	/** Removes what crashes left behind (temporary files of a day, uploads of 30 days); to be called at start. Returns how many files. */
	sweep(): Promise<number>;
}

/**
 * A store in the folder `root`, made if need be, for its owner only. It must be a local file system with hard links;
 * several processes may share it. Every file is fsynced before it gets its name, every folder after an entry changed. With
 * `readOnly` nothing is made or changed at the opening: it may lie on a medium that takes nothing, or be another's.
 */
export async function createFilesStore(options: {
	root: string;
	now?: () => number;
	readOnly?: boolean;
}): Promise<FilesStore> {
	const room = await openRoom(options.root, options.readOnly === true);
	const now = options.now ?? Date.now;

	return Object.freeze<FilesStore>({
		async put(key, bytes, facts) {
			checkKey(key);
			checkSize(facts.size, 'size');
			const folder = await withTemporary(room, async (file, path) => {
				await writeBody(file, 0, bytes, facts);
				await fs(file.datasync());
				return nameObject(room, path, key);
			});
			await room.folders.sync(folder);
		},

		async begin(key, { size, partSize }) {
			checkKey(key);
			return beginUpload(room, { key, size, partSize });
		},

		async putPart(upload, index, bytes, facts) {
			checkKey(upload.key);
			return putPart(room, upload, index, bytes, facts);
		},

		async complete(upload, tokens) {
			checkKey(upload.key);
			return completeUpload(room, upload, tokens);
		},

		knows: (upload) => knowsUpload(room, upload),

		abort: (upload) => abortUpload(room, upload),

		read: (key, range) => read(room, key, range),

		async head(key) {
			checkKey(key);
			const facts = await fsUnless('ENOENT', stat(locate(room, key).path));
			return facts === undefined ? undefined : { size: facts.size };
		},

		list: (prefix) => walk(room.objects, prefix),

		async delete(key) {
			checkKey(key);
			const place = locate(room, key);
			const gone = await fsUnless(
				'ENOENT',
				unlink(place.path).then(() => true),
			);
			if (gone) await room.folders.sync(place.folder);
		},

		async erase(key, instead) {
			checkKey(key);
			// A folder keeps no versions.
			if (instead === 'itself') return undefined;
			const place = locate(room, key);
			if (instead === undefined) {
				const gone = await fsUnless(
					'ENOENT',
					unlink(place.path).then(() => true),
				);
				if (gone) await room.folders.sync(place.folder);
				return undefined;
			}
			await withTemporary(room, async (file, path) => {
				await writeBody(file, 0, instead.bytes, { size: instead.size });
				await fs(file.datasync());
				await room.folders.make(place.folder);
				// The temporary name is removed by itself; the other one becomes the object's.
				await fs(link(path, `${path}.instead`));
				await fs(rename(`${path}.instead`, place.path));
			});
			await room.folders.sync(place.folder);
			return undefined;
		},

		sweep: () => sweep(room.temporary, room.uploads, now()),
	});
}

async function read(
	room: Room,
	key: string,
	range: { offset: number; length: number } | undefined,
): Promise<ReadableStream<Uint8Array>> {
	checkKey(key);
	const file = await fsUnless('ENOENT', open(locate(room, key).path, 'r'));
	if (file === undefined) throw new CustosError('not-found', 'there is no object under this key');
	try {
		const { size } = await fs(file.stat());
		if (range !== undefined) checkRange(range, size);
		return readFile(file, range?.offset ?? 0, range?.length ?? size);
	} catch (error) {
		await file.close();
		throw error;
	}
}
