import type { Detail } from '../../domain/ledger/detail.ts';
import type { Opening } from '../../domain/ledger/opening.ts';
import type { Entry, EntryText } from '../../domain/ledger/receipt.ts';

/** An event of an item or a case, checked and, where it may be, opened. */
export interface LoggedEvent {
	/** As it came, to be passed on. */
	text: EntryText;
	entry: Entry;
	/** Its sealed detail, opened; undefined where there is none, or none that opens. */
	detail: Detail | undefined;
	/** What of a detail that is sealed to another case was shown to this one when the item was shared. */
	opening: Opening | undefined;
	/** The fields of either; empty where there is none. */
	fields: { readonly [name: string]: unknown };
	/** The statement commits to a detail for this case, but what was sealed is missing or does not open. */
	unreadable: boolean;
	/** It was said in another case that the item is in. */
	elsewhere: boolean;
}
