/** Bytes of one pair: a name and its print. */
export const PAIR = 32;

/** The print of a row that is there no more. No row has it: one in 2^128 would. */
export const GONE = Buffer.alloc(16);

const WORDS = 8;
const FIRST_PLACES = 1 << 12;

/** Pairs of 16-byte names and 16-byte prints, both as good as random: an open hash table of about 54 bytes a pair. */
export class PrintTable {
	#words = new Int32Array(FIRST_PLACES * WORDS);
	#places = FIRST_PLACES;
	#size = 0;
	#gone = 0;

	/** Of those that are not gone. */
	get size(): number {
		return this.#size - this.#gone;
	}

	clear(): void {
		this.#words = new Int32Array(FIRST_PLACES * WORDS);
		this.#places = FIRST_PLACES;
		this.#size = 0;
		this.#gone = 0;
	}

	has(name: Buffer): boolean {
		const at = this.#find(name);
		return !this.#isFree(at) && !this.#isGone(at);
	}

	/** True if this print stands under this name. */
	holds(name: Buffer, print: Buffer): boolean {
		const at = this.#find(name);
		if (this.#isFree(at) || this.#isGone(at)) return false;
		for (let i = 0; i < 4; i++) if (this.#words[at + 4 + i] !== print.readInt32LE(4 * i)) return false;
		return true;
	}

	/** The print `GONE` takes what stands under the name away. */
	set(name: Buffer, print: Buffer): void {
		if (this.#size >= 0.6 * this.#places) this.#grow();
		const at = this.#find(name);
		if (this.#isFree(at)) this.#size += 1;
		else if (this.#isGone(at)) this.#gone -= 1;
		for (let i = 0; i < 4; i++) {
			this.#words[at + i] = name.readInt32LE(4 * i);
			this.#words[at + 4 + i] = print.readInt32LE(4 * i);
		}
		if (this.#isGone(at)) this.#gone += 1;
	}

	/** Takes in pairs one after the other, as `pairs` gives them. */
	load(pairs: Buffer): void {
		for (let at = 0; at < pairs.length; at += PAIR)
			this.set(pairs.subarray(at, at + 16), pairs.subarray(at + 16, at + PAIR));
	}

	/** All pairs, at most `atOnce` in one piece. */
	*pairs(atOnce: number): Generator<Buffer> {
		let piece = Buffer.alloc(PAIR * Math.min(atOnce, this.size));
		let used = 0;
		for (let at = 0; at < this.#words.length; at += WORDS) {
			if (this.#isFree(at) || this.#isGone(at)) continue;
			for (let i = 0; i < WORDS; i++) piece.writeInt32LE(this.#words[at + i] as number, used + 4 * i);
			used += PAIR;
			if (used < piece.length) continue;
			yield piece;
			[piece, used] = [Buffer.alloc(piece.length), 0];
		}
		if (used > 0) yield piece.subarray(0, used);
	}

	/** Where this name stands, or the free place where it would. */
	#find(name: Buffer): number {
		const [a, b, c, d] = [name.readInt32LE(0), name.readInt32LE(4), name.readInt32LE(8), name.readInt32LE(12)];
		const words = this.#words;
		for (let place = (a >>> 0) & (this.#places - 1); ; place = (place + 1) & (this.#places - 1)) {
			const at = place * WORDS;
			if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return at;
			if (this.#isFree(at)) return at;
		}
	}

	#isFree(at: number): boolean {
		const words = this.#words;
		return words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;
	}

	#isGone(at: number): boolean {
		const words = this.#words;
		return words[at + 4] === 0 && words[at + 5] === 0 && words[at + 6] === 0 && words[at + 7] === 0;
	}

	#grow(): void {
		const old = this.#words;
		this.#places *= 2;
		this.#words = new Int32Array(this.#places * WORDS);
		for (let from = 0; from < old.length; from += WORDS) {
			if (old[from] === 0 && old[from + 1] === 0 && old[from + 2] === 0 && old[from + 3] === 0) continue;
			let place = ((old[from] as number) >>> 0) & (this.#places - 1);
			while (!this.#isFree(place * WORDS)) place = (place + 1) & (this.#places - 1);
			this.#words.set(old.subarray(from, from + WORDS), place * WORDS);
		}
	}
}
