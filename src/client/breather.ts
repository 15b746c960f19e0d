/** Work of this many milliseconds at a stretch is not felt. */
const STRETCH_MS = 12;

/** To be awaited inside a long loop: lets the event loop turn when the work has held it for long, else costs nothing. */
export function breather(): () => Promise<void> | undefined {
	let since = performance.now();
	return () => {
		if (performance.now() - since < STRETCH_MS) return undefined;
		return new Promise((resolve) => {
			setTimeout(() => {
				since = performance.now();
				resolve();
			}, 0);
		});
	};
}
