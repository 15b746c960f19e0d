import { type FileHandle, open } from 'node:fs/promises';
import type { BlobBytes, BlobFacts, PartUpload } from '../blob-store.ts';
import { checkCount, placePart } from '../rules.ts';
import { fs, fsUnless } from './fs-errors.ts';
import { checkHead, partToken, readPart, writePart } from './part-file.ts';
import { readFile } from './read-file.ts';
import { type Room, withFile, withTemporary } from './room.ts';
import { filesOf, unknownUpload } from './uploads.ts';
import { writeBody } from './write-body.ts';

/** Stores one part where it belongs in the object; see BlobStore.putPart. */
export async function putPart(
	room: Room,
	upload: PartUpload,
	index: number,
	bytes: BlobBytes,
	facts: BlobFacts,
): Promise<string> {
	const place = placePart(upload, index);
	checkCount(facts.size, place.size);
	const files = filesOf(room, upload.uploadId);
	// Parts of one upload are written together, the same part twice in turn, and none while the upload completes:
	// from then on its file is the object.
	return room.locks.shared(upload.uploadId, () =>
		room.locks.exclusive(`${upload.uploadId}/${index}`, async () => {
			const opened = await fsUnless('ENOENT', open(files.parts, 'r+'));
			if (opened === undefined) throw unknownUpload();
			return withFile(Promise.resolve(opened), async (parts) => {
				await checkHead(parts, upload);
				const earlier = await readPart(parts, index);
				return withFile(open(files.data, 'r+'), (data) => {
					const part = { room, parts, data, index, offset: place.offset };
					return earlier === undefined ? store(part, bytes, facts) : replace(part, earlier, bytes, facts);
				});
			});
		}),
	);
}

interface Part {
	room: Room;
	parts: FileHandle;
	data: FileHandle;
	index: number;
	offset: number;
}

/** First the bytes durably, then the line that says so. */
async function store(part: Part, bytes: BlobBytes, facts: BlobFacts): Promise<string> {
	const digest = await writeBody(part.data, part.offset, bytes, facts);
	await fs(part.data.datasync());
	const token = partToken(part.index, facts.size, digest);
	await writePart(part.parts, part.index, token);
	return token;
}

/** The earlier part stays until the new one is known to be whole. The same bytes again change nothing. */
function replace(part: Part, earlier: string, bytes: BlobBytes, facts: BlobFacts): Promise<string> {
	return withTemporary(part.room, async (temporary) => {
		const digest = await writeBody(temporary, 0, bytes, facts);
		if (partToken(part.index, facts.size, digest) === earlier) return earlier;
		await writePart(part.parts, part.index, undefined);
		return store(part, readFile(temporary, 0, facts.size), { size: facts.size, sha256: digest });
	});
}
