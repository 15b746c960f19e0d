import { type Kysely, sql } from 'kysely';
import { entryTexts } from '../../src/app/entries.ts';
import { keyLinks } from '../../src/app/key-links.ts';
import { objectKey } from '../../src/app/objects.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { eraseIn, later, type Place, Places, placesOf } from '../backup/erase-bodies.ts';
import { layProof } from '../backup/expunged-proofs.ts';
import type { Parts } from './parts.ts';
import { prefixKey } from './prefixes.ts';

/** Looked for again so often and so much later: a copy of it may have been on its way meanwhile. */
const AGAIN_MS = 60_000;

type Destruction = Database['destruction'];

/**
 * Destroys what an accepted `item.expunged` under a signed checkpoint is about: first the prefixes, after which nobody's
 * key opens anything; then the bodies in both stores; last the statements, since only they say where the bodies lie. A
 * step that was done is done again without harm, so whatever ends the process, the next one goes on.
 */
export async function destroyExpunged(parts: Parts): Promise<void> {
	const { db, first, second, clock, signal } = parts;
	for (const item of await unfinished(parts)) {
		signal.throwIfAborted();
		await sql`select ledger.shred(${item})`.execute(db);
		const places = await begun(db, item);
		const until = await eraseIn(db, first, places);
		await forget(parts, item, places);
		const now = clock();
		const since = sql<Date>`coalesce(first, ${now})`;
		await db
			.updateTable('destruction')
			.set({ first: since, until: until ?? null, checked: now })
			.where('item', '=', item)
			.execute();
		parts.log('an expunged item was destroyed');
	}
	if (second === undefined) return;
	for (const { item, bodies, until } of await notInSecond(db, clock())) {
		signal.throwIfAborted();
		const kept = later(until ?? undefined, await eraseCopy(db, second, item, Places.parse(JSON.parse(bodies))));
		await db
			.updateTable('destruction')
			.set({ second: clock(), until: kept ?? null })
			.where('item', '=', item)
			.execute();
	}
}

/** Never begun; or done a while ago, and not looked for again; or kept by a retention that has ended. */
async function unfinished({ db, clock }: Parts): Promise<Id[]> {
	const now = clock();
	const before = new Date(now.getTime() - AGAIN_MS);
	const { rows } = await sql<{ item: Id }>`select x.item from expunged x left join destruction d using (item)
		where x.idx < (select max(size) from ledger.checkpoints) and (d.checked is null or d.until <= ${now}
			or (d.first <= ${before} and d.checked < d.first + ${AGAIN_MS} * interval '1 millisecond'))
		order by x.idx`.execute(db);
	return rows.map((row) => row.item);
}

/** What the second copy may still hold: of items destroyed here that it was not asked for, or not since the last look. */
function notInSecond(db: Kysely<Database>, now: Date): Promise<Pick<Destruction, 'item' | 'bodies' | 'until'>[]> {
	return db
		.selectFrom('destruction')
		.select(['item', 'bodies', 'until'])
		.where('checked', 'is not', null)
		.where((e) => e.or([e('second', 'is', null), e('second', '<', e.ref('checked')), e('until', '<=', now)]))
		.execute();
}

/** Where its bodies lay, by its own entries, written down before those go. */
async function begun(db: Kysely<Database>, item: Id): Promise<Place[]> {
	const places = await placesOf(db, item);
	await db
		.insertInto('destruction')
		.values({ item, bodies: JSON.stringify(places), first: null, second: null, until: null, checked: null })
		.onConflict((on) => on.doNothing())
		.execute();
	return places;
}

async function eraseCopy(
	db: Kysely<Database>,
	second: BlobStore,
	item: Id,
	places: readonly Place[],
): Promise<Date | undefined> {
	await layExpunged(db, second, item);
	for (const id of new Set([item, ...places.map((one) => one.id)])) {
		const kept = await second.erase(prefixKey(id));
		if (kept !== undefined)
			throw new CustosError(
				'config',
				'the second copy holds prefixes under a retention: nothing else can be destroyed there',
			);
	}
	return eraseIn(db, second, places);
}

/** The entry that expunged it, for whoever brings back an older state than this. */
async function layExpunged(db: Kysely<Database>, second: BlobStore, item: Id): Promise<void> {
	const row = await db.selectFrom('expunged').select('idx').where('item', '=', item).executeTakeFirst();
	const [entry] = await entryTexts(db, row === undefined ? [] : [row.idx]);
	if (entry !== undefined) await layProof(second, { entry, links: await keyLinks(db) }, item);
}

/** The statements, and what is in flight about the item and its bodies. */
async function forget({ db, first }: Parts, item: Id, places: readonly Place[]): Promise<void> {
	await sql`select ledger.forget(${item})`.execute(db);
	await db.deleteFrom('leases').where('item', '=', item).execute();
	for (const object of new Set(places.map((one) => one.object))) {
		// Of a pack others may be just being deposited.
		if ((await first.head(objectKey(object))) !== undefined) continue;
		await db.deleteFrom('objects').where('id', '=', object).execute();
		await db.deleteFrom('not_found').where('object', '=', object).execute();
	}
	// Until their pages are cleaned, what was deleted lies in the tables' files; before PostgreSQL 17 only their owner may.
	await sql`vacuum ledger.bodies, ledger.prefixes`.execute(db);
}
