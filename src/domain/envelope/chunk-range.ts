import { CustosError } from '../errors.ts';

/** Plaintext bytes in a full chunk (C2SP age, "Payload"). */
export const CHUNK_SIZE = 65_536;
/** Bytes of a chunk's Poly1305 tag. */
export const TAG_SIZE = 16;
/** Bytes of a full chunk on disk. */
export const SEALED_CHUNK_SIZE = CHUNK_SIZE + TAG_SIZE;

/** How many chunks hold `plain` bytes; an empty plaintext is one empty chunk. */
export function chunkCount(plain: number): number {
	return Math.max(1, Math.ceil(plain / CHUNK_SIZE));
}

/** Bytes of the body of `plain` bytes. */
export function sealedSize(plain: number): number {
	return plain + TAG_SIZE * chunkCount(plain);
}

/** Plaintext bytes in a body of `sealed` bytes. Throws `damaged` for a size no body has. */
export function plainSize(sealed: number): number {
	const plain = sealed - TAG_SIZE * Math.ceil(sealed / SEALED_CHUNK_SIZE);
	if (!Number.isSafeInteger(sealed) || plain < 0 || sealedSize(plain) !== sealed) {
		throw new CustosError('damaged', `no sealed body is ${sealed} bytes long`);
	}
	return plain;
}

/** The run of whole chunks that covers a range of the plaintext. */
export interface ChunkRange {
	readonly firstChunk: number;
	/** Where the run lies in the body, in bytes. */
	readonly sealedOffset: number;
	readonly sealedLength: number;
	/** True if the run ends with the body's final chunk. */
	readonly isLast: boolean;
	/** Where the asked-for bytes begin in the opened run. */
	readonly skip: number;
}

/** The chunks needed for `length` bytes from `offset` of a plaintext of `size` bytes. Throws `range` unless 0 < length and all lie inside. */
export function chunkRange(offset: number, length: number, size: number): ChunkRange {
	if (
		!(
			Number.isSafeInteger(offset) &&
			Number.isSafeInteger(length) &&
			offset >= 0 &&
			length > 0 &&
			offset + length <= size
		)
	) {
		throw new CustosError('range', `bytes ${offset} to ${offset + length} are not inside ${size} bytes`);
	}
	const firstChunk = Math.floor(offset / CHUNK_SIZE);
	const afterChunk = Math.ceil((offset + length) / CHUNK_SIZE);
	const sealedOffset = firstChunk * SEALED_CHUNK_SIZE;
	return {
		firstChunk,
		sealedOffset,
		sealedLength: Math.min(afterChunk * SEALED_CHUNK_SIZE, sealedSize(size)) - sealedOffset,
		isLast: afterChunk === chunkCount(size),
		skip: offset - firstChunk * CHUNK_SIZE,
	};
}
