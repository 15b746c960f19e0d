import { countStewards, type EnrolledPerson, walkEvents } from '../domain/ledger/archive-events.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Connection } from './connection.ts';

export { countStewards, type EnrolledPerson };

/** Everyone enrolled by these events of the archive. Throws `bad-proof` for what was not done by those who may. */
export function enrolled(connection: Connection, entries: readonly Entry[]): EnrolledPerson[] {
	return walkEvents(connection.archive.founding, entries).people;
}
