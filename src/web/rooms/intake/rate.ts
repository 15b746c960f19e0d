/** Long enough that a rate does not jump, short enough that it follows a line that changes. */
const WINDOW_MS = 15_000;
const LEAST_MS = 1500;

/** Bytes a second over the last moments. */
export class Rate {
	#samples: { at: number; total: number }[] = [];

	/** `total` bytes so far, at a time in milliseconds. */
	add(total: number, at: number): void {
		this.#samples.push({ at, total });
		while ((this.#samples[1]?.at ?? at) < at - WINDOW_MS) this.#samples.shift();
	}

	/** Undefined until there is enough to go by. */
	at(now: number): number | undefined {
		const [first, last] = [this.#samples[0], this.#samples.at(-1)];
		if (first === undefined || last === undefined || now - first.at < LEAST_MS || last.total === first.total) return;
		return (1000 * (last.total - first.total)) / (now - first.at);
	}

	/** Begins anew, after a pause. */
	clear(): void {
		this.#samples = [];
	}
}
