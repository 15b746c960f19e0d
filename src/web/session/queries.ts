import { MutationCache, QueryCache, QueryClient, useQuery } from '@tanstack/react-query';
import { openCases } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { pseudonym } from '../../client/identity.ts';
import { type ArchiveEvents, archiveEvents, rosterOf } from '../../client/people.ts';
import type { Id } from '../../domain/ids.ts';
import { visible } from '../parts/visible.ts';
import { askAgainWhenBack } from './ask-again.ts';
import { useSession } from './use-session.ts';

declare module '@tanstack/react-query' {
	interface Register {
		queryMeta: { local?: boolean };
		mutationMeta: { local?: boolean };
	}
}

/** What is asked for, by name. Rooms add their own below `case` or `item`, as `[...keys.case(id), 'clips']`. */
export const keys = {
	cases: ['cases'] as const,
	people: ['people'] as const,
	names: ['names'] as const,
	case: (id: Id) => ['case', id] as const,
	item: (id: Id) => ['item', id] as const,
};

/** `report` hears of every failure, unless its query says `meta: { local: true }`. */
export function createQueries(report: (error: unknown) => void): QueryClient {
	const queries = new QueryClient({
		queryCache: new QueryCache({
			onError: (error, query) => {
				if (query.meta?.local !== true) report(error);
			},
		}),
		mutationCache: new MutationCache({
			onError: (error, _variables, _result, mutation) => {
				if (mutation.meta?.local !== true) report(error);
			},
		}),
		defaultOptions: {
			// The client library tries again by itself, and knows when that is of use.
			queries: { retry: false, networkMode: 'always', staleTime: 10_000, refetchOnWindowFocus: false },
			mutations: { networkMode: 'always' },
		},
	});
	askAgainWhenBack(queries, report);
	return queries;
}

/**
 * The cases one is a member of, with their keys. Whoever is in none, or asks to `watch`, need not reload to see that
 * they were taken into one: it is looked at again every 10 seconds.
 */
export function useCases({ watch = false } = {}) {
	const { connection } = useSession();
	return useQuery({
		queryKey: keys.cases,
		queryFn: () => openCases(connection),
		staleTime: 60_000,
		refetchInterval: ({ state }) => (watch || state.data?.length === 0 ? LOOK_EVERY_MS : false),
	});
}

/** One of them; `data` is undefined while loading and where one is no member. */
export function useCase(id: Id) {
	const all = useCases();
	return { ...all, data: all.data?.find((one) => one.id === id) };
}

/** The notary gives its word every few seconds. */
const OLD_MS = 120_000;
const LOOK_EVERY_MS = 10_000;
const LOOK_OFTEN_MS = 3000;

/** What was opened is not opened again: the next look goes on from it. */
const opened = new WeakMap<Connection, ArchiveEvents>();

/**
 * Everyone enrolled and every invite, proven, as of the notary's last word; `old` if that word is. Looked at again every
 * 10 seconds, so that a suspension is noticed, one's own too; every 3 where anybody looks `often`.
 */
export function useRoster({ often = false } = {}) {
	const { connection } = useSession();
	return useQuery({
		queryKey: keys.people,
		queryFn: async () => {
			const events = await archiveEvents(connection, opened.get(connection));
			opened.set(connection, events);
			const roster = rosterOf(connection, events);
			return { ...roster, old: connection.now().getTime() - Date.parse(roster.asOf.time) > OLD_MS };
		},
		refetchInterval: often ? LOOK_OFTEN_MS : LOOK_EVERY_MS,
		refetchIntervalInBackground: true,
	});
}

/** The names this device knows people by, by signing key. */
export function useContacts() {
	const { profile, identity } = useSession();
	return useQuery({
		queryKey: keys.names,
		queryFn: () => profile.contacts.read(identity),
		staleTime: 60_000,
	});
}

/** How a person is called: the name known on this device with the pseudonym, or the pseudonym alone. */
export function useNames(): (key: string) => string {
	const { data } = useContacts();
	return (key) => (data?.[key] ? `${visible(data[key])} (${pseudonym(key)})` : pseudonym(key));
}
