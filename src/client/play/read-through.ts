import type { Bytes } from '../../domain/bytes.ts';
import type { SealedReader } from './sealed-reader.ts';

/** Bytes read at a time. */
const PIECE = 2 ** 20;

/** All of a sealed object, from its beginning to its end; ends with the signal's reason once it is aborted. */
export async function* readThrough(reader: SealedReader, signal: AbortSignal): AsyncGenerator<Bytes> {
	for (let at = 0; at < reader.size; at += PIECE) yield reader.read(at, Math.min(reader.size, at + PIECE), signal);
}
