import { type ExhibitNumber, parseExhibitLabel } from '../../domain/exhibit-label.ts';
import type { Id } from '../../domain/ids.ts';
import { answers } from '../../domain/wire.ts';
import { findCase, type OpenCase, openCases } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type ItemEntries, itemEntries } from '../open-item.ts';
import type { Exhibit } from './exhibits.ts';
import { caseMarks } from './marks.ts';

export interface FoundItem {
	open: OpenCase;
	item: ItemEntries;
	/** When it was named by an exhibit's number or by a clip. */
	exhibit?: Exhibit;
	clip?: Id;
}

/** Why nothing, or more than one thing, was found. */
export type NotFound = 'no-exhibit' | 'no-item' | 'several' | 'several-cases' | 'malformed';

/**
 * An item of one's cases by its id or the beginning of it, by an exhibit's number (GUL-0012, GUL-0012.03), or by the id
 * of a clip. `GUL/1f0c22ab` is the item as it is in that case: some are in several. A word instead when not exactly one
 * fits.
 */
export async function findItem(connection: Connection, wanted: string): Promise<FoundItem | NotFound> {
	const { cases, start, label } = await readWanted(connection, wanted);
	if (label !== undefined) return byLabel(connection, cases, label);
	if (!/^[0-9a-f]{4,32}$/.test(start)) return 'malformed';
	const found = await startingWith(connection, cases, start);
	const [one] = found;
	if (one === undefined) return 'no-item';
	if (found.length > 1) return found.every((other) => other.item === one.item) ? 'several-cases' : 'several';
	const { open, item, clip } = one;
	return { open, item: await itemEntries(connection, item), ...(clip === undefined ? {} : { clip }) };
}

async function byLabel(
	connection: Connection,
	cases: readonly OpenCase[],
	{ prefix, number }: { prefix: string; number: ExhibitNumber },
): Promise<FoundItem | NotFound> {
	for (const open of cases.filter((one) => (one.prefix || 'EX').toLowerCase() === prefix.toLowerCase())) {
		const exhibit = (await caseMarks(connection, open)).exhibits.find((one) => sameNumber(one.number, number));
		if (exhibit === undefined) continue;
		const { clip } = exhibit;
		const item = await itemEntries(connection, exhibit.item);
		return { open, item, exhibit, ...(clip === undefined ? {} : { clip }) };
	}
	return 'no-exhibit';
}

function sameNumber(a: ExhibitNumber, b: ExhibitNumber): boolean {
	return a.item === b.item && a.clip === b.clip;
}

/** Ids by the archive's word; what they lead to is checked when it is opened. */
async function startingWith(
	connection: Connection,
	cases: readonly OpenCase[],
	start: string,
): Promise<{ open: OpenCase; item: Id; clip?: Id }[]> {
	const found: { open: OpenCase; item: Id; clip?: Id }[] = [];
	for (const open of cases) {
		for (let after: number | null = -1; after !== null; ) {
			const page: { items: { item: Id }[]; next: number | null } = await connection.ask(
				answers.items,
				`/v1/cases/${open.id}/items?after=${after}`,
			);
			for (const { item } of page.items) if (item.startsWith(start)) found.push({ open, item });
			after = page.next;
		}
	}
	if (found.length > 0) return found;
	for (const open of cases) {
		for (const { id, item } of (await caseMarks(connection, open)).clips)
			if (id.startsWith(start)) found.push({ open, item, clip: id });
	}
	return found;
}

/** Which cases are meant, and what in them: an exhibit's number, or the beginning of an id in small letters. */
export async function readWanted(
	connection: Connection,
	wanted: string,
): Promise<{ cases: OpenCase[]; start: string; label: ReturnType<typeof parseExhibitLabel> }> {
	const slash = wanted.lastIndexOf('/');
	const cases = slash < 0 ? await openCases(connection) : [await findCase(connection, wanted.slice(0, slash))];
	const start = wanted
		.slice(slash + 1)
		.trim()
		.toLowerCase();
	const label = /^[0-9a-f]{32}$/.test(start) ? undefined : parseExhibitLabel(wanted.slice(slash + 1));
	return { cases, start, label };
}
