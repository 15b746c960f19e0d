import { type Bytes, concat } from './bytes.ts';

/** All bytes of a stream; undefined as soon as there are more than `limit`, and the rest is not read. */
export async function bounded(stream: AsyncIterable<Uint8Array> | null, limit: number): Promise<Bytes | undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of stream ?? []) {
		length += piece.length;
		if (length > limit) return undefined;
		pieces.push(piece);
	}
	return concat(...pieces);
}
