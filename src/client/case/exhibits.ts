import { type ExhibitNumber, exhibitLabel } from '../../domain/exhibit-label.ts';
import type { Hex32, Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { OpenCase } from '../cases.ts';
import { otherEntry } from './other-entry.ts';
import { readDetail } from './sealed-fields.ts';

export interface Exhibit {
	id: Id;
	/** The notary's, never given again: of the item in its case, and of the clip under that. */
	number: ExhibitNumber;
	/** `GUL-0012`, or `GUL-0012.03` for a clip. */
	label: string;
	item: Id;
	clip: Id | undefined;
	/** The newest that can be read; empty where none was given. */
	title: string;
	/** The titles it had before, oldest first. */
	earlierTitles: string[];
	/** Index of `exhibit.added`. */
	index: number;
	/** The notary's time of that. */
	at: string;
	by: Hex32;
	withdrawn: Withdrawal | undefined;
	/** Its title is sealed so that nobody can read it. */
	unreadable: boolean;
}

export interface Withdrawal {
	index: number;
	at: string;
	by: Hex32;
	/** Undefined where it cannot be read. */
	reason: string | undefined;
}

/** The exhibits that these checked entries made, in the order of the ledger. */
export function exhibitsIn(open: OpenCase, entries: readonly Entry[]): Exhibit[] {
	const found = new Map<Id, Exhibit>();
	for (const entry of entries) {
		const { statement: s } = entry;
		if (s.type === 'exhibit.added') found.set(s.exhibit, added(open, entry, found.get(s.under ?? '')));
		if (s.type !== 'exhibit.renamed' && s.type !== 'exhibit.withdrawn') continue;
		const exhibit = found.get(s.exhibit);
		if (exhibit?.item !== s.item) throw otherEntry();
		if (s.type === 'exhibit.renamed') rename(exhibit, textIn(open, entry, 'title'));
		else {
			const { index, skeleton } = entry;
			exhibit.withdrawn = { index, at: skeleton.time, by: s.actor, reason: textIn(open, entry, 'reason') };
		}
	}
	return [...found.values()];
}

function added(open: OpenCase, entry: Entry, under: Exhibit | undefined): Exhibit {
	const { statement: s, skeleton, index } = entry;
	const given = skeleton.exhibit;
	if (s.type !== 'exhibit.added' || given === undefined) throw otherEntry();
	if (s.under !== undefined && (under?.item !== s.item || under.clip !== undefined)) throw otherEntry();
	const number: ExhibitNumber = under === undefined ? { item: given } : { item: under.number.item, clip: given };
	const title = textIn(open, entry, 'title');
	return {
		id: s.exhibit,
		number,
		label: exhibitLabel(open.prefix, number),
		item: s.item,
		clip: s.clip,
		title: title ?? '',
		earlierTitles: [],
		index,
		at: skeleton.time,
		by: s.actor,
		withdrawn: undefined,
		unreadable: title === undefined,
	};
}

function rename(exhibit: Exhibit, title: string | undefined): void {
	if (title === undefined) return;
	if (!exhibit.unreadable) exhibit.earlierTitles.push(exhibit.title);
	exhibit.title = title;
	exhibit.unreadable = false;
}

function textIn(open: OpenCase, entry: Entry, name: string): string | undefined {
	const value = readDetail(open, entry)?.fields[name];
	return typeof value === 'string' ? value : undefined;
}
