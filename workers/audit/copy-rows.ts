import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CustosError } from '../../src/domain/errors.ts';

/** The fields of one row as they came over the wire: big-endian integers, UTF-8 texts, bytes as they are. */
export type Fields = readonly (Buffer | null)[];

const HEADER = 19;

/**
 * Runs a query through COPY in binary form (PostgreSQL manual, COPY, "Binary Format") and hands over row after row
 * without holding more than one. A field is valid only during the call. It costs a third of what the text protocol does.
 */
export async function copyRows(client: Client, query: string, onRow: (fields: Fields) => void): Promise<void> {
	const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
	let rest: Buffer = Buffer.alloc(0);
	let started = false;
	let ended = false;
	for await (const piece of stream as AsyncIterable<Buffer>) {
		rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
		let at = 0;
		if (!started) {
			if (rest.length < HEADER) continue;
			at = HEADER + rest.readUInt32BE(HEADER - 4);
			started = true;
		}
		for (;;) {
			const next = readRow(rest, at, onRow);
			if (next === undefined) break;
			if (next === 'end') {
				ended = true;
				break;
			}
			at = next;
		}
		rest = rest.subarray(at);
	}
	if (!ended) throw new CustosError('unavailable', 'the database stopped in the middle of a table');
}

/** Reads the row at `at` if all of it is there, and tells where the next one begins. */
function readRow(bytes: Buffer, at: number, onRow: (fields: Fields) => void): number | 'end' | undefined {
	if (at + 2 > bytes.length) return undefined;
	const count = bytes.readInt16BE(at);
	if (count === -1) return 'end';
	const fields: (Buffer | null)[] = new Array(count);
	let from = at + 2;
	for (let i = 0; i < count; i++) {
		if (from + 4 > bytes.length) return undefined;
		const length = bytes.readInt32BE(from);
		from += 4;
		if (length < 0) {
			fields[i] = null;
			continue;
		}
		if (from + length > bytes.length) return undefined;
		fields[i] = bytes.subarray(from, from + length);
		from += length;
	}
	onRow(fields);
	return from;
}

/** A `bigint` or `int` field that is not null. */
export function int(field: Buffer | null | undefined): number {
	if (!field) throw new CustosError('damaged', 'a number is missing from a row');
	return field.length === 8 ? Number(field.readBigInt64BE(0)) : field.readInt32BE(0);
}

/** A text field that is not null. */
export function string(field: Buffer | null | undefined): string {
	if (!field) throw new CustosError('damaged', 'a text is missing from a row');
	return field.toString('utf8');
}

/** A bytes field that is not null, as a view: copy what must outlive the row. */
export function bytes(field: Buffer | null | undefined): Uint8Array {
	if (!field) throw new CustosError('damaged', 'bytes are missing from a row');
	return field;
}
