import { useQuery } from '@tanstack/react-query';
import { type CatalogueItem, cataloguePages } from '../../../client/case/catalogue.ts';
import { caseMarks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** The items of a case as far as they are here. */
export interface Loaded {
	items: CatalogueItem[];
	/** False while more is on its way. */
	whole: boolean;
}

/** The catalogue of a case: its first page as soon as it is opened, the rest as it comes. */
export function useCatalogue(open: OpenCase) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'catalogue'],
		queryFn: async ({ client, queryKey }): Promise<Loaded> => {
			const items: CatalogueItem[] = [];
			const before = client.getQueryData(queryKey);
			for await (const page of cataloguePages(connection, open)) {
				items.push(...page);
				// Locked meanwhile: what was opened is not put back.
				if (client.getQueryCache().find({ queryKey }) === undefined) break;
				if (before === undefined) client.setQueryData<Loaded>(queryKey, { items: [...items], whole: false });
			}
			return { items, whole: true };
		},
		staleTime: 30_000,
		gcTime: Number.POSITIVE_INFINITY,
		structuralSharing: false,
	});
}

/** What people marked in a case. */
export function useMarks(open: OpenCase) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'marks'],
		queryFn: () => caseMarks(connection, open),
		structuralSharing: false,
	});
}
