import { useQuery } from '@tanstack/react-query';
import { exportsOf } from '../../../client/case/exports.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** What it takes for a report to leave this case, and what was asked for. */
export function useExports(open: OpenCase) {
	const { connection } = useSession();
	return useQuery({ queryKey: exportsKey(open), queryFn: () => exportsOf(connection, open) });
}

export function exportsKey(open: OpenCase) {
	return [...keys.case(open.id), 'exports'];
}
