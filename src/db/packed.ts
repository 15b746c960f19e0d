import { type RawBuilder, sql } from 'kysely';

/** A column of a rows-at-once insert: its values, one a row, and what they are in the database. */
export type PackedColumn =
	| { type: 'bytea'; values: readonly (Uint8Array | null)[] }
	| { type: 'text'; values: readonly (string | null)[] }
	| { type: 'bigint'; values: readonly number[] }
	| { type: 'int'; values: readonly number[] };

const encoder = new TextEncoder();

/**
 * `select …` of many rows, to be put after `insert into`. Bytes and texts travel side by side in one binary parameter and
 * are cut apart there: as arrays, every value would be written in hex, quoted, parsed and unquoted again.
 */
export function selectPacked(columns: readonly PackedColumn[]): RawBuilder<unknown> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	const arrays: RawBuilder<unknown>[] = [];
	const names: string[] = [];
	const cells = columns.map((column, i): RawBuilder<unknown> => {
		if (column.type === 'bigint' || column.type === 'int') {
			arrays.push(sql`${`{${column.values.join(',')}}`}::${sql.raw(column.type)}[]`);
			names.push(`c${i}`);
			return sql.raw(`r.c${i}`);
		}
		const { parts, sizes } = column.type === 'bytea' ? measure(column.values) : encode(column.values);
		const starts: number[] = [];
		for (const one of sizes) {
			starts.push(size + 1);
			size += one ?? 0;
		}
		pieces.push(...parts);
		const lengths = sizes.map((one) => one ?? 'NULL').join(',');
		arrays.push(sql`${`{${starts.join(',')}}`}::int[]`, sql`${`{${lengths}}`}::int[]`);
		names.push(`s${i}`, `z${i}`);
		const cut = `substring(b.packed from r.s${i} for r.z${i})`;
		return sql.raw(column.type === 'text' ? `convert_from(${cut}, 'UTF8')` : cut);
	});
	return sql`select ${sql.join(cells)} from (select ${join(pieces, size)}::bytea as packed offset 0) b,
		unnest(${sql.join(arrays)}) as r (${sql.raw(names.join(', '))})`;
}

interface Measured {
	parts: readonly Uint8Array[];
	sizes: readonly (number | null)[];
}

/** Up to this many characters on average, one encoding of all of them is quicker than one of each. */
const SHORT = 256;

/** All of them into one piece, as long as each has as many bytes as characters. */
function encode(values: readonly (string | null)[]): Measured {
	const sizes = values.map((one) => one?.length ?? null);
	const size = sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
	const all = size > SHORT * values.length ? encodeEach(values, size) : encoder.encode(values.join(''));
	if (all?.length === size) return { parts: [all], sizes };
	return measure(values.map((one) => (one === null ? null : encoder.encode(one))));
}

/** Undefined if one of them has more bytes than characters. */
function encodeEach(values: readonly (string | null)[], size: number): Uint8Array | undefined {
	const all = new Uint8Array(size);
	let at = 0;
	for (const one of values) {
		if (one === null) continue;
		const { read, written } = encoder.encodeInto(one, all.subarray(at));
		if (read !== one.length || written !== one.length) return undefined;
		at += written;
	}
	return all;
}

function measure(values: readonly (Uint8Array | null)[]): Measured {
	return { parts: values.filter((one) => one !== null), sizes: values.map((one) => one?.length ?? null) };
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
	const out = new Uint8Array(size);
	let at = 0;
	for (const piece of pieces) {
		out.set(piece, at);
		at += piece.length;
	}
	return out;
}
