import { platform } from '#platform';
import { type Bytes, equal } from '../bytes.ts';
import { CustosError } from '../errors.ts';

/** Merkle tree hashes of RFC 6962 section 2.1, and the checks of its proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2). */

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/** The root of the tree with no leaves: SHA-256 of nothing. */
export const emptyRoot: Bytes = platform.sha256();

/** SHA-256(00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Bytes {
	return platform.sha256(LEAF, leaf);
}

/** SHA-256(01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
	return platform.sha256(NODE, left, right);
}

/** The root over leaf hashes held in memory; for small trees (fields, packets in tests). */
export function rootOf(hashes: readonly Uint8Array[]): Bytes {
	if (hashes.length === 0) return emptyRoot;
	let level = hashes as readonly Bytes[];
	while (level.length > 1) {
		const next: Bytes[] = [];
		for (let i = 0; i < level.length; i += 2) {
			const left = level[i] as Bytes;
			const right = level[i + 1];
			next.push(right === undefined ? left : nodeHash(left, right));
		}
		level = next;
	}
	return level[0] as Bytes;
}

/** Throws `bad-proof` unless `proof` shows that `hash` is leaf `index` of the tree of `size` leaves with this root. */
export function verifyInclusion(claim: {
	index: number;
	size: number;
	hash: Uint8Array;
	proof: readonly Uint8Array[];
	root: Uint8Array;
}): void {
	const { index, size, hash, proof, root } = claim;
	if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
		throw new CustosError('bad-proof', `index ${index} is not in a tree of ${size} leaves`);
	}
	let [fn, sn, running] = [index, size - 1, hash];
	for (const sibling of proof) {
		if (sn === 0) throw new CustosError('bad-proof', 'the inclusion proof is longer than the tree is high');
		if (fn % 2 === 1 || fn === sn) {
			running = nodeHash(sibling, running);
			while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
		} else {
			running = nodeHash(running, sibling);
		}
		[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
	}
	if (sn !== 0 || !equal(running, root)) throw new CustosError('bad-proof', `entry ${index} is not under this root`);
}

/** Throws `bad-proof` unless `proof` shows that the tree of `from` leaves is a beginning of the tree of `to` leaves. */
export function verifyConsistency(claim: {
	from: number;
	fromRoot: Uint8Array;
	to: number;
	toRoot: Uint8Array;
	proof: readonly Uint8Array[];
}): void {
	const { from, fromRoot, to, toRoot, proof } = claim;
	const fail = (): never => {
		throw new CustosError('bad-proof', `the log of ${to} entries does not continue the log of ${from} entries`);
	};
	if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) fail();
	if (from === to) {
		if (proof.length !== 0 || !equal(fromRoot, toRoot)) fail();
		return;
	}
	if (from === 0) {
		if (proof.length !== 0 || !equal(fromRoot, emptyRoot)) fail();
		return;
	}
	const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : [...proof];
	let [fn, sn] = [from - 1, to - 1];
	while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
	const first = path.shift();
	if (first === undefined) return fail();
	let [old, now] = [first, first];
	for (const sibling of path) {
		if (sn === 0) fail();
		if (fn % 2 === 1 || fn === sn) {
			old = nodeHash(sibling, old);
			now = nodeHash(sibling, now);
			while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
		} else {
			now = nodeHash(now, sibling);
		}
		[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
	}
	if (sn !== 0 || !equal(old, fromRoot) || !equal(now, toRoot)) fail();
}

function isPowerOfTwo(value: number): boolean {
	return value > 0 && Number.isInteger(Math.log2(value));
}
