import { CustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { HEADER } from './copy-chunks.ts';
import type { Manifest } from './manifest.ts';
import { readStored } from './read-whole.ts';

/** The columns of a row as PostgreSQL's binary COPY has them: numbers big-endian, text in UTF-8; null where there is none. */
export type Row = readonly (Buffer | null)[];

/** The rows of one table of a backup, without a database, in the order they were saved in. Throws `damaged`, naming the chunk. */
export async function* tableRows(from: BlobStore, manifest: Manifest, table: string): AsyncGenerator<Row> {
	for (const chunk of manifest.chunks) {
		if (chunk.table !== table) continue;
		const bytes = Buffer.from(await readStored(from, chunk));
		let rows = 0;
		for (const row of rowsOf(bytes)) {
			rows += 1;
			yield row;
		}
		if (rows !== chunk.rows) throw new CustosError('damaged', `${chunk.key} does not hold the rows it is said to hold`);
	}
}

function* rowsOf(bytes: Buffer): Generator<Row> {
	let at = HEADER.length;
	for (;;) {
		const fields = bytes.readInt16BE(at);
		at += 2;
		if (fields < 0) return;
		const row: (Buffer | null)[] = [];
		for (let i = 0; i < fields; i++) {
			const length = bytes.readInt32BE(at);
			at += 4;
			row.push(length < 0 ? null : bytes.subarray(at, at + length));
			at += Math.max(0, length);
		}
		yield row;
	}
}

/** A column that is never null. */
export function cell(row: Row, column: number): Buffer {
	const found = row[column];
	if (found === null || found === undefined) throw new CustosError('damaged', 'a row of the backup lacks a column');
	return found;
}

/** A bigint column. */
export function numberAt(row: Row, column: number): number {
	return Number(cell(row, column).readBigInt64BE());
}
