import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { CustosError } from '../../domain/errors.ts';
import type { BlobBytes, BlobFacts } from '../blob-store.ts';
import { checkCount } from '../rules.ts';
import { fs } from './fs-errors.ts';

const BATCH = 1024 * 1024;

/**
 * Writes the bytes at `position`, hashing while the disk writes, and returns their SHA-256. Holds at most about two
 * batches of 1 MiB. Not durable: the caller syncs. Throws `size-mismatch`, `hash-mismatch`, `disk-full`.
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
	for (let at = 0; at < bytes.length; at += 4 * BATCH) {
		const slice = bytes.subarray(at, at + 4 * BATCH);
		const writing = writeAll(file, position + at, [slice]);
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
	let came = 0;
	let written = 0;
	let batch: Uint8Array[] = [];
	let writing: Promise<void> = Promise.resolve();
	const flush = async (): Promise<void> => {
		await writing;
		const chunks = batch;
		const start = position + written;
		written = came;
		batch = [];
		writing = writeAll(file, start, chunks);
		// Awaited by the next flush; until then a failure must not count as unhandled.
		writing.catch(() => undefined);
		for (const chunk of chunks) hash.update(chunk);
	};
	try {
		for await (const chunk of bytes) {
			if (chunk.length === 0) continue;
			came += chunk.length;
			if (came > size) checkCount(came, size);
			batch.push(chunk);
			if (came - written >= BATCH) await flush();
		}
		checkCount(came, size);
		if (batch.length > 0) await flush();
	} finally {
		// The file is the caller's to close: nothing may still be writing to it.
		await writing;
	}
}

/** Writes all of the chunks, however little the system takes at a time. */
async function writeAll(file: FileHandle, position: number, chunks: readonly Uint8Array[]): Promise<void> {
	let rest = chunks.filter((chunk) => chunk.length > 0);
	let at = position;
	while (rest.length > 0) {
		const { bytesWritten } = await fs(file.writev(rest, at));
		at += bytesWritten;
		rest = dropFront(rest, bytesWritten);
	}
}

function dropFront(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
	let left = count;
	const rest: Uint8Array[] = [];
	for (const chunk of chunks) {
		if (left >= chunk.length) left -= chunk.length;
		else {
			rest.push(chunk.subarray(left));
			left = 0;
		}
	}
	return rest;
}
