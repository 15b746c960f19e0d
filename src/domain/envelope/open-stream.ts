import type { Bytes } from '../bytes.ts';
import { openChunks } from './body.ts';
import { SEALED_CHUNK_SIZE } from './chunk-range.ts';

/**
 * The plaintext of a whole body, a chunk at a time. A chunk is yielded only once it is verified, and the generator ends
 * well only if the source ended with the final chunk: a cut, an extension or any altered byte throws `damaged`. Whoever
 * needs "all or nothing" must therefore wait for the end before acting on what was yielded.
 */
export async function* openStream(payloadKey: Uint8Array, body: AsyncIterable<Uint8Array>): AsyncGenerator<Bytes> {
	const chunk = new Uint8Array(SEALED_CHUNK_SIZE);
	let filled = 0;
	let index = 0;
	for await (const piece of body) {
		for (let at = 0; at < piece.length; ) {
			// A full chunk is the final one only if nothing follows it, so it waits here for the next byte.
			if (filled === SEALED_CHUNK_SIZE) {
				yield openChunks(payloadKey, chunk, index++, false);
				filled = 0;
			}
			const taken = Math.min(piece.length - at, SEALED_CHUNK_SIZE - filled);
			chunk.set(piece.subarray(at, at + taken), filled);
			filled += taken;
			at += taken;
		}
	}
	yield openChunks(payloadKey, chunk.subarray(0, filled), index, true);
}
