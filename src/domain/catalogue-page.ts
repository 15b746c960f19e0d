import { z } from 'zod';
import { type Bytes, concat, text, utf8 } from './bytes.ts';
import { Line } from './catalogue-lines.ts';
import { CustosError } from './errors.ts';
import { Count } from './ids.ts';
import { BatchProof, type RawEntry, rawEntry } from './ledger/batch.ts';
import { unpackEntries } from './ledger/packed-entries.ts';
import { answers } from './wire.ts';

/**
 * A page of a case's catalogue: which items there are, by which entries, and all entries under one proof. It travels as JSON
 * (`answers.items`), or, asked for so, as bytes: 01 ‖ length of the head (4) ‖ head ‖ packed entries, those that the head
 * names, each once, in the order of their indices.
 */
export const PACKED_PAGE = 'application/vnd.custos.catalogue';

const VERSION = 1;
const START = 1 + 4;

const Head = z.object({
	items: z.array(Line.extend({ shared: Count.optional() })),
	proof: BatchProof.nullable(),
	next: Count.nullable(),
});
export type CatalogueHead = z.infer<typeof Head>;

/** A page as it is opened: its entries in the order of their indices. */
export interface CataloguePage {
	items: CatalogueHead['items'];
	proof: BatchProof | null;
	entries: RawEntry[];
}

/** A page as bytes, with entries that are packed already. */
export function packPage(head: CatalogueHead, ...entries: readonly Uint8Array[]): Bytes {
	const json = utf8(JSON.stringify(head));
	const start = new Uint8Array(START);
	start[0] = VERSION;
	new DataView(start.buffer).setUint32(1, json.length);
	return concat(start, json, ...entries);
}

/** Either form of a page; which one it is shows in its first byte. Throws `bad-proof`. */
export function parsePage(answer: ArrayBuffer): CataloguePage {
	const bytes = new Uint8Array(answer);
	try {
		return bytes[0] === VERSION ? unpacked(bytes) : ofJson(bytes);
	} catch (cause) {
		throw new CustosError('bad-proof', 'the archive’s list of items has the wrong shape', { cause });
	}
}

function unpacked(bytes: Bytes): CataloguePage {
	const end = START + new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
	const { items, proof } = Head.parse(JSON.parse(text(bytes.subarray(START, end))));
	return { items, proof, entries: unpackEntries(bytes.subarray(end), indicesIn(items)) };
}

/** The entries that a page holds: ascending, each once. */
export function indicesIn(items: CatalogueHead['items']): number[] {
	const all = items.flatMap(({ received, examined, shared }) => [received, examined, shared]);
	return [...new Set(all.filter((one) => one !== undefined))].sort((a, b) => a - b);
}

function ofJson(bytes: Bytes): CataloguePage {
	const page = answers.items.parse(JSON.parse(text(bytes)));
	const entries = new Map<number, RawEntry>();
	const items = page.items.map(({ received, examined, shared, ...item }) => {
		for (const one of [received, examined, shared]) if (one !== undefined) entries.set(one.index, rawEntry(one));
		return {
			...item,
			received: received.index,
			...(examined === undefined ? {} : { examined: examined.index }),
			...(shared === undefined ? {} : { shared: shared.index }),
		};
	});
	return { items, proof: page.proof, entries: [...entries.values()].sort((a, b) => a.index - b.index) };
}
