import { CustosError } from '../../../domain/errors.ts';

/** A Huffman table of a JPEG: per length of code, the first code, how many there are, and where their symbols begin. */
export interface Huffman {
	readonly first: readonly number[];
	readonly counts: readonly number[];
	readonly start: readonly number[];
	readonly symbols: Uint8Array;
}

/** `counts`: codes of 1 to 16 bits. (T.81, annex C) */
export function huffman(counts: Uint8Array, symbols: Uint8Array): Huffman {
	const [first, start]: [number[], number[]] = [[], []];
	let [code, at] = [0, 0];
	for (const count of counts) {
		first.push(code);
		start.push(at);
		code = (code + count) << 1;
		at += count;
	}
	return { first, counts: [...counts], start, symbols };
}

/** Reads the entropy-coded bits of a scan. */
export interface BitReader {
	symbol(table: Huffman): number;
	/** The signed value that `size` bits stand for. */
	value(size: number): number;
	/** Goes to what follows the next restart marker. */
	restart(): void;
}

/** Reads from `at` on. Every read throws `damaged` past the end. */
export function bitReader(bytes: Uint8Array, at: number): BitReader {
	let [held, left] = [0, 0];
	const damaged = (): CustosError =>
		new CustosError('damaged', 'this JPEG ends too early, or has codes that it never named');
	const bit = (): number => {
		if (left === 0) {
			const byte = bytes[at++];
			if (byte === undefined) throw damaged();
			// After 0xff comes a zero that is no data; anything else is a marker: the scan has ended.
			if (byte === 0xff && bytes[at++] !== 0) throw damaged();
			[held, left] = [byte, 8];
		}
		left--;
		return (held >> left) & 1;
	};
	return {
		symbol({ first, counts, start, symbols }) {
			let code = 0;
			for (let length = 0; length < 16; length++) {
				code = (code << 1) | bit();
				const index = code - (first[length] as number);
				if (index >= 0 && index < (counts[length] as number))
					return symbols[(start[length] as number) + index] as number;
			}
			throw damaged();
		},
		value(size) {
			let value = 0;
			for (let i = 0; i < size; i++) value = (value << 1) | bit();
			return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
		},
		restart() {
			left = 0;
			const marker = bytes[at + 1] ?? 0;
			if (bytes[at] !== 0xff || marker < 0xd0 || marker > 0xd7) throw damaged();
			at += 2;
		},
	};
}
