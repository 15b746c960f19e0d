import type { Kysely } from 'kysely';
import { foundingOf } from '../../src/app/key-links.ts';
import { unlessUnproven } from '../../src/app/unless-unproven.ts';
import type { Database } from '../../src/db/tables.ts';
import { LaidProof, openLaid } from '../../src/domain/ledger/expungement.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import type { Difference } from './difference.ts';

/** What was taken from elsewhere as expunged must be so by this log's own key. */
export async function checkLater(db: Kysely<Database>, key: NoteKey): Promise<Difference | undefined> {
	const rows = await db.selectFrom('ledger.expunged_later').selectAll().execute();
	if (rows.length === 0) return undefined;
	const founding = await foundingOf(db);
	for (const row of rows) {
		const proven = await unlessUnproven(async () => openLaid(LaidProof.parse(JSON.parse(row.entry)), key, founding));
		if (proven?.item === row.item && proven.n === row.n) continue;
		return { table: 'ledger.expunged_later', what: `nothing proves that the item ${row.item} was expunged` };
	}
	return undefined;
}
