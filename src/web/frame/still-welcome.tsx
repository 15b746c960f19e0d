import { useRoster } from '../session/queries.ts';

/**
 * Keeps asking for the roster: whoever was suspended gets no answer, and the page locks though nobody touched it. `often`:
 * sooner, while there is something to see.
 */
export function StillWelcome({ often = false }: { often?: boolean }) {
	useRoster({ often });
	return null;
}
