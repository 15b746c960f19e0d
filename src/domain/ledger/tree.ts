import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { emptyRoot, nodeHash } from './merkle.ts';

/**
 * A growing RFC 6962 tree that remembers only its right edge: appending costs one hash on average, the root and the
 * inclusion proof of a recent leaf O(log n). What has been trimmed is read from stored tiles instead (tiles.ts).
 */
export class Tree {
	/** Per binary level: the hashes of complete subtrees, from subtree number `first` on. */
	readonly #levels: { first: number; hashes: Bytes[] }[] = [];
	/** Roots of the incomplete subtrees at the right edge, by their first leaf, while the tree has this size. */
	readonly #ragged = new Map<number, Bytes>();
	#size: number;

	/** `edge`: the complete subtrees of a tree of `size` leaves, largest first (see `edgeOf`). */
	constructor(size = 0, edge: readonly Bytes[] = []) {
		this.#size = size;
		const parts = edgeOf(size);
		if (parts.length !== edge.length) throw new CustosError('internal', 'the edge does not fit the size of the tree');
		for (const [i, part] of parts.entries()) {
			this.#levels[part.level] = { first: part.index, hashes: [edge[i] as Bytes] };
		}
		for (let level = 0; level < 53; level++)
			this.#levels[level] ??= { first: Math.floor(size / 2 ** level), hashes: [] };
	}

	get size(): number {
		return this.#size;
	}

	/** Appends a leaf hash. `onNode` hears of each subtree completed by it, leaves included. */
	append(hash: Bytes, onNode?: (level: number, index: number, hash: Bytes) => void): void {
		let [level, index, node] = [0, this.#size, hash];
		for (;;) {
			this.#levels[level]?.hashes.push(node);
			onNode?.(level, index, node);
			if (index % 2 === 0) break;
			node = nodeHash(this.#node(level, index - 1), node);
			level += 1;
			index = (index - 1) / 2;
		}
		this.#size += 1;
		if (this.#ragged.size > 0) this.#ragged.clear();
	}

	root(): Bytes {
		return this.#size === 0 ? emptyRoot : this.#hashOf(0, this.#size);
	}

	/** The complete subtrees the tree is made of, largest first. */
	edge(): Bytes[] {
		return edgeOf(this.#size).map((part) => this.#node(part.level, part.index));
	}

	/** RFC 6962 audit path of leaf `index`, from the leaf up. Throws `not-found` when that part was trimmed. */
	inclusion(index: number): Bytes[] {
		const proof: Bytes[] = [];
		let [low, high] = [0, this.#size];
		while (high - low > 1) {
			const middle = low + split(high - low);
			if (index < middle) {
				proof.push(this.#hashOf(middle, high));
				high = middle;
			} else {
				proof.push(this.#hashOf(low, middle));
				low = middle;
			}
		}
		return proof.reverse();
	}

	/** Forgets all that the proofs of the last `keep` leaves do not need. */
	trim(keep: number): void {
		for (const [level, row] of this.#levels.entries()) {
			const wanted = Math.max(0, Math.floor(Math.max(0, this.#size - keep) / 2 ** level) - 1);
			const surplus = Math.min(wanted - row.first, row.hashes.length - 2);
			if (surplus > 0) {
				row.hashes.splice(0, surplus);
				row.first += surplus;
			}
		}
	}

	#node(level: number, index: number): Bytes {
		const row = this.#levels[level];
		const hash = row?.hashes[index - row.first];
		if (hash === undefined) throw new CustosError('not-found', 'this part of the tree is no longer in memory');
		return hash;
	}

	/** Root of leaves [low, high), where low is a multiple of the next power of two of the width. */
	#hashOf(low: number, high: number): Bytes {
		const width = high - low;
		const level = Math.log2(width);
		if (Number.isInteger(level)) return this.#node(level, low / width);
		const known = this.#ragged.get(low);
		if (known !== undefined) return known;
		const middle = low + split(width);
		const hash = nodeHash(this.#hashOf(low, middle), this.#hashOf(middle, high));
		// Every subtree that is not complete ends where the tree ends.
		this.#ragged.set(low, hash);
		return hash;
	}
}

/** The largest power of two below `width` (width > 1). */
export function split(width: number): number {
	return 2 ** Math.ceil(Math.log2(width) - 1);
}

/** The complete subtrees of a tree of `size` leaves, largest first: 2^level leaves each, the `index`th of its level. */
export function edgeOf(size: number): { level: number; index: number }[] {
	const parts: { level: number; index: number }[] = [];
	let [rest, low] = [size, 0];
	while (rest > 0) {
		const level = Math.floor(Math.log2(rest));
		const width = 2 ** level;
		parts.push({ level, index: low / width });
		low += width;
		rest -= width;
	}
	return parts;
}
