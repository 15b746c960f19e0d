import type { LeafRow } from '../../src/db/log-store.ts';
import { type Bytes, equal, toBase64 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { buildLeaf } from '../../src/domain/ledger/leaf.ts';

/** Throws `damaged` unless the row still opens its leaf. */
export function checkStored(row: LeafRow, leaf: Uint8Array): void {
	const again = buildLeaf({
		skeleton: row.skeleton,
		skeletonSalt: row.skeleton_salt,
		statement: row.statement,
		signature: row.signature as Bytes,
		statementSalt: row.statement_salt,
	});
	if (!equal(again, leaf) || !equal(row.leaf, leaf)) {
		throw new CustosError(
			'damaged',
			`entry ${row.idx} is not what was written (leaf ${toBase64(leaf).slice(0, 12)}…): signing stops`,
		);
	}
}
