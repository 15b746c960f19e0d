import type { BlobStore } from '../../src/store/blob-store.ts';

/** Larger objects go in parts: no S3 takes more than 5 GiB at once. */
const AT_ONCE = 2 ** 30;
const PART = 256 * 2 ** 20;

/** Copies an object as a stream, under another key if `as` is given. On an error nothing of it can be seen at the target. Rejects `not-found`, `exists`. */
export async function copyObject(
	from: BlobStore,
	to: BlobStore,
	key: string,
	size: number,
	signal?: AbortSignal,
	as = key,
): Promise<void> {
	if (size <= AT_ONCE)
		return to.put(
			as,
			stoppable(() => from.read(key), signal),
			{ size },
		);
	const partSize = Math.max(PART, Math.ceil(size / 9_000));
	const upload = { key: as, uploadId: await to.begin(as, { size, partSize }), size, partSize };
	try {
		const tokens: string[] = [];
		for (let offset = 0; offset < size; offset += partSize) {
			const length = Math.min(partSize, size - offset);
			const part = stoppable(() => from.read(key, { offset, length }), signal);
			tokens.push(await to.putPart(upload, tokens.length, part, { size: length }));
		}
		await to.complete(upload, tokens);
	} catch (error) {
		await to.abort(upload);
		throw error;
	}
}

/** Opened only when the first byte is asked for: a target that refuses before leaves nothing open. */
async function* stoppable(
	read: () => Promise<ReadableStream<Uint8Array>>,
	signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
	for await (const piece of await read()) {
		signal?.throwIfAborted();
		yield piece;
	}
}
