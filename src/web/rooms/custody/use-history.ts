import { skipToken, useQuery } from '@tanstack/react-query';
import { catalogue } from '../../../client/case/catalogue.ts';
import { eventsOf } from '../../../client/case/history.ts';
import type { LoggedEvent } from '../../../client/case/logged-event.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Connection } from '../../../client/connection.ts';
import { needAll, signedCount } from '../../../client/signed-count.ts';
import type { Id } from '../../../domain/ids.ts';
import { keys } from '../../session/queries.ts';
import { quick } from '../../session/quick.ts';
import { useSession } from '../../session/use-session.ts';
import type { Scope } from './scope.ts';

/** So many histories are asked for at a time. */
const AT_ONCE = 6;

/** Events that were all checked on this device, in the order of the ledger. */
export interface History {
	events: LoggedEvent[];
	/** How many subjects they are of: each one's events are 1..n without a gap. */
	subjects: number;
	/** When the notary signed, on being asked, how many there are; undefined when it did not answer. */
	counted: string | undefined;
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
	const session = useSession();
	const { connection } = session;
	return useQuery({
		queryKey: [...keys.case(open.id), 'history', scope.of, scope.of === 'item' ? scope.item : null],
		queryFn: async ({ client, signal }): Promise<History> => {
			const note = (reading: Reading): unknown => client.setQueryData<Reading>(readingKey(open), reading);
			await quick(session);
			const { histories, counted } = await historiesOf(connection, open, scope, note, signal);
			const events = histories.flat().sort((a, b) => a.entry.index - b.entry.index);
			return { events, subjects: histories.length, counted, ledger: (await connection.seen()).size };
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
): Promise<{ histories: LoggedEvent[][]; counted: string | undefined }> {
	const items = scope.of === 'item' ? [scope.item] : scope.of === 'case' ? [] : await itemsOf(connection, open);
	const own = scope.of === 'item' ? [] : [{ kind: 'case' as const, id: open.id }];
	const subjects = [...own, ...items.map((id) => ({ kind: 'item' as const, id }))];
	// Counted before they are read: no fewer may be shown.
	const count = await signedCount(connection, subjects);
	const histories: LoggedEvent[][] = [];
	const waiting = subjects.entries();
	const reader = async (): Promise<void> => {
		for (const [i, { kind, id }] of waiting) {
			signal.throwIfAborted();
			const events = await eventsOf(connection, open, kind, id);
			if (count !== undefined) needAll(events.length, count.events[i], kind);
			histories.push(events);
			note({ done: histories.length, of: subjects.length });
		}
	};
	note({ done: 0, of: subjects.length });
	await Promise.all(Array.from({ length: AT_ONCE }, reader));
	return { histories, counted: count?.time };
}

async function itemsOf(connection: Connection, open: OpenCase): Promise<Id[]> {
	return (await catalogue(connection, open)).map((one) => one.id);
}
