/** Bytes [offset, offset + size) of an object. */
export interface Range {
	offset: number;
	size: number;
}

/** The same bytes, with zeros in these ranges; read from when the first is asked for. */
export async function* zeroed(
	read: () => Promise<AsyncIterable<Uint8Array>>,
	ranges: readonly Range[],
): AsyncGenerator<Uint8Array> {
	let at = 0;
	for await (const piece of await read()) {
		const out = new Uint8Array(piece);
		for (const { offset, size } of ranges) {
			const [from, to] = [Math.max(offset - at, 0), Math.min(offset + size - at, out.length)];
			if (from < to) out.fill(0, from, to);
		}
		at += piece.length;
		yield out;
	}
}

/** What of `range` is in none of `others`. */
export function without(range: Range, others: readonly Range[]): Range[] {
	let left = [range];
	for (const { offset, size } of others) {
		left = left.flatMap((one) => {
			const end = one.offset + one.size;
			const [before, after] = [Math.min(end, offset), Math.max(one.offset, offset + size)];
			return [
				{ offset: one.offset, size: before - one.offset },
				{ offset: after, size: end - after },
			].filter((each) => each.size > 0);
		});
	}
	return left;
}
