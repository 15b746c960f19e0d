import type { Bytes } from '../../src/domain/bytes.ts';
import { equal, fromHex, toHex } from '../../src/domain/bytes.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import type { Difference } from './difference.ts';
import type { CheckedRange } from './read-range.ts';

/** Enough of the right edge of the tree to compute any root while a range is added. */
const KEPT_LEAVES = 64;

/** Grows the RFC 6962 tree once more and holds it against every stored node and checkpoint. */
export class Recount {
	readonly #tree = new Tree();
	readonly #head: { size: number; root: string } | undefined;
	/** The last size whose root was confirmed by a checkpoint. */
	confirmed = 0;
	checkpoints = 0;
	nodes = 0;

	constructor(head: { size: number; root: string } | undefined) {
		this.#head = head;
	}

	/** Takes in a range. Returns the first stored hash that is not the recomputed one. */
	take(range: CheckedRange): Difference | undefined {
		const signed = new Map(range.checkpoints.map((one) => [one.size, one.root]));
		for (let i = 0; i < range.count; i++) {
			const nodes: { name: string; hash: Bytes }[] = [];
			this.#tree.append(range.hashes.slice(32 * i, 32 * i + 32), (level, idx, hash) => {
				if (level > 0 && level % 8 === 0) nodes.push({ name: `${level / 8}/${idx}`, hash });
			});
			// A checkpoint first: it tells a changed entry from a changed node.
			const difference =
				this.#compare(signed.get(this.#tree.size)) ?? this.#compareNodes(range.nodes, nodes, range.from + i);
			if (difference !== undefined) return difference;
		}
		this.#tree.trim(KEPT_LEAVES);
		return undefined;
	}

	#compare(stored: string | undefined): Difference | undefined {
		const size = this.#tree.size;
		const saved = this.#head?.size === size ? this.#head.root : undefined;
		if (stored === undefined && saved === undefined) return undefined;
		const root = toHex(this.#tree.root());
		const since = this.confirmed === size - 1 ? 'this entry' : `one of the entries ${this.confirmed} to ${size - 1}`;
		if (stored !== undefined && stored !== root) {
			return {
				index: this.confirmed,
				table: 'ledger.checkpoints',
				what: `${since} is not what was signed: the checkpoint of size ${size} has another root, or no valid signature`,
			};
		}
		if (saved !== undefined && saved !== root) {
			return {
				index: this.confirmed,
				what: `${since} is not what was signed: the saved head of size ${size} has another root`,
			};
		}
		if (stored !== undefined) this.checkpoints += 1;
		this.confirmed = size;
		return undefined;
	}

	#compareNodes(
		stored: ReadonlyMap<string, string>,
		nodes: readonly { name: string; hash: Bytes }[],
		index: number,
	): Difference | undefined {
		for (const { name, hash } of nodes) {
			const found = stored.get(name);
			if (found === undefined || !equal(fromHex(found), hash))
				return {
					index,
					table: 'ledger.nodes',
					what: `the stored node ${name} is missing or not the root of its subtree`,
				};
			this.nodes += 1;
		}
		return undefined;
	}
}
