import type { OpenCase } from '../cases.ts';
import { type ItemEntries, sharingInto } from '../open-item.ts';
import { type Facts, factsOf, type Summary, summaryOf } from './catalogue.ts';

/** What the depositor sealed about an item, as members of this case can read it. Throws `not-found` for one of another case. */
export function itemFacts(open: OpenCase, item: ItemEntries): Facts | undefined {
	return factsOf(open, item.received, sharingInto(open, item));
}

/** The search summary of an item, as members of this case can read it. */
export function itemSummary(open: OpenCase, item: ItemEntries): Summary | undefined {
	return item.examined && summaryOf(open, item.examined, sharingInto(open, item));
}
