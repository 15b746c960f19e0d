import { countStewards, type EnrolledPerson, walkEvents } from '../domain/ledger/archive-events.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Connection } from './connection.ts';

export { countStewards, type EnrolledPerson };

/** True of two keys of one person, by what stewards said when they enrolled them. */
export function isSamePerson(people: readonly EnrolledPerson[], one: string, other: string): boolean {
	const of = (key: string) => people.find(({ keys }) => keys.sign === key)?.firstKey ?? key;
	return of(one) === of(other);
}

/** Everyone enrolled by these events of the archive. Throws `bad-proof` for what was not done by those who may. */
export function enrolled(connection: Connection, entries: readonly Entry[]): EnrolledPerson[] {
	return walkEvents(connection.archive.founding, entries).people;
}
