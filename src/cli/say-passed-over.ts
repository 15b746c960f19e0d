import type { Context } from './context.ts';

/** Says on standard error which later sharings of an opened item brought a key that is not its own. */
export function sayPassedOver({ t, say }: Context, entries: readonly number[]): void {
	if (entries.length > 0) say(t.delivery.passedOver(entries.join(', ')));
}
