import { skipToken, useQuery } from '@tanstack/react-query';
import { catalogue } from '../../../client/case/catalogue.ts';
import { eventsOf, type LoggedEvent } from '../../../client/case/history.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Connection } from '../../../client/connection.ts';
import type { Id } from '../../../domain/ids.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import type { Scope } from './scope.ts';

/** So many histories are asked for at a time. */
const AT_ONCE = 6;

/** Events that were all checked on this device, in the order of the ledger. */
export interface History {
	events: LoggedEvent[];
	/** How many subjects they are of: each one's events are 1..n without a gap. */
	subjects: number;
	/** How many the ledger's last checkpoint covers that this device verified. */
	ledger: number;
}

/** How far a long history has come. */
export interface Reading {
	done: number;
	of: number;
}

const readingKey = (open: OpenCase) => [...keys.case(open.id), 'history', 'reading'];

/** The history of a scope. Fails as a whole where one proof does not hold. */
export function useHistory(open: OpenCase, scope: Scope) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'history', scope.of, scope.of === 'item' ? scope.item : null],
		queryFn: async ({ client, signal }): Promise<History> => {
			const note = (reading: Reading): unknown => client.setQueryData<Reading>(readingKey(open), reading);
			const all = await historiesOf(connection, open, scope, note, signal);
			const events = all.flat().sort((a, b) => a.entry.index - b.entry.index);
			return { events, subjects: all.length, ledger: (await connection.seen()).size };
		},
		structuralSharing: false,
	});
}

/** How far the reading of every item's history has come, while it lasts. */
export function useReading(open: OpenCase): Reading | undefined {
	return useQuery<Reading>({ queryKey: readingKey(open), queryFn: skipToken }).data;
}

async function historiesOf(
	connection: Connection,
	open: OpenCase,
	scope: Scope,
	note: (reading: Reading) => void,
	signal: AbortSignal,
): Promise<LoggedEvent[][]> {
	if (scope.of === 'item') return [await eventsOf(connection, open, 'item', scope.item)];
	const own = await eventsOf(connection, open, 'case', open.id);
	if (scope.of === 'case') return [own];
	const items = (await catalogue(connection, open)).map((one) => one.id);
	const histories: LoggedEvent[][] = [own];
	const waiting = items[Symbol.iterator]();
	const reader = async (): Promise<void> => {
		for (const item of waiting as Iterable<Id>) {
			signal.throwIfAborted();
			histories.push(await eventsOf(connection, open, 'item', item));
			note({ done: histories.length - 1, of: items.length });
		}
	};
	note({ done: 0, of: items.length });
	await Promise.all(Array.from({ length: AT_ONCE }, reader));
	return histories;
}
