import type { AboutItem } from './item-data.ts';

/** Why there is nothing to show of what was made from an item, by a key of this room's words. */
export function whyNone({ entries, derived }: AboutItem) {
	if (derived === undefined && entries.derivative !== undefined) return 'strip.elsewhere';
	if (entries.state === 'failed') return 'strip.failed';
	return entries.state === 'examined' ? 'strip.none' : 'strip.notYet';
}
