import { type Bytes, text } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import type { RawEntry } from './batch.ts';

/**
 * Entries side by side as bytes, so that many travel without being written as text and read again. FORMAT.md, "Batch":
 * statement length (4) ‖ skeleton length (2) ‖ length of the sealed detail, -1 for none (4) ‖ signature (64) ‖ salts (32 + 32)
 * ‖ statement ‖ skeleton ‖ sealed detail.
 */
const FIXED = 4 + 2 + 4 + 64 + 32 + 32;
/** No longer than BareEntry lets the same be as text. */
const [LONGEST_STATEMENT, LONGEST_SEALED] = [20_000, 300_000];

/** The entries at these ascending indices, as views of the bytes. Throws `bad-proof` unless the bytes are these and no more. */
export function unpackEntries(bytes: Bytes, indices: readonly number[]): RawEntry[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let at = 0;
	const take = (size: number): Bytes => {
		if (size > bytes.length - at) throw cut();
		at += size;
		return bytes.subarray(at - size, at);
	};
	const entries = indices.map((index): RawEntry => {
		const start = at;
		take(4 + 2 + 4);
		const [statement, skeleton, sealed] = [view.getUint32(start), view.getUint16(start + 4), view.getInt32(start + 6)];
		if (statement > LONGEST_STATEMENT || sealed > LONGEST_SEALED || sealed < -1)
			throw new CustosError('bad-proof', 'an entry of this list is larger than one can be');
		const signature = take(64);
		const salts: [Bytes, Bytes] = [take(32), take(32)];
		return {
			index,
			signature,
			salts,
			statement: take(statement),
			skeleton: text(take(skeleton)),
			sealed: sealed < 0 ? undefined : take(sealed),
		};
	});
	if (at !== bytes.length) throw cut();
	return entries;
}

/** One entry as `unpackEntries` reads it. */
export function packEntry(entry: Omit<RawEntry, 'index' | 'skeleton'> & { skeleton: Uint8Array }): Bytes {
	const { statement, skeleton, sealed, signature, salts } = entry;
	const out = new Uint8Array(FIXED + statement.length + skeleton.length + (sealed?.length ?? 0));
	const view = new DataView(out.buffer);
	view.setUint32(0, statement.length);
	view.setUint16(4, skeleton.length);
	view.setInt32(6, sealed?.length ?? -1);
	let at = 10;
	for (const part of [signature, ...salts, statement, skeleton, ...(sealed === undefined ? [] : [sealed])]) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

function cut(): CustosError {
	return new CustosError('bad-proof', 'the entries of this list are not all there, or there is more than they');
}
