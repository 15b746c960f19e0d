import type { Bytes } from '../../domain/bytes.ts';
import { SEALED_CHUNK_SIZE, sealedSize } from '../../domain/envelope/chunk-range.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Connection } from '../connection.ts';

/** Sealed chunks on their way, in one request. */
export interface ChunkRun {
	readonly first: number;
	readonly last: number;
	/** Each resolves as soon as its chunk has come whole. */
	readonly chunks: readonly Promise<Bytes>[];
	/** No more of it is wanted: what has not come rejects with `reason`. Of no effect once all has come. */
	abandon(reason: Error): void;
}

/**
 * Asks for the sealed chunks `first` to `last` of a body of `padded` plaintext bytes. Those that are left reject with
 * `size-mismatch` when the answer ends early or is another range, and with the archive's own error when there is none.
 * `ended` is called once nothing more of it will come.
 */
export function fetchChunks(
	connection: Connection,
	path: string,
	{ first, last, padded }: { first: number; last: number; padded: number },
	ended: () => void,
): ChunkRun {
	const [from, to] = [first * SEALED_CHUNK_SIZE, Math.min((last + 1) * SEALED_CHUNK_SIZE, sealedSize(padded))];
	const waiting = Array.from({ length: last - first + 1 }, () => Promise.withResolvers<Bytes>());
	const abandoned = new AbortController();
	let done = 0;

	const take = async (): Promise<void> => {
		const headers = { range: `bytes=${from}-${to - 1}` };
		const response = await connection.send(path, { headers, signal: abandoned.signal });
		const sizeThere = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
		if (response.status !== 206 || Number(sizeThere) !== sealedSize(padded)) {
			await response.body?.cancel();
			throw new CustosError('size-mismatch', 'the store holds another size than the ledger says');
		}
		let chunk = new Uint8Array(lengthOf(first, padded));
		let filled = 0;
		for await (const piece of response.body as unknown as AsyncIterable<Bytes>) {
			abandoned.signal.throwIfAborted();
			for (let at = 0; at < piece.length && done < waiting.length; ) {
				const part = piece.subarray(at, at + chunk.length - filled);
				chunk.set(part, filled);
				filled += part.length;
				at += part.length;
				if (filled < chunk.length) break;
				waiting[done++]?.resolve(chunk);
				chunk = new Uint8Array(done === waiting.length ? 0 : lengthOf(first + done, padded));
				filled = 0;
			}
		}
		if (done < waiting.length) throw new CustosError('size-mismatch', 'the store gave fewer bytes than asked for');
	};
	take()
		.catch((error: unknown) => {
			const reason: unknown = abandoned.signal.aborted ? abandoned.signal.reason : error;
			for (const one of waiting.slice(done)) one.reject(reason);
		})
		.finally(ended);
	return { first, last, chunks: waiting.map((one) => one.promise), abandon: (reason) => abandoned.abort(reason) };
}

function lengthOf(index: number, padded: number): number {
	return Math.min(SEALED_CHUNK_SIZE, sealedSize(padded) - index * SEALED_CHUNK_SIZE);
}
