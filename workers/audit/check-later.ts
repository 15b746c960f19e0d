import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { openProof } from '../../src/domain/ledger/expungement.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { EntryText } from '../../src/domain/ledger/receipt.ts';
import type { Difference } from './difference.ts';

/** What was taken from elsewhere as expunged must be so by this log's own key. */
export async function checkLater(db: Kysely<Database>, logKey: string): Promise<Difference | undefined> {
	const key = parseKey(logKey);
	for (const row of await db.selectFrom('ledger.expunged_later').selectAll().execute()) {
		try {
			const { item, n } = openProof(EntryText.parse(JSON.parse(row.entry)), key);
			if (item === row.item && n === row.n) continue;
		} catch (error) {
			if (!isCustosError(error)) throw error;
		}
		return { table: 'ledger.expunged_later', what: `nothing proves that the item ${row.item} was expunged` };
	}
	return undefined;
}
