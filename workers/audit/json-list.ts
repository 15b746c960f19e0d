/**
 * A JSON array of pairs, written from texts that are JSON already, as bytes: no string of them outlives its row, so the
 * collector of a busy thread has nothing to copy, and the buffer moves to another thread as it is.
 */
export class JsonList {
	#bytes = new Uint8Array(2 ** 20);
	#size = 1;
	readonly #ends: number[] = [];

	/** Appends `[a,b]`. */
	push(a: Uint8Array, b: Uint8Array): void {
		const wanted = this.#size + a.length + b.length + 5;
		if (wanted > this.#bytes.length) {
			const larger = new Uint8Array(2 * wanted);
			larger.set(this.#bytes.subarray(0, this.#size));
			this.#bytes = larger;
		}
		this.#put(this.#ends.length === 0 ? OPEN : COMMA_OPEN);
		this.#put(a);
		this.#put(COMMA);
		this.#put(b);
		this.#put(CLOSE);
		this.#ends.push(this.#size);
	}

	#put(some: Uint8Array): void {
		this.#bytes.set(some, this.#size);
		this.#size += some.length;
	}

	/** The UTF-8 text of the first `count` pairs. */
	take(count: number): Uint8Array<ArrayBuffer> {
		const end = count === 0 ? 1 : (this.#ends[count - 1] as number);
		const out = this.#bytes.slice(0, end + 1);
		out.set(OPEN, 0);
		out.set(CLOSE, end);
		return out;
	}
}

const [OPEN, COMMA_OPEN, COMMA, CLOSE] = ['[', ',[', ',', ']'].map((text) => new TextEncoder().encode(text)) as [
	Uint8Array,
	Uint8Array,
	Uint8Array,
	Uint8Array,
];
