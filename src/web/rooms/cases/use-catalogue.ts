import { useQuery } from '@tanstack/react-query';
import type { OpenCase } from '../../../client/cases.ts';
import { marksQuery } from '../../session/marks.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { type Loaded, loadCatalogue } from './load-catalogue.ts';

/** Others add to a case while it is looked at. */
const LOOK_EVERY_MS = 15_000;

/** The catalogue of a case, shown as it comes, and every 15 seconds what is new since. */
export function useCatalogue(open: OpenCase) {
	const session = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'catalogue'],
		queryFn: ({ client, queryKey }): Promise<Loaded> =>
			loadCatalogue(session, open, {
				before: client.getQueryData<Loaded>(queryKey),
				show: (loaded) => client.setQueryData<Loaded>(queryKey, loaded),
				// What people said of them is part of what is looked for, their proofs are not: those wait. That it failed, its own place says.
				listed: () => client.ensureQueryData(marksQuery(session, open)).catch(() => {}),
				gone: () => client.getQueryCache().find({ queryKey }) === undefined,
			}),
		staleTime: 30_000,
		refetchInterval: LOOK_EVERY_MS,
		gcTime: Number.POSITIVE_INFINITY,
		structuralSharing: false,
	});
}
