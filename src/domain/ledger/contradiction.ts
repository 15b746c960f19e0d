import { type Bytes, equal } from '../bytes.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { byAny } from './log-keys.ts';
import { nodeHash, verifyInclusion } from './merkle.ts';
import type { NoteKey } from './note.ts';
import type { TlogProof } from './proof.ts';
import { auditRanges, type Range } from './tiles.ts';

/**
 * Two histories signed by one log. What a signed tree shows of itself are hashes of ranges of leaves (RFC 6962, MTH of
 * D[low:high]): its root, and the nodes of every inclusion proof that verifies. The hash of a range is fixed by its leaves,
 * whatever the size of the tree; so two different ones for the same range are two histories.
 */
export interface Shown {
	/** By range; the first checkpoint that shows it. */
	readonly ranges: Map<string, { range: Range; hash: Bytes; note: string }>;
	/** Of the largest tree. */
	readonly newest: { checkpoint: Checkpoint; note: string } | undefined;
}

/** A range of leaves that the same log signed with two contents. */
export interface Contradiction {
	/** Leaves [low, high). */
	range: Range;
	/** The two checkpoints, as signed notes. */
	notes: [string, string];
	/** Entries in each of the two trees. */
	sizes: [number, number];
}

/** Collects what checkpoints and proofs of one log show. */
export class Testimony implements Shown {
	readonly ranges: Shown['ranges'] = new Map();
	readonly #key: NoteKey;
	#newest: Shown['newest'];

	constructor(key: NoteKey) {
		this.#key = key;
	}

	get newest(): Shown['newest'] {
		return this.#newest;
	}

	/** Throws `bad-proof` unless one of the log's keys signed it, be it after it was closed: that contradicts too. */
	checkpoint(note: string): Checkpoint {
		const checkpoint = byAny(this.#key, (alone) => openCheckpoint(note, alone));
		this.#add([0, checkpoint.size], checkpoint.root, note);
		if (this.#newest === undefined || checkpoint.size > this.#newest.checkpoint.size)
			this.#newest = { checkpoint, note };
		return checkpoint;
	}

	/** `hash`: of the leaf (RFC 6962). Throws `bad-proof` unless it is where the proof says. */
	inclusion({ index, path, checkpoint: note }: TlogProof, hash: Bytes): void {
		const { size, root } = this.checkpoint(note);
		verifyInclusion({ index, size, hash, proof: path, root });
		let [low, high, running] = [index, index + 1, hash];
		this.#add([low, high], running, note);
		for (const [i, range] of auditRanges(index, size).entries()) {
			const sibling = path[i] as Bytes;
			this.#add(range, sibling, note);
			running = range[0] < low ? nodeHash(sibling, running) : nodeHash(running, sibling);
			[low, high] = [Math.min(low, range[0]), Math.max(high, range[1])];
			this.#add([low, high], running, note);
		}
	}

	#add(range: Range, hash: Bytes, note: string): void {
		const key = range.join('-');
		if (!this.ranges.has(key)) this.ranges.set(key, { range, hash, note });
	}
}

/** The smallest range in which the two differ; undefined where nothing that both show is different. */
export function contradiction(one: Shown, other: Shown, sizeOf: (note: string) => number): Contradiction | undefined {
	let found: Contradiction | undefined;
	for (const [key, mine] of one.ranges) {
		const theirs = other.ranges.get(key);
		if (theirs === undefined || equal(mine.hash, theirs.hash)) continue;
		const [low, high] = mine.range;
		if (found !== undefined && high - low >= found.range[1] - found.range[0]) continue;
		found = {
			range: mine.range,
			notes: [mine.note, theirs.note],
			sizes: [sizeOf(mine.note), sizeOf(theirs.note)],
		};
	}
	return found;
}
