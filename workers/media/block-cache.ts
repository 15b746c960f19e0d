import type { Source } from './source.ts';

const BLOCK = 256 * 1024;
const BLOCKS = 96;
/** Whoever asks for so much reads on and on, and does not come back. */
const LARGE = 1024 * 1024;

/**
 * A source that remembers the blocks read last (24 MiB), so that ffmpeg's seeking back and forth does not decrypt the
 * same bytes again. Memory stays flat.
 */
export function cached(source: Source): Source {
	const blocks = new Map<number, Uint8Array>();

	async function fill(first: number, count: number): Promise<void> {
		const offset = first * BLOCK;
		const bytes = await source.read(offset, Math.min(count * BLOCK, source.size - offset));
		for (let i = 0; i < count; i++) blocks.set(first + i, bytes.slice(i * BLOCK, (i + 1) * BLOCK));
	}

	return {
		size: source.size,
		async read(offset, length) {
			if (length >= LARGE) return source.read(offset, length);
			const [first, last] = [Math.floor(offset / BLOCK), Math.floor((offset + length - 1) / BLOCK)];
			for (let i = first; i <= last; i++) {
				const known = blocks.get(i);
				if (known !== undefined) {
					blocks.delete(i);
					blocks.set(i, known);
					continue;
				}
				let end = i + 1;
				while (end <= last && !blocks.has(end)) end++;
				await fill(i, end - i);
				i = end - 1;
			}
			const out = new Uint8Array(length);
			for (let i = first; i <= last; i++) {
				const block = blocks.get(i) as Uint8Array;
				const from = Math.max(0, offset - i * BLOCK);
				const to = Math.min(block.length, offset + length - i * BLOCK);
				out.set(block.subarray(from, to), i * BLOCK + from - offset);
			}
			for (const oldest of blocks.keys()) {
				if (blocks.size <= BLOCKS) break;
				blocks.delete(oldest);
			}
			return out;
		},
	};
}
