import { randomBytes } from 'node:crypto';

/**
 * A Bloom filter of fixed size over row keys: "surely not stored yet", or "perhaps". It spares the audit a query for
 * each of the millions of rows that no entry has touched before. Salted, so that nobody can aim at it.
 */
export class SeenKeys {
	readonly #bits: Uint32Array;
	readonly #mask: number;
	readonly #salt = randomBytes(8);

	/** `log2Bits`: 2^27 bits are 16 MiB and stay useful for ten million keys. */
	constructor(log2Bits = 27) {
		this.#bits = new Uint32Array(2 ** (log2Bits - 5));
		this.#mask = 2 ** log2Bits - 1;
	}

	add(key: string): void {
		const [a, b] = this.#hash(key);
		for (let i = 0; i < 4; i++) {
			const bit = (a + Math.imul(i, b)) & this.#mask;
			this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
		}
	}

	mayHave(key: string): boolean {
		const [a, b] = this.#hash(key);
		for (let i = 0; i < 4; i++) {
			const bit = (a + Math.imul(i, b)) & this.#mask;
			if (((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return false;
		}
		return true;
	}

	/** Two FNV-1a sums with different beginnings. A collision costs a query, never an answer. */
	#hash(key: string): [number, number] {
		let a = this.#salt.readInt32LE(0);
		let b = this.#salt.readInt32LE(4);
		for (let i = 0; i < key.length; i++) {
			const unit = key.charCodeAt(i);
			a = Math.imul(a ^ unit, 0x01000193);
			b = Math.imul(b ^ unit, 0x5bd1e995);
			b ^= b >>> 13;
		}
		return [a ^ (a >>> 15), b | 1];
	}
}
