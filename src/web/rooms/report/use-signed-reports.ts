import { useQuery } from '@tanstack/react-query';
import { signedReports } from '../../../client/case/hand-over.ts';
import { eventsOf } from '../../../client/case/history.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** The reports that a case signed, the newest first; asked for anew wherever they are shown. */
export function useSignedReports(open: OpenCase) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'signed-reports'],
		queryFn: async () => [...signedReports(await eventsOf(connection, open, 'case', open.id)).values()].reverse(),
		refetchOnMount: 'always',
	});
}
