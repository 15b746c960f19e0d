import { z } from 'zod';
import { type CataloguePage, PACKED_PAGE, parsePage } from '../../domain/catalogue-page.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import { Hex32, type Id } from '../../domain/ids.ts';
import { type BatchEntry, openBatch } from '../../domain/ledger/batch.ts';
import type { Checkpoint } from '../../domain/ledger/checkpoint.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import type { ItemState } from '../../domain/wire.ts';
import { breather } from '../breather.ts';
import { sealedAt } from '../case-keys.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type CountedList, countedList } from '../counted-list.ts';
import { renew } from '../keep-up.ts';
import { asSharing, readFields, type Sharing } from './sharing.ts';

/** What the worker sealed to the case for the catalogue, as far as it is shown. */
export const Summary = z.object({
	kind: z.string(),
	container: z.string().optional(),
	videoCodec: z.string().optional(),
	audioCodecs: z.array(z.string()).default([]),
	durationMs: z.number().optional(),
	width: z.number().optional(),
	height: z.number().optional(),
	fps: z.number().optional(),
	frames: z.number().optional(),
	keyframes: z.number().optional(),
	createdAt: z.string().optional(),
	make: z.string().optional(),
	model: z.string().optional(),
	encoder: z.string().optional(),
});
export type Summary = z.infer<typeof Summary>;

/** What the depositor sealed about a file. */
export const Facts = z.object({
	path: z.string(),
	size: z.number().int().min(0),
	sha256: Hex32,
	modified: z.string(),
	/** Path of the item with the same content, in the same delivery. */
	sameAs: z.string().optional(),
});
export type Facts = z.infer<typeof Facts>;

/** What of an item needs no sealed detail. */
interface Listed {
	id: Id;
	state: ItemState;
	kept: boolean;
	/** Index of the entry by which it came into this case: `item.received`, or the newest `item.shared`. */
	index: number;
	/** The notary's time of reception. */
	receivedAt: string;
	/** The key of the depositor. */
	by: Hex32;
	intake: Id;
	/** How it came into this case, where another received it. */
	from: { case: Id; by: Hex32; at: string } | undefined;
	/** It is in another case too: the archive's word. */
	elsewhere: boolean;
	/** Undefined until examined. */
	summary: Summary | undefined;
	/** The examination remarked something besides its results: what was made from the item need not show all of it. */
	remarked: boolean;
}

/** One item as the catalogue shows it; every word from entries that were checked. */
export type CatalogueItem = KnownItem | UnreadableItem;
export type KnownItem = Listed & Facts & { unreadable: false };
/** The deposit's sealed detail is missing, malformed or does not open: whoever deposited it sealed nothing to read. */
export type UnreadableItem = Listed & { unreadable: true };

/** What a page turned out to hold, every entry of it checked; the checkpoints are still to be held against what was seen. */
export interface OpenedPage {
	readonly items: CatalogueItem[];
	readonly checkpoints: readonly Checkpoint[];
	/** The newest of the case's keys that anything in it is sealed to. */
	readonly generation: number;
}

/** Opens an answer of the archive as it came, perhaps elsewhere. The bytes are the opener's from then on. */
export type PageOpener = (answer: ArrayBuffer) => Promise<OpenedPage>;

/** What opening needs of a case. */
export type CaseSecrets = Pick<OpenCase, 'id' | 'key' | 'secrets'>;

/**
 * All items of a case in the order of reception, one page (at most 500 items) at a time, the next ones being fetched
 * meanwhile. With `since`, only those that may have changed after that index of the ledger; `mergeItems` puts them to the
 * others.
 */
export async function* cataloguePages(
	connection: Connection,
	open: OpenCase,
	since = -1,
	opener: PageOpener = openHere(open, connection.archive.key),
): AsyncGenerator<CatalogueItem[]> {
	const here = openHere(open, connection.archive.key);
	/** It may be under a key of the log that came after the opener began. */
	const anew = async (error: unknown, path: string): Promise<OpenedPage> => {
		if (!isCustosError(error, 'bad-proof')) throw error;
		const { bytes } = await fetchPage(connection, path);
		return connection.proven(() => here(bytes.slice(0)));
	};
	const taken: PromiseWithResolvers<void>[] = [];
	const begin = (n: number, after: number): Coming => {
		taken[n] = Promise.withResolvers();
		const size = n === 0 ? '&limit=60' : '';
		const path = `/v1/cases/${open.id}/items?after=${after}&since=${since}${size}`;
		const page = fetchPage(connection, path);
		const opened = page.then(async (one) => {
			const first = await opener(one.bytes).catch((error: unknown) => anew(error, path));
			if (open.secrets.has(first.generation) || !(await renew(connection, open))) return first;
			// The case got a new key meanwhile: once more, with what one was given of it.
			return here((await fetchPage(connection, path)).bytes);
		});
		const following = page.then(async ({ next }) => {
			if (next === null) return undefined;
			await taken[n - AHEAD]?.promise;
			return begin(n + 1, next);
		});
		// Whoever stops in the middle never asks what became of them.
		opened.catch(() => {});
		following.catch(() => {});
		return { opened, following };
	};
	let page: Coming | undefined = begin(0, -1);
	for (let n = 0; page !== undefined; n++) {
		const { items, checkpoints } = await page.opened;
		await connection.follow(checkpoints);
		taken[n]?.resolve();
		yield items;
		page = await page.following;
	}
}

/** A page on its way, and the one after it. */
interface Coming {
	opened: Promise<OpenedPage>;
	following: Promise<Coming | undefined>;
}

/** Part of the list, and after which index the next begins; null for the last. An answer that breaks off half-way is asked for once more. */
export async function fetchPage(
	connection: Connection,
	path: string,
	accept = PACKED_PAGE,
): Promise<{ bytes: ArrayBuffer; next: number | null }> {
	const fetched = async () => {
		const answer = await connection.send(path, { headers: { accept } });
		const next = answer.headers.get('custos-next') ?? '';
		if (!/^(end|\d{1,15})$/.test(next))
			throw new CustosError('bad-proof', 'the archive does not say whether its list of items goes on');
		return { bytes: await answer.arrayBuffer(), next: next === 'end' ? null : Number(next) };
	};
	try {
		return await fetched();
	} catch (error) {
		if (isCustosError(error)) throw error;
		return fetched();
	}
}

/** Opens pages on the calling thread, the event loop turning in between. */
export function openHere(open: CaseSecrets, key: NoteKey): PageOpener {
	return async (answer) => openPage(parsePage(answer), open, key, breather());
}

/**
 * Opens a page, every entry of it checked. `each` hears of them before their sealed details are opened, and may throw; `breathe`
 * is awaited between them. Rejects with `bad-proof`, `bad-request`.
 */
export async function openPage(
	page: CataloguePage,
	open: CaseSecrets,
	key: NoteKey,
	breathe: () => Promise<void> | undefined,
	each: (entry: BatchEntry) => void = () => {},
): Promise<OpenedPage> {
	if (page.entries.length > 0 && page.proof === null)
		throw new CustosError('bad-proof', 'the archive shows items without a proof');
	const opened = page.proof === null ? [] : await openBatch(page.entries, page.proof, key, breathe);
	for (const entry of opened) each(entry);
	const entries = new Map(opened.map((entry) => [entry.index, entry]));
	const items: CatalogueItem[] = [];
	for (const one of page.items) {
		const at = (index: number | undefined) => (index === undefined ? undefined : entries.get(index));
		const of = { received: at(one.received), examined: at(one.examined), shared: at(one.shared) };
		items.push(listed(open, one, of));
		await breathe();
	}
	const generations = opened.map(({ statement }) => sealedAt(open.id, statement) ?? 1);
	return {
		items,
		checkpoints: opened.slice(0, 1).map((entry) => entry.checkpoint),
		generation: generations.reduce((newest, one) => Math.max(newest, one), 1),
	};
}

/** Pages fetched and not yet taken. */
const AHEAD = 3;

/** Items with newer ones in their places, in the order of reception. */
export function mergeItems(known: readonly CatalogueItem[], newer: readonly CatalogueItem[]): CatalogueItem[] {
	if (newer.length === 0) return [...known];
	const byId = new Map(known.map((one) => [one.id, one]));
	for (const one of newer) byId.set(one.id, one);
	return [...byId.values()].sort((a, b) => a.index - b.index);
}

/** All items of a case in the order of reception, none held back. Throws as `countedCatalogue` does. */
export async function catalogue(connection: Connection, open: OpenCase): Promise<CatalogueItem[]> {
	return (await countedCatalogue(connection, open)).all;
}

/** The same, with the notary's count of them. Throws `outdated` when the archive shows fewer. */
export function countedCatalogue(connection: Connection, open: OpenCase): Promise<CountedList<CatalogueItem>> {
	return countedList(connection, 'case-items', open.id, async () => {
		const found: CatalogueItem[] = [];
		for await (const page of cataloguePages(connection, open)) found.push(...page);
		return mergeItems([], found); // each once
	});
}

function listed(
	open: CaseSecrets,
	one: CataloguePage['items'][number],
	{ received, examined, shared }: { [name in 'received' | 'examined' | 'shared']: BatchEntry | undefined },
): CatalogueItem {
	const s = received?.statement;
	const sharing = shared && asSharing(shared, one.item, open.id);
	if (
		received === undefined ||
		s?.type !== 'item.received' ||
		s.item !== one.item ||
		(s.case === open.id) !== (shared === undefined) ||
		(shared !== undefined && sharing === undefined) ||
		received.skeleton.result !== 'accepted'
	) {
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that received an item');
	}
	const about: Listed = {
		id: one.item,
		state: one.state,
		kept: one.kept,
		index: (sharing ?? received).index,
		from: sharing && { case: sharing.statement.case, by: sharing.statement.actor, at: sharing.skeleton.time },
		elsewhere: one.elsewhere,
		receivedAt: received.skeleton.time,
		by: s.actor,
		intake: s.intake,
		...examinedAs(open, one.item, examined, sharing),
	};
	const facts = factsOf(open, received, sharing);
	return facts === undefined ? { ...about, unreadable: true } : { ...about, ...facts, unreadable: false };
}

function examinedAs(open: CaseSecrets, id: Id, entry: BatchEntry | undefined, sharing: Sharing | undefined): Examined {
	if (entry === undefined) return examinedIn(undefined);
	const s = entry.statement;
	if (s.type !== 'item.examined' || s.item !== id || entry.skeleton.result !== 'accepted') {
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that examined an item');
	}
	return examinedIn(readFields(open, entry, sharing));
}

/** What the depositor sealed in `item.received`; undefined where that cannot be read. `sharing`: for an item of another case. */
export function factsOf(open: CaseSecrets, received: BatchEntry, sharing?: Sharing): Facts | undefined {
	return Facts.safeParse(readFields(open, received, sharing)).data;
}

/** What the examination remarked besides its results, in the detail of `item.examined`; undefined where that cannot be read. */
export function warningsOf(open: CaseSecrets, examined: BatchEntry, sharing?: Sharing): string[] | undefined {
	return Remarks.safeParse(readFields(open, examined, sharing)?.['warnings']).data;
}

/** The search summary in the detail of `item.examined`; undefined where that cannot be read. */
export function summaryOf(open: CaseSecrets, examined: BatchEntry, sharing?: Sharing): Summary | undefined {
	return examinedIn(readFields(open, examined, sharing)).summary;
}

/** What the catalogue shows of an examination, from the fields of its detail; undefined where there is none, or none to read. */
export function examinedIn(fields: Record<string, unknown> | undefined): Examined {
	const remarks = Remarks.safeParse(fields?.['warnings']).data ?? [];
	return { summary: Summary.safeParse(fields?.['summary']).data, remarked: remarks.length > 0 };
}

type Examined = Pick<Listed, 'summary' | 'remarked'>;

const Remarks = z.array(z.string());
