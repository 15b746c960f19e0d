import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { ErrorCode } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';

/** The smallest part that is both whole chunks of a body and enough for S3. */
export const PART = 80 * 65_552;

export function sha256(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** Bytes that look random and are the same for the same seed. */
export function pattern(size: number, seed: number): Uint8Array {
	const out = new Uint8Array(size);
	let state = (seed * 2654435761 + 1) >>> 0;
	for (let i = 0; i < size; i++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		out[i] = state >>> 24;
	}
	return out;
}

/** A stream of the bytes in chunks of a size. */
export function streamOf(bytes: Uint8Array, chunk: number): ReadableStream<Uint8Array> {
	let at = 0;
	return new ReadableStream({
		pull(controller) {
			if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + chunk));
			at += chunk;
			if (at >= bytes.length) controller.close();
		},
	});
}

/** A stream that gives some bytes and then fails. */
export function failingStream(bytes: Uint8Array, error: Error): ReadableStream<Uint8Array> {
	let given = false;
	return new ReadableStream({
		pull(controller) {
			if (given) controller.error(error);
			else controller.enqueue(bytes);
			given = true;
		},
	});
}

/** Hands every chunk of a stream to `use`. */
export async function drain(stream: ReadableStream<Uint8Array>, use: (chunk: Uint8Array) => void): Promise<void> {
	for await (const chunk of stream) use(chunk);
}

/** All bytes of an object or of a range of it. */
export async function bytesOf(
	store: BlobStore,
	key: string,
	range?: { offset: number; length: number },
): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	await drain(await store.read(key, range), (chunk) => chunks.push(chunk));
	return new Uint8Array(Buffer.concat(chunks));
}

/** Expects a CustosError with this code. */
export async function toThrowCode(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
	await expect(promise).rejects.toMatchObject({ name: 'CustosError', code });
}

const collect = (() => {
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc') as () => void;
})();

/** Bytes of buffers that something still holds: what only waits to be collected does not count. */
export function heldBuffers(): number {
	collect();
	return process.memoryUsage().arrayBuffers;
}
