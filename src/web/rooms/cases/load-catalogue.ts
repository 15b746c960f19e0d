import { type CatalogueItem, cataloguePages, mergeItems } from '../../../client/case/catalogue.ts';
import { catalogueAhead, type Step } from '../../../client/case/catalogue-ahead.ts';
import { type ExpungedItem, expungedItems } from '../../../client/case/expunged.ts';
import type { ShownItem } from '../../../client/case/open-lines.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Connection } from '../../../client/connection.ts';
import { signedCount } from '../../../client/signed-count.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Session } from '../../session/session.ts';
import { keepCatalogue, keptCatalogue } from './kept-catalogue.ts';
import { startOpeners } from './page-openers.ts';

/** The items of a case as far as they are here. */
export interface Loaded {
	/** Proven, every one. */
	items: CatalogueItem[];
	/** The others that the archive showed, while they are being checked: none that is among `items`. */
	unproven?: readonly ShownItem[];
	/** False while more is on its way. */
	whole: boolean;
	/** Every line is here, proven or not. */
	listed?: boolean;
	/** Index of the ledger up to which everything is known, once it is whole; -1 to look at all of it again. */
	since: number;
	/** How many of the case's keys it was read with. */
	held?: number;
	/** How many items came into the case, as the notary signed it, and when; null if it did not answer, undefined before. */
	counted?: { items: number; time: string } | null;
	/** Items that were in it and were expunged: none of `items`. Undefined before it is known. */
	expunged?: readonly ExpungedItem[];
}

/** How many items the archive holds back, by the notary's count. */
export function heldBack({ items, counted }: Loaded): number {
	return Math.max(0, (counted?.items ?? 0) - items.length);
}

/** Where the items that are being loaded are put meanwhile. */
export interface Showing {
	/** As they were before this look; undefined on the first. */
	before: Loaded | undefined;
	/** Shows these until the rest is here. */
	show(loaded: Loaded): void;
	/** Every line is shown. What is proven of them then is not begun before this is done. */
	listed(): Promise<unknown>;
	/** Nobody looks any more: what was opened is to go. */
	gone(): boolean;
}

/** Showing all again costs the more the more there is: so soon at the earliest, and once there is so much more, or it is long ago. */
const SHOW_AFTER_MS = 800;
const SHOW_GROWN = 4;
const SHOW_EVERY_MS = 2000;

/**
 * The catalogue of a case: what this device knows of it and its first page at once, the rest as it comes, held against the
 * notary's count. Where the count says more, what came meanwhile is asked for once more, then all of it.
 */
export async function loadCatalogue(session: Session, open: OpenCase, to: Showing): Promise<Loaded> {
	const { connection, identity } = session;
	const held = open.secrets.size;
	const [expunged, before] = await Promise.all([
		expungedItems(connection, open.id),
		isOfUse(to.before, held) ? to.before : keptCatalogue(identity, open),
	]);
	const gone = new Set(expunged.map((one) => one.id));
	// What was expunged since is not kept on this device either.
	const known = before && { ...before, items: before.items.filter((one) => !gone.has(one.id)) };
	const lost = (before?.items.length ?? 0) - (known?.items.length ?? 0);
	const counting = signedCount(connection, [{ kind: 'case-items', id: open.id }]);
	// A list that breaks off says why by itself.
	counting.catch(() => {});
	const anew = known === undefined || known.since < 0;
	let loaded: Loaded = { items: [], whole: false, since: -1 };
	for (const [again, from] of (anew ? [undefined, undefined] : [known, known, undefined]).entries()) {
		const upTo = (await connection.seen()).size - 1;
		const listing: Look = {
			from,
			show: again === 0 && to.before === undefined ? to.show : undefined,
			listed: to.listed,
			gone: to.gone,
		};
		const list = await listed(session, open, listing);
		if (list === undefined) return { items: [], whole: false, since: -1 };
		loaded = { items: list.items, whole: true, since: upTo, held, expunged };
		if (listing.show !== undefined) to.show(loaded);
		const count = await counting;
		loaded.counted = count === undefined ? null : { items: count.events[0] ?? 0, time: count.time };
		if (heldBack(loaded) > 0) continue;
		if (list.fresh + lost > 0) keepCatalogue(identity, open, loaded).catch(session.report);
		return loaded;
	}
	// What is held back now may be shown one day, under an index that would count as known.
	return { ...loaded, since: -1 };
}

/** False for what is not whole, and for what could not be read with fewer keys of the case than there are now. */
function isOfUse(before: Loaded | undefined, held: number): before is Loaded {
	return before?.whole === true && (before.held === held || !before.items.some((one) => one.unreadable));
}

/** One look at the list: from what is known on, or at all of it. */
interface Look {
	from: Pick<Loaded, 'items' | 'since'> | undefined;
	show: Showing['show'] | undefined;
	listed: Showing['listed'];
	gone: Showing['gone'];
}

/** The items, each once, and how many of them are fresh from the archive; undefined when nobody looks any more. */
async function listed(
	{ connection, signal }: Session,
	open: OpenCase,
	to: Look,
): Promise<{ items: CatalogueItem[]; fresh: number } | undefined> {
	const { from, show } = to;
	const found: CatalogueItem[] = [];
	const unproven = new Map<Id, ShownItem>();
	let everyLine = from !== undefined;
	const all = (): CatalogueItem[] =>
		from === undefined ? [...found] : found.length === 0 ? from.items : mergeItems(from.items, found);
	let shown = { at: Number.NEGATIVE_INFINITY, items: 0 };
	const isTime = (): boolean => {
		const ago = performance.now() - shown.at;
		const items = found.length + unproven.size;
		return ago > SHOW_EVERY_MS || (ago > SHOW_AFTER_MS && items >= SHOW_GROWN * shown.items);
	};
	const showAll = (): void => {
		shown = { at: performance.now(), items: found.length + unproven.size };
		show?.({ items: all(), unproven: [...unproven.values()], whole: false, listed: everyLine, since: -1 });
	};
	if (from !== undefined) showAll();
	// What is new is little, and opened sooner than threads are started.
	const openers = from === undefined ? startOpeners(open, connection.archive.key) : undefined;
	const end = (): void => openers?.end();
	signal.addEventListener('abort', end, { once: true });
	try {
		const steps =
			openers === undefined ? newer(connection, open, from?.since) : catalogueAhead(connection, open, openers.openers);
		for await (const step of steps) {
			if ('shown' in step) {
				for (const one of step.shown) unproven.set(one.id, one);
				everyLine = step.last;
			} else found.push(...step.proven);
			if ('proven' in step) for (const { id } of step.proven) unproven.delete(id);
			// Locked meanwhile: what was opened is not put back.
			if (to.gone()) return undefined;
			if (isTime() || ('shown' in step && step.last)) showAll();
			if ('shown' in step && step.last) await to.listed();
		}
	} finally {
		end();
		signal.removeEventListener('abort', end);
	}
	return { items: from === undefined ? mergeItems([], found) : all(), fresh: found.length };
}

async function* newer(connection: Connection, open: OpenCase, since: number | undefined): AsyncGenerator<Step> {
	for await (const proven of cataloguePages(connection, open, since)) yield { proven };
}
