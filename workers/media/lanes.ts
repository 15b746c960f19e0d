/** Runs works, a few at once. */
export type Lanes = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs at most `width` works at once, in order. */
export function lanes(width: number): Lanes {
	let free = width;
	const waiting: (() => void)[] = [];
	return async (work) => {
		if (free === 0) await new Promise<void>((go) => waiting.push(go));
		else free -= 1;
		try {
			return await work();
		} finally {
			// Handed over: whoever comes in between takes no lane that somebody waits for.
			const next = waiting.shift();
			if (next === undefined) free += 1;
			else next();
		}
	};
}
