import { expect } from 'vitest';
import { waitUntil } from '../../../infra/embedded/wait.ts';

/** Waits for a condition of the outside world; fails, naming it, when it does not come about in time. */
export async function until(what: string, condition: () => boolean, withinMs = 20_000): Promise<void> {
	expect(await waitUntil(condition, withinMs), what).toBe(true);
}
