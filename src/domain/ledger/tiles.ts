import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { nodeHash } from './merkle.ts';
import { edgeOf, split } from './tree.ts';

/** Hashes in one tile (C2SP tlog-tiles): tile level t holds the roots of subtrees of 256^t leaves. */
export const TILE_WIDTH = 256;

/** Reads hashes `[from, to)` of a tile level, `to - from` of them; all complete subtrees. */
export type TileReader = (level: number, from: number, to: number) => Promise<readonly Bytes[]>;

/** RFC 6962 audit path of leaf `index` in the tree of `size` leaves, read from stored tiles: about two tiles a level. */
export async function inclusionProof(index: number, size: number, read: TileReader): Promise<Bytes[]> {
	return hashRanges(auditRanges(index, size), read);
}

/**
 * The same for many leaves of one tree: a subtree on several of their paths is hashed once. `read` is asked for one hash
 * at a time, so it had better keep the tiles it read.
 */
export function inclusionProver(size: number, read: TileReader): (index: number) => Promise<Bytes[]> {
	const known = new Map<string, Promise<Bytes>>();
	const hash = (low: number, high: number): Promise<Bytes> => {
		const key = `${low}/${high}`;
		const found = known.get(key) ?? compute(low, high);
		known.set(key, found);
		return found;
	};
	const compute = async (low: number, high: number): Promise<Bytes> => {
		const width = high - low;
		const level = Math.log2(width) / 8;
		if (Number.isInteger(level)) {
			const [stored] = await read(level, low / width, high / width);
			if (stored === undefined) throw new CustosError('damaged', 'the stored tree is incomplete');
			return stored;
		}
		const middle = low + split(width);
		const [left, right] = await Promise.all([hash(low, middle), hash(middle, high)]);
		return nodeHash(left, right);
	};
	return (index) => Promise.all(auditRanges(index, size).map(([low, high]) => hash(low, high)));
}

/** The subtrees whose roots are the audit path of a leaf, from the leaf up. */
export function auditRanges(index: number, size: number): Range[] {
	if (index < 0 || index >= size) throw new CustosError('not-found', `there is no entry ${index} in a log of ${size}`);
	const ranges: Range[] = [];
	let [low, high] = [0, size];
	while (high - low > 1) {
		const middle = low + split(high - low);
		if (index < middle) {
			ranges.push([middle, high]);
			high = middle;
		} else {
			ranges.push([low, middle]);
			low = middle;
		}
	}
	return ranges.reverse();
}

/** RFC 6962 consistency proof between the trees of `from` and `to` leaves. */
export async function consistencyProof(from: number, to: number, read: TileReader): Promise<Bytes[]> {
	if (from < 0 || from > to) throw new CustosError('bad-request', `no proof leads from ${from} to ${to} entries`);
	if (from === 0 || from === to) return [];
	const ranges: Range[] = [];
	let [low, high, whole] = [0, to, true];
	while (from !== high) {
		const middle = low + split(high - low);
		if (from <= middle) {
			ranges.push([middle, high]);
			high = middle;
		} else {
			ranges.push([low, middle]);
			low = middle;
			whole = false;
		}
	}
	if (!whole) ranges.push([low, high]);
	return hashRanges(ranges.reverse(), read);
}

/** The complete subtrees of a tree of `size` leaves, largest first: what `new Tree` starts from. */
export async function readEdge(size: number, read: TileReader): Promise<Bytes[]> {
	return hashRanges(
		edgeOf(size).map(({ level, index }): Range => [index * 2 ** level, (index + 1) * 2 ** level]),
		read,
	);
}

/** Leaves [low, high). */
export type Range = readonly [low: number, high: number];

/** The roots of subtrees. */
export async function hashRanges(ranges: readonly Range[], read: TileReader): Promise<Bytes[]> {
	const cache = new Map<string, Promise<readonly Bytes[]>>();
	const run = (level: number, from: number, to: number): Promise<readonly Bytes[]> => {
		const key = `${level}/${from}/${to}`;
		const known = cache.get(key) ?? read(level, from, to);
		cache.set(key, known);
		return known;
	};
	return Promise.all(ranges.map(([low, high]) => hashRange(low, high, run)));
}

/** Root of leaves [low, high): complete parts from the highest tile level that holds them, joined as RFC 6962 splits. */
async function hashRange(low: number, high: number, read: TileReader): Promise<Bytes> {
	const width = high - low;
	const binaryLevel = Math.log2(width);
	if (!Number.isInteger(binaryLevel)) {
		const middle = low + split(width);
		const [left, right] = await Promise.all([hashRange(low, middle, read), hashRange(middle, high, read)]);
		return nodeHash(left, right);
	}
	const tileLevel = Math.floor(binaryLevel / 8);
	const span = TILE_WIDTH ** tileLevel;
	let hashes = await read(tileLevel, low / span, high / span);
	if (hashes.length !== width / span) throw new CustosError('damaged', 'the stored tree is incomplete');
	while (hashes.length > 1) {
		const next: Bytes[] = [];
		for (let i = 0; i < hashes.length; i += 2) next.push(nodeHash(hashes[i] as Bytes, hashes[i + 1] as Bytes));
		hashes = next;
	}
	return hashes[0] as Bytes;
}
