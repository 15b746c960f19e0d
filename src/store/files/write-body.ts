import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { CustosError } from '../../domain/errors.ts';
import type { BlobBytes, BlobFacts } from '../blob-store.ts';
import { checkCount } from '../rules.ts';
import { fs } from './fs-errors.ts';

const BATCH = 512 * 1024;
/** Rooms for one batch that are kept for later, at the most. */
const FREE = 32;

/**
 * Writes the bytes at `position`, hashing while the disk writes, and returns their SHA-256. Holds two batches
 * of 512 KiB. Not durable: the caller syncs. Throws `size-mismatch`, `hash-mismatch`, `disk-full`.
 */
export async function writeBody(
	file: FileHandle,
	position: number,
	bytes: BlobBytes,
	facts: BlobFacts,
): Promise<Buffer> {
	const hash = createHash('sha256');
	if (bytes instanceof Uint8Array) {
		checkCount(bytes.length, facts.size);
		await writeSlices(file, position, bytes, hash);
	} else {
		await writeStream(file, position, bytes, facts.size, hash);
	}
	const digest = hash.digest();
	if (facts.sha256 !== undefined && !digest.equals(facts.sha256)) {
		throw new CustosError('hash-mismatch', 'the bytes do not have the SHA-256 that was promised');
	}
	return digest;
}

async function writeSlices(file: FileHandle, position: number, bytes: Uint8Array, hash: Hash): Promise<void> {
	for (let at = 0; at < bytes.length; at += 8 * BATCH) {
		const slice = bytes.subarray(at, at + 8 * BATCH);
		const writing = writeAll(file, position + at, slice);
		hash.update(slice);
		await writing;
	}
}

async function writeStream(
	file: FileHandle,
	position: number,
	bytes: AsyncIterable<Uint8Array>,
	size: number,
	hash: Hash,
): Promise<void> {
	let [filling, other] = [takeRoom(), takeRoom()];
	let [came, filled] = [0, 0];
	let writing: Promise<void> = Promise.resolve();
	const flush = async (): Promise<void> => {
		await writing;
		const batch = filling.subarray(0, filled);
		writing = writeAll(file, position + came - filled, batch);
		// Awaited by the next flush; until then a failure must not count as unhandled.
		writing.catch(() => undefined);
		hash.update(batch);
		[filling, other, filled] = [other, filling, 0];
	};
	try {
		for await (const chunk of bytes) {
			if (came + chunk.length > size) checkCount(came + chunk.length, size);
			for (let at = 0; at < chunk.length; ) {
				const piece = chunk.subarray(at, at + BATCH - filled);
				filling.set(piece, filled);
				at += piece.length;
				came += piece.length;
				filled += piece.length;
				if (filled === BATCH) await flush();
			}
		}
		checkCount(came, size);
		if (filled > 0) await flush();
	} finally {
		// The file is the caller's to close, and the room another's to fill: nothing may still be writing.
		await writing.finally(() => {
			if (free.length < FREE) free.push(filling, other);
		});
	}
}

/**
 * What is not in use. The pieces that come from a line are copied here at once: while they wait for the disk they would
 * grow old, and it takes a collection of the whole heap to be rid of an old one.
 */
const free: Uint8Array[] = [];

function takeRoom(): Uint8Array {
	return free.pop() ?? new Uint8Array(BATCH);
}

/** Writes all of the bytes, however little the system takes at a time. */
async function writeAll(file: FileHandle, position: number, bytes: Uint8Array): Promise<void> {
	for (let at = 0; at < bytes.length; )
		at += (await fs(file.write(bytes, at, bytes.length - at, position + at))).bytesWritten;
}
