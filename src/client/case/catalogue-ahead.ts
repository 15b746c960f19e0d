import { PACKED_LINES } from '../../domain/catalogue-lines.ts';
import { PACKED_PAGE } from '../../domain/catalogue-page.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { renew } from '../keep-up.ts';
import { type CatalogueItem, fetchPage, type OpenedPage, openHere, type PageOpener } from './catalogue.ts';
import { expungedItems } from './expunged.ts';
import type { ShownItem } from './open-lines.ts';

/** Opens what the archive answers, perhaps in threads. The bytes are theirs from then on. */
export interface Openers {
	page: PageOpener;
	/** Lines, kept under this number for the pages that prove them. */
	lines(number: number, answer: ArrayBuffer): Promise<ShownItem[]>;
	/** As `openProof`. */
	proof(number: number, answer: ArrayBuffer): Promise<OpenedPage | undefined>;
}

/** Items to be shown as not checked yet (`last`: no more of them come), or items that are proven: new ones, or in the place of those that were shown. */
export type Step = { readonly shown: ShownItem[]; readonly last: boolean } | { readonly proven: CatalogueItem[] };

/** Items proven at once, before any is shown: what is in sight of a table. */
const FIRST = 20;
/** Lines that one page proves: as many as the archive gives on one. */
const PROVEN_AT_ONCE = 500;
/** Pages fetched and not yet taken. */
const AHEAD = 4;
/** Lines that are opened while the next are fetched. */
const OPENED_AHEAD = 2;

/**
 * All items of a case: the first few proven at once, all the others shown before their proofs are fetched, then those. It ends
 * when all that was shown is proven, or was expunged meanwhile. Throws `bad-proof` where the archive showed what it does not prove.
 */
export async function* catalogueAhead(connection: Connection, open: OpenCase, openers: Openers): AsyncGenerator<Step> {
	const path = `/v1/cases/${open.id}/items`;
	const proven = async (page: OpenedPage): Promise<CatalogueItem[]> => {
		await connection.follow(page.checkpoints);
		return page.items;
	};
	const whole = async (query: string, opener: PageOpener): Promise<{ page: OpenedPage; next: number | null }> => {
		const { bytes, next } = await fetchPage(connection, `${path}?${query}`);
		const page = await opener(bytes);
		if (open.secrets.has(page.generation) || !(await renew(connection, open))) return { page, next };
		// The case got a new key meanwhile: once more, with what one was given of it.
		const again = await fetchPage(connection, `${path}?${query}`);
		return { page: await openHere(open, connection.archive.key)(again.bytes), next: again.next };
	};

	const first = await whole(`after=-1&limit=${FIRST}`, openers.page);
	yield { proven: await proven(first.page) };

	const lines: Lines[] = [];
	const parts: Part[] = [];
	const missing = new Set<Id>();
	const take = async ({ number, after, upto, opening }: Lines): Promise<Step> => {
		const shown = await opening;
		parts.push(...partsOf(number, shown, { after, upto }));
		for (const { id } of shown) missing.add(id);
		return { shown, last: upto === null };
	};
	for (let after = first.next, number = 0; after !== null; number++) {
		const { bytes, next } = await fetchPage(connection, `${path}?after=${after}`, PACKED_LINES);
		onward(after, next);
		const opening = openers.lines(number, bytes);
		opening.catch(() => {});
		lines.push({ number, after, upto: next, opening });
		if (lines.length > OPENED_AHEAD) yield await take(lines.shift() as Lines);
		after = next;
	}
	for (const one of lines) yield await take(one);

	const prove = async ({ number, after: from, upto }: Part): Promise<CatalogueItem[]> => {
		const items: CatalogueItem[] = [];
		for (let after: number | null = from; after !== null; ) {
			const query = `after=${after}${upto === null ? '' : `&upto=${upto}`}`;
			const { bytes, next } = await fetchPage(connection, `${path}?${query}&sealed=no`, PACKED_PAGE);
			let page = { page: await openers.proof(number, bytes), next };
			if (page.page === undefined || !open.secrets.has(page.page.generation)) page = await whole(query, openers.page);
			items.push(...(await proven(page.page as OpenedPage)));
			onward(after, page.next);
			after = page.next;
		}
		return items;
	};
	const waiting: Promise<CatalogueItem[]>[] = [];
	for (let at = 0; at < parts.length || waiting.length > 0; ) {
		while (at < parts.length && waiting.length < AHEAD) {
			const one = prove(parts[at++] as Part);
			// Whoever stops in the middle never asks what became of it.
			one.catch(() => {});
			waiting.push(one);
		}
		const items = (await waiting.shift()) ?? [];
		for (const { id } of items) missing.delete(id);
		yield { proven: items };
	}
	if (missing.size === 0) return;
	for (const { id } of await expungedItems(connection, open.id)) missing.delete(id);
	if (missing.size > 0)
		throw new CustosError('bad-proof', `the archive showed ${missing.size} items that it does not prove`);
}

/** Lines that are being opened. */
interface Lines extends Part {
	opening: Promise<ShownItem[]>;
}

/** A stretch of the ledger whose items one page proves, or nearly: from after one index up to another, null for its end. */
interface Part {
	/** Of its lines. */
	number: number;
	after: number;
	upto: number | null;
}

function onward(after: number, next: number | null): void {
	if (next !== null && next <= after)
		throw new CustosError('bad-proof', 'the archive shows the same items again and again');
}

function partsOf(number: number, shown: readonly ShownItem[], of: { after: number; upto: number | null }): Part[] {
	const ends = shown.filter((_, i) => i % PROVEN_AT_ONCE === PROVEN_AT_ONCE - 1).map(({ index }) => index);
	const starts = [of.after, ...ends.filter((end) => end !== of.upto)];
	return starts.map((after, i) => ({ number, after, upto: starts[i + 1] ?? of.upto }));
}
