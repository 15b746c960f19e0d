import { z } from 'zod';
import { type Bytes, concat, fromHex, text, toHex, utf8 } from './bytes.ts';
import { CustosError } from './errors.ts';
import { Count, Id } from './ids.ts';
import { ItemState } from './wire.ts';

/**
 * Lines of a case's catalogue ahead of their proof: which items were received in it, and the sealed details of the entries
 * that received and examined them, with the ids of those statements. Nothing here is proven; the pages that come after name
 * the same entries (src/domain/catalogue-page.ts). 01 ‖ length of the head (4) ‖ head ‖ for each entry that the head names,
 * by ascending index: id of the statement (16) ‖ length of the sealed detail, -1 for none (4) ‖ sealed detail.
 */
export const PACKED_LINES = 'application/vnd.custos.catalogue-lines';

const VERSION = 1;
const START = 1 + 4;
const [ID, LENGTH] = [16, 4];
/** No longer than a page's may be. */
const LONGEST_SEALED = 300_000;

/** One item, in the archive's words. */
export const Line = z.object({
	item: Id,
	state: ItemState,
	kept: z.boolean(),
	elsewhere: z.boolean(),
	/** Indices of entries. */
	received: Count,
	examined: Count.optional(),
});
export type Line = z.infer<typeof Line>;
const Head = z.object({ items: z.array(Line), next: Count.nullable() });
export type LinesHead = z.infer<typeof Head>;

/** What an entry seals, and the statement that it was sealed for. */
export interface SealedDetail {
	readonly statement: Id;
	readonly sealed: Bytes | undefined;
}

/** Lines as they are opened. */
export interface CatalogueLines {
	readonly items: readonly Line[];
	/** By the index of the entry. */
	readonly details: ReadonlyMap<number, SealedDetail>;
}

/** Lines as bytes, with details that are packed already. */
export function packLines(head: LinesHead, ...details: readonly Uint8Array[]): Bytes {
	const json = utf8(JSON.stringify(head));
	const start = new Uint8Array(START);
	start[0] = VERSION;
	new DataView(start.buffer).setUint32(1, json.length);
	return concat(start, json, ...details);
}

/** One detail as `parseLines` reads it. */
export function packDetail({ statement, sealed }: SealedDetail): Bytes {
	const length = new Uint8Array(LENGTH);
	new DataView(length.buffer).setInt32(0, sealed?.length ?? -1);
	return concat(fromHex(statement), length, sealed ?? new Uint8Array());
}

/** The entries whose details come with these lines: ascending, each once. */
export function indicesOf(items: readonly Line[]): number[] {
	const all = items.flatMap(({ received, examined }) => (examined === undefined ? [received] : [received, examined]));
	return [...new Set(all)].sort((a, b) => a - b);
}

/** Throws `bad-proof` unless the bytes are lines with the details they name, and no more. */
export function parseLines(answer: ArrayBuffer): CatalogueLines {
	const bytes = new Uint8Array(answer);
	try {
		if (bytes[0] !== VERSION) throw cut();
		const view = new DataView(answer);
		let at = START + view.getUint32(1);
		const { items } = Head.parse(JSON.parse(text(bytes.subarray(START, at))));
		const take = (size: number): Bytes => {
			if (size > bytes.length - at) throw cut();
			at += size;
			return bytes.subarray(at - size, at);
		};
		const details = new Map<number, SealedDetail>();
		for (const index of indicesOf(items)) {
			const statement = toHex(take(ID));
			take(LENGTH);
			const length = view.getInt32(at - LENGTH);
			if (length < -1 || length > LONGEST_SEALED) throw cut();
			details.set(index, { statement, sealed: length < 0 ? undefined : take(length) });
		}
		if (at !== bytes.length) throw cut();
		return { items, details };
	} catch (cause) {
		throw new CustosError('bad-proof', 'the archive’s list of items has the wrong shape', { cause });
	}
}

function cut(): CustosError {
	return new CustosError('bad-proof', 'the details of these lines are not all there, or there is more than they');
}
