import type { Id } from '../domain/ids.ts';
import type { Connection } from './connection.ts';
import { needAll, signedCount } from './signed-count.ts';

/** What the notary signed on being asked: so many events there were at this time, in a log of so many entries. */
export interface Counted {
	events: number;
	entries: number;
	time: string;
}

/** A list of a case, and the notary's count of what it holds; undefined when the notary did not answer. */
export interface CountedList<T> {
	all: T[];
	counted: Counted | undefined;
}

/**
 * A list of a case with nothing held back: at least as many things as the notary counts. `list` gives each thing once. Both are asked for at
 * once; a list that something came to in between is asked for again. Throws `outdated` when things are held back.
 */
export async function countedList<T>(
	connection: Connection,
	kind: 'case-items' | 'case-marks' | 'case-expunged',
	id: Id,
	list: () => Promise<T[]>,
): Promise<CountedList<T>> {
	const [count, first] = await Promise.all([signedCount(connection, [{ kind, id }]), list()]);
	if (count === undefined) return { all: first, counted: undefined };
	const [n = 0] = count.events;
	const all = first.length < n ? await list() : first;
	needAll(all.length, n, kind);
	return { all, counted: { events: n, entries: count.size, time: count.time } };
}
