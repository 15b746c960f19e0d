import { platform } from '#platform';
import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { CHUNK_SIZE, chunkCount, plainSize, SEALED_CHUNK_SIZE, sealedSize, TAG_SIZE } from './chunk-range.ts';

/**
 * Seals a run of whole chunks that begins at `firstChunk` (from 0) of a body. Runs may be made in any order and by
 * several threads, but a chunk's plaintext must never be replaced under the same payload key: same key and same counter
 * with other bytes reveal both. Unless `isLast`, the run is a positive multiple of 64 KiB; the last run is empty only if
 * the whole plaintext is. Throws `size-mismatch` otherwise. The result goes into `into` where that is given, which has
 * exactly its size.
 */
export function sealChunks(
	payloadKey: Uint8Array,
	plaintext: Uint8Array,
	firstChunk: number,
	isLast: boolean,
	into?: Bytes,
): Bytes {
	requireWholeChunks(plaintext.length, firstChunk, isLast, 'size-mismatch');
	const out = into ?? new Uint8Array(sealedSize(plaintext.length));
	const nonces = new Nonces(firstChunk, chunkCount(plaintext.length), isLast);
	for (let i = 0; i < nonces.count; i++) {
		const chunk = plaintext.subarray(i * CHUNK_SIZE, (i + 1) * CHUNK_SIZE);
		const at = i * SEALED_CHUNK_SIZE;
		platform.aeadSeal(payloadKey, nonces.at(i), chunk, out.subarray(at, at + chunk.length + TAG_SIZE));
	}
	return out;
}

/** Seals as `sealChunks` does, into `into`; `plaintext` stays as it is until that is done. */
export type ChunkSealer = (plaintext: Uint8Array, firstChunk: number, isLast: boolean, into: Bytes) => Promise<void>;

/** A sealer by the platform's native code; undefined where `sealChunks` is as quick. */
export async function nativeChunkSealer(payloadKey: Uint8Array): Promise<ChunkSealer | undefined> {
	const seal = await platform.nativeBulk?.aeadSealer(payloadKey);
	if (seal === undefined) return undefined;
	return async (plaintext, firstChunk, isLast, into) => {
		requireWholeChunks(plaintext.length, firstChunk, isLast, 'size-mismatch');
		const nonces = new Nonces(firstChunk, chunkCount(plaintext.length), isLast);
		const sealing: Promise<void>[] = [];
		for (let i = 0; i < nonces.count; i++) {
			const chunk = plaintext.subarray(i * CHUNK_SIZE, (i + 1) * CHUNK_SIZE);
			const at = i * SEALED_CHUNK_SIZE;
			sealing.push(seal(nonces.at(i), chunk, into.subarray(at, at + chunk.length + TAG_SIZE)));
		}
		await Promise.all(sealing);
	};
}

/**
 * Opens a run of whole chunks; `isLast` says that the run reaches the end of the body, which the caller knows from the
 * size in the ledger. Throws `damaged`, and gives nothing, if any chunk is altered, moved, missing or one too many.
 */
export function openChunks(payloadKey: Uint8Array, sealed: Uint8Array, firstChunk: number, isLast: boolean): Bytes {
	const size = plainSize(sealed.length);
	requireWholeChunks(size, firstChunk, isLast, 'damaged');
	const out = new Uint8Array(size);
	const nonces = new Nonces(firstChunk, chunkCount(size), isLast);
	for (let i = 0; i < nonces.count; i++) {
		const chunk = sealed.subarray(i * SEALED_CHUNK_SIZE, (i + 1) * SEALED_CHUNK_SIZE);
		out.set(platform.aeadOpen(payloadKey, nonces.at(i), chunk), i * CHUNK_SIZE);
	}
	return out;
}

function requireWholeChunks(
	plain: number,
	firstChunk: number,
	isLast: boolean,
	code: 'size-mismatch' | 'damaged',
): void {
	if (isLast ? plain > 0 || firstChunk === 0 : plain > 0 && plain % CHUNK_SIZE === 0) return;
	throw new CustosError(
		code,
		isLast ? 'a final chunk may be empty only in an empty body' : 'a run of chunks must be whole',
	);
}

/** The nonces of a run: 11-byte big-endian counter ‖ 1 for the final chunk, else 0. */
class Nonces {
	readonly count: number;
	readonly #first: number;
	readonly #isLast: boolean;
	readonly #nonce = new Uint8Array(12);
	readonly #view = new DataView(this.#nonce.buffer);

	constructor(first: number, count: number, isLast: boolean) {
		this.#first = first;
		this.count = count;
		this.#isLast = isLast;
	}

	/** The same array each time, rewritten. */
	at(i: number): Uint8Array {
		this.#view.setBigUint64(3, BigInt(this.#first + i));
		this.#nonce[11] = this.#isLast && i === this.count - 1 ? 1 : 0;
		return this.#nonce;
	}
}
