import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { caseMarks } from '../../client/case/marks.ts';
import type { OpenCase } from '../../client/cases.ts';
import { keys } from './queries.ts';
import { quick } from './quick.ts';
import type { Session } from './session.ts';
import { useSession } from './use-session.ts';

/** What people marked in a case: clips, exhibits, notes and the tags it agreed on. Not asked for before it is `wanted`. */
export function useMarks(open: OpenCase, wanted = true) {
	return useQuery({ ...marksQuery(useSession(), open), enabled: wanted });
}

/** How they are asked for. */
export function marksQuery(session: Session, open: OpenCase) {
	return queryOptions({
		queryKey: [...keys.case(open.id), 'marks'],
		queryFn: async () => {
			await quick(session);
			return caseMarks(session.connection, open);
		},
		structuralSharing: false,
	});
}

/** Does something that marks things in a case; the marks and histories shown are asked for anew, also when it failed. */
export function useMarking<Input, Made>(open: OpenCase, make: (input: Input) => Promise<Made>) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: make,
		onSettled: () =>
			Promise.all([
				queries.invalidateQueries({ queryKey: [...keys.case(open.id), 'marks'] }),
				queries.invalidateQueries({ queryKey: [...keys.case(open.id), 'history'] }),
			]),
	});
}
