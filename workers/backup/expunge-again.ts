import { sql } from 'kysely';
import { foundingOf } from '../../src/app/key-links.ts';
import { connect } from '../../src/db/connect.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import { layText } from '../../src/domain/ledger/expungement.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { checkLater } from '../audit/check-later.ts';
import type { Place } from './erase-bodies.ts';
import { readProofs } from './expunged-proofs.ts';
import type { Manifest } from './manifest.ts';
import { ownPlaces } from './prove-expunged.ts';

/** An item that was expunged after the backup was made, and where its bodies would lie. */
export interface ExpungedAgain {
	item: Id;
	places: readonly Place[];
}

/**
 * Takes out of restored tables what was expunged later, as the place they came from, or a newer one, proves under the log's
 * key: prefixes and statements. The proofs stay, so that an audit can tell why they are missing. Before anything is served; a
 * backup alone cannot know what came after it. `unproven`: files there that are no such proof. Throws `damaged` where the tables
 * say so of an item without any, `bad-proof` where entries of such an item are not the log's: nothing else would say what they were, once they are gone.
 */
export async function expungeAgain(
	{ from, also, databaseUrl }: { from: BlobStore; also?: readonly BlobStore[]; databaseUrl: string },
	{ entries }: Manifest,
	key: NoteKey,
): Promise<{ again: ExpungedAgain[]; unproven: string[] }> {
	const { db: pool } = connect(databaseUrl, { max: 1 });
	try {
		return await pool.connection().execute(async (db) => {
			const unexplained = await checkLater(db, key);
			if (unexplained !== undefined) throw new CustosError('damaged', `this backup is not whole: ${unexplained.what}`);
			const founding = await foundingOf(db);
			const places = await Promise.all([from, ...(also ?? [])].map((place) => readProofs(place, key, founding)));
			const proofs = new Map(places.flatMap((one) => one.proofs).map((one) => [one.item, one]));
			const unproven = [...new Set(places.flatMap((one) => one.unproven))];
			const again: ExpungedAgain[] = [];
			await sql`begin`.execute(db);
			for (const name of ['bodies', 'prefixes'])
				await sql`alter table ${sql.table(`ledger.${name}`)} disable trigger refuse_change`.execute(db);
			for (const { item, n, laid } of proofs.values()) {
				const { rows } = await sql`select 1 from ledger.entries where subject = ${item}
						and skeleton like '{"result":"accepted",%"type":"item.expunged","v":1}'
					union all select 1 from ledger.expunged_later where item = ${item}`.execute(db);
				// Its own entry is here, of whatever number, or it was taken out before: there was nothing of it in this backup.
				if (rows.length > 0) continue;
				const places = (await ownPlaces(db, item, key)) ?? [];
				again.push({ item, places });
				// For the second copy and the backups of this archive, which may hold it still: nothing else will say where.
				await sql`insert into destruction (item, bodies) values (${item}, ${JSON.stringify(places)})
					on conflict (item) do update set bodies = excluded.bodies`.execute(db);
				await sql`delete from ledger.prefixes where item = ${item}`.execute(db);
				await sql`update ledger.bodies b set sealed = null from ledger.entries e where e.idx = b.idx and e.subject = ${item}
					and e.skeleton like '{"result":"accepted",%"type":"report.begun","v":1}'`.execute(db);
				await sql`update ledger.bodies b set sealed = null from ledger.entries e where e.idx = b.idx and b.sealed is not null
					and e.skeleton like '{"result":"denied:%' and ledger.item_of(b.statement) = ${item}`.execute(db);
				await sql`delete from ledger.bodies b using ledger.entries e where e.idx = b.idx and e.subject = ${item}
					and e.skeleton not like '{"result":"accepted",%"type":"report.begun","v":1}'`.execute(db);
				await sql`insert into ledger.expunged_later (item, at, n, entry)
					values (${item}, ${entries}, ${n}, ${layText(laid)}) on conflict do nothing`.execute(db);
			}
			for (const name of ['bodies', 'prefixes'])
				await sql`alter table ${sql.table(`ledger.${name}`)} enable always trigger refuse_change`.execute(db);
			await sql`commit`.execute(db);
			return { again, unproven };
		});
	} finally {
		await pool.destroy();
	}
}
