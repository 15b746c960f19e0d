/** Runs works, a few at once. */
export type Lanes = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs at most `width` works at once, in order. */
export function lanes(width: number): Lanes {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async (work) => {
		if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
		running += 1;
		try {
			return await work();
		} finally {
			running -= 1;
			waiting.shift()?.();
		}
	};
}
