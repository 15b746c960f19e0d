import type { Kysely } from 'kysely';
import { ARCHIVE } from '../../src/app/archive.ts';
import { entries, tileReader } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import { parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { type Loss, openLoss } from '../../src/domain/ledger/loss.ts';
import { leafHash, verifyInclusion } from '../../src/domain/ledger/merkle.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import { parseStatement } from '../../src/domain/ledger/statement.ts';
import { inclusionProof } from '../../src/domain/ledger/tiles.ts';
import type { Tree } from '../../src/domain/ledger/tree.ts';
import { checkStored } from './check-stored.ts';

/** The losses that stewards have stated in this log. Throws `damaged` or `bad-proof` for a row that is no entry of it. */
export async function statedLosses(db: Kysely<Database>, tree: Tree, key: NoteKey): Promise<Loss[]> {
	const rows = await entries(db)
		.where('e.subject', '=', ARCHIVE)
		.where('e.skeleton', 'like', '%"type":"loss.stated"%')
		.where('e.idx', '<', tree.size)
		.orderBy('e.idx')
		.execute();
	const losses: Loss[] = [];
	for (const row of rows) {
		// What lets the log go on where a witness says no must be an entry of it, whatever the database says.
		checkStored(row, row.leaf);
		const [hash, proof] = [leafHash(row.leaf), await inclusionProof(row.idx, tree.size, tileReader(db))];
		verifyInclusion({ index: row.idx, size: tree.size, hash, proof, root: tree.root() });
		const statement = parseStatement(row.statement);
		if (statement.type === 'loss.stated' && parseSkeleton(row.skeleton).result === 'accepted')
			losses.push(openLoss(statement, key));
	}
	return losses;
}
