import { useQuery } from '@tanstack/react-query';
import type { Facts, Summary } from '../../../client/case/catalogue.ts';
import { type DerivedFile, derivedIndex } from '../../../client/case/derived-files.ts';
import { failureOf } from '../../../client/case/failure.ts';
import type { KnownFrame } from '../../../client/case/frame-at.ts';
import { itemFacts, itemSummary, itemWarnings } from '../../../client/case/item-facts.ts';
import { watchedIn } from '../../../client/case/watched.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { type ItemEntries, itemEntries } from '../../../client/open-item.ts';
import { proxyOf } from '../../../client/play/proxy.ts';
import type { Id } from '../../../domain/ids.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** What is known of an item without opening it. */
export interface AboutItem {
	entries: ItemEntries;
	facts: Facts | undefined;
	summary: Summary | undefined;
	/** What its examination remarked besides, in the worker's words. */
	remarks: string[];
	/** Key pictures that were made, with their places; empty where none. */
	pictures: DerivedFile[];
	derived: { size: number; files: DerivedFile[] } | undefined;
	/** Frames whose time is known exactly. */
	known: KnownFrame[];
	/** When this was read, in ms: nothing else tells one failure from the next. */
	readAt: number;
}

const WAIT_MS = 5000;
const PROXY_MS = 1000;

/** An item by its checked entries, asked for again until it is examined. */
export function useItem(open: OpenCase, id: Id) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.item(id), 'entries', open.id],
		queryFn: async (): Promise<AboutItem> => {
			const entries = await itemEntries(connection, id);
			const readAt = Date.now();
			const derived = derivedIndex(open, entries);
			const pictures = (derived?.files ?? []).filter(
				(one) => one.type === 'image/jpeg' && one.name.startsWith('keyframe'),
			);
			const known = pictures.flatMap(({ frame, ptsMs }) =>
				frame === undefined || ptsMs === undefined ? [] : [{ frame, ptsMs }],
			);
			const [facts, summary] = [itemFacts(open, entries), itemSummary(open, entries)];
			return { entries, facts, summary, remarks: itemWarnings(open, entries), pictures, derived, known, readAt };
		},
		refetchInterval: (query) => {
			const state = query.state.data?.entries.state;
			return state === 'received' || state === 'kept' ? WAIT_MS : false;
		},
	});
}

/** Why its examination failed, in the worker's words, asked anew whenever the item is; null where that cannot be told. */
export function useFailure(open: OpenCase, { entries, readAt }: AboutItem) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.item(entries.id), 'failure', open.id, entries.state, readAt],
		queryFn: async () => (await failureOf(connection, open, entries)) ?? null,
		enabled: entries.state === 'failed',
	});
}

/** The playable copy, looked at every second while one is being made. */
export function useProxy(open: OpenCase, id: Id, enabled: boolean) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.item(id), 'proxy', open.id],
		queryFn: () => proxyOf(connection, open, id),
		enabled,
		refetchInterval: (query) => (query.state.data?.state === 'wanted' ? PROXY_MS : false),
	});
}

/** What players of this case told about an item. */
export function useWatched(open: OpenCase, id: Id) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'watched'],
		queryFn: () => watchedIn(connection, open),
		select: (all) => all.filter((one) => one.item === id),
	});
}
