import { useRoster } from '../session/queries.ts';

/** Keeps asking for the roster: whoever was suspended gets no answer, and the page locks though nobody touched it. */
export function StillWelcome() {
	useRoster();
	return null;
}
