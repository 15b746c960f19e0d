import { useQuery } from '@tanstack/react-query';
import { type CatalogueItem, cataloguePages, mergeItems } from '../../../client/case/catalogue.ts';
import { caseMarks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { keepCatalogue, keptCatalogue } from './kept-catalogue.ts';
import { startOpeners } from './page-openers.ts';

/** The items of a case as far as they are here. */
export interface Loaded {
	items: CatalogueItem[];
	/** False while more is on its way. */
	whole: boolean;
	/** Index of the ledger up to which everything is known, once it is whole. */
	since: number;
}

/** Showing all again costs the more the more there is: so soon at the earliest, and once there is so much more, or it is long ago. */
const SHOW_AFTER_MS = 400;
const SHOW_GROWN = 1.5;
const SHOW_EVERY_MS = 2000;

/** Others add to a case while it is looked at. */
const LOOK_EVERY_MS = 15_000;

/**
 * The catalogue of a case: what this device knows of it and its first page at once, the rest as it comes, and every 15
 * seconds what is new since.
 */
export function useCatalogue(open: OpenCase) {
	const { connection, identity, report, signal } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'catalogue'],
		queryFn: async ({ client, queryKey }): Promise<Loaded> => {
			const before = client.getQueryData<Loaded>(queryKey);
			const known = before?.whole === true ? before : await keptCatalogue(identity, open);
			const upTo = (await connection.seen()).size - 1;
			const found: CatalogueItem[] = [];
			const all = (): CatalogueItem[] =>
				known === undefined ? [...found] : found.length === 0 ? known.items : mergeItems(known.items, found);
			let shown = { at: Number.NEGATIVE_INFINITY, items: 0 };
			const isTime = (): boolean => {
				const ago = performance.now() - shown.at;
				return ago > SHOW_EVERY_MS || (ago > SHOW_AFTER_MS && found.length >= SHOW_GROWN * shown.items);
			};
			const show = (): void => {
				shown = { at: performance.now(), items: found.length };
				if (before === undefined) client.setQueryData<Loaded>(queryKey, { items: all(), whole: false, since: -1 });
			};
			if (known !== undefined) show();
			// What is new is little, and opened sooner than threads are started.
			const openers = known === undefined ? startOpeners(open, connection.archive.key) : undefined;
			const end = (): void => openers?.end();
			signal.addEventListener('abort', end, { once: true });
			try {
				for await (const page of cataloguePages(connection, open, known?.since, openers?.opener)) {
					found.push(...page);
					// Locked meanwhile: what was opened is not put back.
					if (client.getQueryCache().find({ queryKey }) === undefined) return { items: [], whole: false, since: -1 };
					if (isTime()) show();
				}
			} finally {
				end();
				signal.removeEventListener('abort', end);
			}
			const loaded = { items: all(), whole: true, since: upTo };
			if (found.length > 0) keepCatalogue(identity, open, loaded).catch(report);
			return loaded;
		},
		staleTime: 30_000,
		refetchInterval: LOOK_EVERY_MS,
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
