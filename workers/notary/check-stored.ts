import type { Gone } from '../../src/app/gone.ts';
import type { LeafLeft } from '../../src/db/log-store.ts';
import { type Bytes, equal, toBase64, utf8 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { buildLeaf, parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { platform } from '../../src/domain/platform/node.ts';

/** Throws `damaged` unless the row still opens its leaf. */
export function checkStored(row: LeafLeft, leaf: Uint8Array): void {
	if (row.statement === null) throw missing(row.idx);
	const again = buildLeaf({
		skeleton: row.skeleton,
		skeletonSalt: row.skeleton_salt,
		statement: row.statement,
		signature: row.signature as Bytes,
		statementSalt: row.statement_salt,
	});
	if (!equal(again, leaf) || !equal(row.leaf, leaf)) throw otherwise(row.idx, leaf);
}

/** The same of a row whose statement is not there: it must be that of an item that was expunged, and its other half the leaf's. */
export function checkLeft({ idx, leaf, skeleton, skeleton_salt: salt }: LeafLeft, gone: Gone): void {
	if (!equal(platform.sha256(salt, utf8(skeleton)), leaf.subarray(1, 33))) throw otherwise(idx, leaf);
	if (!gone.lacks(parseSkeleton(skeleton))) throw missing(idx);
}

function otherwise(idx: number, leaf: Uint8Array): CustosError {
	const start = toBase64(leaf).slice(0, 12);
	return new CustosError('damaged', `entry ${idx} is not what was written (leaf ${start}…): signing stops`);
}

function missing(idx: number): CustosError {
	return new CustosError('damaged', `the statement of entry ${idx} is missing: signing stops`);
}
