/** The worker gives up on a page that says nothing for longer; a page may have to wait for a line, or open items. */
const STILL_THERE_MS = 4_000;

/** What is coming; undefined where it takes so long that the worker is to be told meanwhile that the page is there. */
export async function unlessLate<T>(coming: Promise<T>): Promise<T | undefined> {
	const pause = Promise.withResolvers<undefined>();
	const timer = setTimeout(() => pause.resolve(undefined), STILL_THERE_MS);
	return Promise.race([coming, pause.promise]).finally(() => clearTimeout(timer));
}
