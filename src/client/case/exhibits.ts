import { exhibitLabel } from '../../domain/exhibit-label.ts';
import type { Hex32, Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { OpenCase } from '../cases.ts';
import { otherEntry } from './other-entry.ts';
import { readDetail } from './sealed-fields.ts';

export interface Exhibit {
	id: Id;
	/** The notary's: of an item in its case. */
	number: number;
	/** `GUL-0012`. */
	label: string;
	item: Id;
	clip: Id | undefined;
	/** Empty where none was given or none can be read. */
	title: string;
	/** Index of `exhibit.added`. */
	index: number;
	/** The notary's time of that. */
	at: string;
	by: Hex32;
	/** The title is sealed so that nobody can read it. */
	unreadable: boolean;
}

/** The exhibits that these checked entries made, in the order of the ledger. */
export function exhibitsIn(open: OpenCase, entries: readonly Entry[]): Exhibit[] {
	return entries.flatMap((entry) => (entry.statement.type === 'exhibit.added' ? [exhibitIn(open, entry)] : []));
}

function exhibitIn(open: OpenCase, entry: Entry): Exhibit {
	const { statement: s, skeleton } = entry;
	const { exhibit: number, result } = skeleton;
	if (s.type !== 'exhibit.added' || s.case !== open.id || result !== 'accepted' || number === undefined)
		throw otherEntry();
	const title = readDetail(open, entry)?.fields['title'];
	return {
		id: s.exhibit,
		number,
		label: exhibitLabel(open.prefix, { item: number }),
		item: s.item,
		clip: s.clip,
		title: typeof title === 'string' ? title : '',
		index: entry.index,
		at: skeleton.time,
		by: s.actor,
		unreadable: typeof title !== 'string',
	};
}
