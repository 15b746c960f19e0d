import type { OpenCase } from '../cases.ts';
import { type ItemEntries, sharingsInto } from '../open-item.ts';
import { type Facts, factsOf, type Summary, summaryOf, warningsOf } from './catalogue.ts';
import type { Sharing } from './sharing.ts';

/** What the depositor sealed about an item, as members of this case can read it. Throws `not-found` for one of another case. */
export function itemFacts(open: OpenCase, item: ItemEntries): Facts | undefined {
	return newest(open, item, (sharing) => factsOf(open, item.received, sharing));
}

/** The search summary of an item, as members of this case can read it. */
export function itemSummary(open: OpenCase, item: ItemEntries): Summary | undefined {
	const { examined } = item;
	return examined && newest(open, item, (sharing) => summaryOf(open, examined, sharing));
}

export function itemWarnings(open: OpenCase, item: ItemEntries): string[] {
	const { examined } = item;
	return (examined && newest(open, item, (sharing) => warningsOf(open, examined, sharing))) ?? [];
}

/** By the newest sharing that shows it. */
function newest<T>(
	open: OpenCase,
	item: ItemEntries,
	read: (sharing: Sharing | undefined) => T | undefined,
): T | undefined {
	const sharings = sharingsInto(open, item);
	if (sharings.length === 0) return read(undefined);
	for (const sharing of sharings) {
		const found = read(sharing);
		if (found !== undefined) return found;
	}
	return undefined;
}
