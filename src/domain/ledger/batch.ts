import { z } from 'zod';
import { type Bytes, equal, fromBase64, fromHex, text, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { Count } from '../ids.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { buildLeaf, parseSkeleton } from './leaf.ts';
import { leafHash, nodeHash } from './merkle.ts';
import type { NoteKey } from './note.ts';
import type { Entry } from './receipt.ts';
import { parseStatementText, type SignedStatement, verifyStatementAsync } from './statement.ts';
import { hashRanges, type Range, type TileReader } from './tiles.ts';
import { split } from './tree.ts';

/** Many entries under one checkpoint, proven together. FORMAT.md, "Batch". */

/** An entry without a proof of its own. What its texts must look like is found out when it is opened. */
export const BareEntry = z.strictObject({
	index: Count,
	statement: z.string().max(20_000),
	signature: z.string().max(100),
	sealed: z.string().max(400_000).optional(),
	skeleton: z.string().max(1000),
	salts: z.tuple([z.string(), z.string()]),
});
export type BareEntry = z.infer<typeof BareEntry>;

/** The same as bytes. */
export interface RawEntry {
	readonly index: number;
	readonly statement: Bytes;
	readonly signature: Bytes;
	readonly sealed: Bytes | undefined;
	readonly skeleton: string;
	readonly salts: readonly [Bytes, Bytes];
}

/** An entry that travelled as text. Throws `bad-request` where base64 or hexadecimal is none. */
export function rawEntry({ index, statement, signature, sealed, skeleton, salts }: BareEntry): RawEntry {
	return {
		index,
		statement: utf8(statement),
		signature: fromBase64(signature),
		sealed: sealed === undefined ? undefined : fromBase64(sealed),
		skeleton,
		salts: [fromHex(salts[0]), fromHex(salts[1])],
	};
}

/** What holds them to the log: the signed checkpoint, and the hashes of all that is not shown, 32 bytes each in base64. */
export const BatchProof = z.strictObject({ checkpoint: z.string().max(8000), hashes: z.string().max(4_000_000) });
export type BatchProof = z.infer<typeof BatchProof>;

/** An entry of a batch after every check. */
export type BatchEntry = Omit<Entry, 'receipt'>;

/** The hashes that, with those of the leaves at `indices`, give the root of the tree of `size` leaves; read from stored tiles. */
export function batchHashes(indices: readonly number[], size: number, read: TileReader): Promise<Bytes[]> {
	const ranges: Range[] = [];
	walk(checked(indices, size), size, {
		hidden: (low, high) => {
			ranges.push([low, high]);
		},
		shown: () => {},
		joined: () => {},
	});
	return hashRanges(ranges, read);
}

/** The root that leaf hashes at ascending `indices` and the hashes of `batchHashes` give. Throws `bad-proof` if they do not fit. */
export function batchRoot(
	indices: readonly number[],
	leaves: readonly Uint8Array[],
	size: number,
	hashes: readonly Uint8Array[],
): Uint8Array {
	let taken = 0;
	const next = (): Uint8Array => {
		const hash = hashes[taken++];
		if (hash === undefined) throw new CustosError('bad-proof', 'this proof of many entries is too short');
		return hash;
	};
	const root = walk<Uint8Array>(checked(indices, size), size, {
		hidden: next,
		shown: (at) => leaves[at] as Uint8Array,
		joined: nodeHash,
	});
	if (taken !== hashes.length) throw new CustosError('bad-proof', 'this proof of many entries is too long');
	return root;
}

function checked(indices: readonly number[], size: number): readonly number[] {
	let before = -1;
	for (const index of indices) {
		if (!Number.isSafeInteger(index) || index <= before || index >= size)
			throw new CustosError('bad-proof', `entry ${index} is out of order, or not in a tree of ${size} leaves`);
		before = index;
	}
	if (indices.length === 0) throw new CustosError('bad-proof', 'nothing is proven of no entries');
	return indices;
}

/** Goes through the tree from left to right, into the subtrees that hold one of `indices`; the others are hidden. */
function walk<T>(
	indices: readonly number[],
	size: number,
	at: { hidden(low: number, high: number): T; shown(position: number): T; joined(left: T, right: T): T },
): T {
	let position = 0;
	const go = (low: number, high: number): T => {
		const index = indices[position];
		if (index === undefined || index >= high) return at.hidden(low, high);
		if (high - low === 1) return at.shown(position++);
		const middle = low + split(high - low);
		const left = go(low, middle);
		return at.joined(left, go(middle, high));
	};
	return go(0, size);
}

/**
 * Opens entries of a batch, given in the order of their indices: each signature, checked off this thread where the platform
 * can, and that all of them lie under the checkpoint, which the log key signed. Rejects with `bad-proof`, `bad-request`.
 * `breathe` is awaited between entries.
 */
export async function openBatch(
	entries: readonly RawEntry[],
	proof: BatchProof,
	key: NoteKey,
	breathe: () => Promise<void> | undefined = () => undefined,
): Promise<BatchEntry[]> {
	if (entries.length === 0) return [];
	const checkpoint = openCheckpoint(proof.checkpoint, key);
	const opened: BatchEntry[] = [];
	const leaves: Bytes[] = [];
	const signatures: Promise<boolean>[] = [];
	for (const entry of entries) {
		const { one, leaf } = openRaw(entry, checkpoint, key);
		opened.push(one);
		leaves.push(leaf);
		const signature = verifyStatementAsync(one.signed, one.statement.actor);
		// Waited for below, all together: until then nobody hears of a failure.
		signature.catch(() => {});
		signatures.push(signature);
		await breathe();
	}
	const indices = entries.map((entry) => entry.index);
	if (!equal(batchRoot(indices, leaves, checkpoint.size, hashesIn(proof)), checkpoint.root))
		throw new CustosError('bad-proof', 'these entries are not under this root');
	for (const [i, signature] of signatures.entries())
		if (!(await signature))
			throw new CustosError('bad-proof', `the signature of entry ${indices[i]} is not by its actor`);
	return opened;
}

function openRaw(entry: RawEntry, checkpoint: Checkpoint, key: NoteKey): { one: BatchEntry; leaf: Bytes } {
	const signed: SignedStatement = { bytes: entry.statement, signature: entry.signature };
	const statement = parseStatementText(text(signed.bytes), signed.bytes.length);
	if (statement.origin !== key.name) throw new CustosError('bad-proof', 'this entry is of another log');
	const skeleton = parseSkeleton(entry.skeleton);
	if (skeleton.type !== statement.type) throw new CustosError('bad-proof', 'the receipt is of another type of entry');
	const leaf = buildLeaf({
		skeleton: entry.skeleton,
		skeletonSalt: entry.salts[0],
		statement: signed.bytes,
		signature: signed.signature,
		statementSalt: entry.salts[1],
	});
	const { index, sealed } = entry;
	return { one: { index, statement, signed, skeleton, checkpoint, sealed }, leaf: leafHash(leaf) };
}

function hashesIn({ hashes }: BatchProof): Uint8Array[] {
	const bytes = fromBase64(hashes);
	if (bytes.length % 32 !== 0) throw new CustosError('bad-proof', 'this proof of many entries has half a hash');
	return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
}
