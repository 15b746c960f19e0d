import { type OpenCase, openCases } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import { type ItemEntries, itemEntries } from '../client/open-item.ts';
import type { Id } from '../domain/ids.ts';
import { answers } from '../domain/wire.ts';
import type { Context } from './context.ts';
import { type Exhibit, exhibitsOf } from './exhibits.ts';
import { Told } from './told.ts';

export interface FoundItem {
	open: OpenCase;
	item: ItemEntries;
	/** When it was named by an exhibit's number or by a clip. */
	exhibit?: Exhibit;
	clip?: Id;
}

/**
 * An item of one's cases by its id or the beginning of it, by an exhibit's number (GUL-0012), or by the id of a clip.
 * Throws `not-found` unless exactly one fits.
 */
export async function findItem(context: Context, connection: Connection, wanted: string): Promise<FoundItem> {
	const cases = await openCases(connection);
	const label = /^(.+)-0*(\d+)$/.exec(wanted);
	if (label !== null && !/^[0-9a-f]{32}$/.test(wanted)) {
		for (const open of cases.filter((one) => one.prefix.toLowerCase() === label[1]?.toLowerCase())) {
			const exhibit = (await exhibitsOf(connection, open)).find((one) => one.number === Number(label[2]));
			if (exhibit !== undefined)
				return {
					open,
					item: await itemEntries(connection, exhibit.item),
					exhibit,
					...(exhibit.clip === undefined ? {} : { clip: exhibit.clip }),
				};
		}
		throw new Told('not-found', context.t.noExhibit(wanted));
	}
	const start = wanted.toLowerCase();
	if (!/^[0-9a-f]{4,32}$/.test(start)) throw new Told('bad-request', context.t.wrongItem(wanted), { usage: true });
	const found = await startingWith(connection, cases, start);
	if (found.length === 0) throw new Told('not-found', context.t.noItem(wanted));
	if (found.length > 1) throw new Told('not-found', context.t.severalItems(wanted));
	const one = found[0] as { open: OpenCase; item: Id; clip?: Id };
	return {
		open: one.open,
		item: await itemEntries(connection, one.item),
		...(one.clip === undefined ? {} : { clip: one.clip }),
	};
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
		const { clips } = await connection.ask(answers.marks, `/v1/cases/${open.id}/marks`);
		for (const { statement: s } of await connection.open(clips)) {
			if (s.type === 'clip.added' && s.clip.startsWith(start)) found.push({ open, item: s.item, clip: s.clip });
		}
	}
	return found;
}
