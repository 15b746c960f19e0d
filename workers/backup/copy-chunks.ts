import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { CustosError } from '../../src/domain/errors.ts';

/** What PostgreSQL writes before the rows of a binary COPY, without flags or extension, and after them. */
export const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);

/** A run of whole rows that PostgreSQL reads back by itself. */
export interface RowsChunk {
	bytes: Uint8Array;
	rows: number;
}

/**
 * The rows of a query as binary COPY files of about `size` bytes each; none when there are no rows. Holds one chunk in
 * memory, however many rows there are.
 */
export async function* copyChunks(client: Client, query: string, size = 8 * 2 ** 20): AsyncGenerator<RowsChunk> {
	const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
	let rest: Buffer = Buffer.alloc(0);
	let [at, rows, started] = [0, 0, false];
	for await (const piece of stream as AsyncIterable<Buffer>) {
		rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
		if (!started) {
			if (rest.length < HEADER.length) continue;
			if (!rest.subarray(0, HEADER.length).equals(HEADER))
				throw new CustosError('unavailable', 'the database copies rows in an unknown form');
			rest = rest.subarray(HEADER.length);
			started = true;
		}
		for (let end = endOfRow(rest, at); end !== undefined; end = endOfRow(rest, at)) {
			at = end;
			rows += 1;
			if (at < size) continue;
			yield { bytes: Buffer.concat([HEADER, rest.subarray(0, at), TRAILER]), rows };
			rest = rest.subarray(at);
			[at, rows] = [0, 0];
		}
	}
	if (!rest.subarray(at).equals(TRAILER))
		throw new CustosError('unavailable', 'the database stopped in the middle of a table');
	if (rows > 0) yield { bytes: Buffer.concat([HEADER, rest]), rows };
}

/** Where the row at `at` ends, if all of it is there and it is not the trailer. */
function endOfRow(bytes: Buffer, at: number): number | undefined {
	if (at + 2 > bytes.length) return undefined;
	const fields = bytes.readInt16BE(at);
	if (fields < 0) return undefined;
	let end = at + 2;
	for (let i = 0; i < fields; i++) {
		if (end + 4 > bytes.length) return undefined;
		end += 4 + Math.max(0, bytes.readInt32BE(end));
	}
	return end <= bytes.length ? end : undefined;
}

/** Loads a chunk into a table. */
export async function loadChunk(client: Client, into: string, bytes: Uint8Array): Promise<void> {
	await pipeline(Readable.from([bytes]), client.query(copyFrom(`copy ${into} from stdin (format binary)`)));
}
