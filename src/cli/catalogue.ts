import { z } from 'zod';
import { findCase, type OpenCase, openCases, openDetail } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import { CustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import { answers, type ItemState } from '../domain/wire.ts';

/** What the worker sealed to the case for the catalogue, as far as it is shown here. */
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

const Facts = z.object({
	path: z.string(),
	size: z.number(),
	sha256: z.string(),
	modified: z.string(),
	sameAs: z.string().optional(),
});

/** One item as the catalogue shows it; every word from entries that were checked. */
export interface CatalogueItem {
	id: Id;
	state: ItemState;
	kept: boolean;
	/** Index of `item.received`. */
	index: number;
	/** The notary's time of reception. */
	receivedAt: string;
	intake: Id;
	path: string;
	size: number;
	sha256: Hex32;
	modified: string;
	/** Path of the item with the same content, in the same delivery. */
	sameAs: string | undefined;
	summary: Summary | undefined;
}

/** All items of a case in the order of reception. */
export async function catalogue(connection: Connection, open: OpenCase): Promise<CatalogueItem[]> {
	const found: CatalogueItem[] = [];
	let after: number | null = -1;
	while (after !== null) {
		const page: z.infer<typeof answers.items> = await connection.ask(
			answers.items,
			`/v1/cases/${open.id}/items?after=${after}`,
		);
		const texts = page.items.flatMap((one) =>
			one.examined === undefined ? [one.received] : [one.received, one.examined],
		);
		const entries = new Map((await connection.open(texts)).map((entry) => [entry.index, entry]));
		for (const one of page.items) {
			const [received, examined] = [
				entries.get(one.received.receipt.index),
				one.examined && entries.get(one.examined.receipt.index),
			];
			found.push({
				state: one.state,
				kept: one.kept,
				...deposited(open, one.item, received),
				summary: examinedAs(open, one.item, examined),
			});
		}
		after = page.next;
	}
	return found;
}

function deposited(
	open: OpenCase,
	id: Id,
	entry: Entry | undefined,
): Omit<CatalogueItem, 'state' | 'kept' | 'summary'> {
	const s = entry?.statement;
	if (
		entry === undefined ||
		s?.type !== 'item.received' ||
		s.item !== id ||
		s.case !== open.id ||
		entry.skeleton.result !== 'accepted'
	) {
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that received an item');
	}
	const facts = Facts.safeParse(openDetail(open, entry).fields);
	if (!facts.success)
		throw new CustosError('damaged', `the deposit at entry ${entry.index} lacks the name, size, time or hash`);
	return {
		id,
		index: entry.index,
		receivedAt: entry.skeleton.time,
		intake: s.intake,
		...facts.data,
		sameAs: facts.data.sameAs,
	};
}

function examinedAs(open: OpenCase, id: Id, entry: Entry | undefined): Summary | undefined {
	if (entry === undefined) return undefined;
	const s = entry.statement;
	if (s.type !== 'item.examined' || s.item !== id || entry.skeleton.result !== 'accepted') {
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that examined an item');
	}
	return summaryOf(open, entry);
}

/** The search summary in the detail of `item.examined`. */
export function summaryOf(open: OpenCase, examined: Entry): Summary | undefined {
	return Summary.safeParse(openDetail(open, examined).fields['summary']).data;
}

/** The case named, or the only one there is. Throws `not-found`. */
export async function chosenCase(
	connection: Connection,
	name: string | undefined,
	ask: (titles: readonly string[]) => CustosError,
): Promise<OpenCase> {
	if (name !== undefined) return findCase(connection, name);
	const all = await openCases(connection);
	if (all.length === 1) return all[0] as OpenCase;
	throw ask(all.map((one) => one.prefix || one.title));
}
