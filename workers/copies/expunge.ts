import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { entryTexts } from '../../src/app/entries.ts';
import { objectKey } from '../../src/app/objects.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { Count, Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { layProof } from '../backup/expunged-proofs.ts';
import { namedBodies } from '../backup/named-bodies.ts';
import type { Parts } from './parts.ts';
import { prefixKey } from './prefixes.ts';
import { type Range, without, zeroed } from './zeroed.ts';

/** Where a destroyed body lay. */
const Place = z.object({ id: Id, object: Id, offset: Count, size: Count });
export type Place = z.infer<typeof Place>;
const Places = z.array(Place);

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

/** Where an item's bodies lie or lay: as was written down, else by its own entries. */
export async function placesOf(db: Kysely<Database>, item: Id): Promise<Place[]> {
	const row = await db.selectFrom('destruction').select('bodies').where('item', '=', item).executeTakeFirst();
	if (row !== undefined) return Places.parse(JSON.parse(row.bodies));
	const named = namedBodies(0, Number.MAX_SAFE_INTEGER, item);
	const { rows } = await sql<Place>`select id, object, "offset", size from (${sql.raw(named)}) n
		where object is not null order by object, "offset"`.execute(db);
	return rows;
}

/** The bodies in one store. Returns until when a retention keeps any of them. */
export async function eraseIn(
	db: Kysely<Database>,
	store: BlobStore,
	places: readonly Place[],
): Promise<Date | undefined> {
	let until: Date | undefined;
	for (const object of new Set(places.map((one) => one.object))) {
		const own = places.filter((one) => one.object === object);
		until = later(until, await eraseObject(store, object, own, await othersIn(db, object)));
		// What stood in its place when it was put back is as much of it as any.
		for await (const { key } of store.list(`damaged/${object}.`)) until = later(until, await store.erase(key));
	}
	return until;
}

/**
 * An object goes whole if it is nobody else's. Else the others in it stay where they are, and readable all the time; what
 * another entry claims as its own stays too, or a deposit could be made to destroy somebody else's.
 */
async function eraseObject(
	store: BlobStore,
	object: Id,
	own: readonly Place[],
	others: readonly Range[],
): Promise<Date | undefined> {
	const key = objectKey(object);
	const size = (await store.head(key))?.size;
	const covered = own.reduce((sum, one) => sum + one.size, 0);
	if (size === undefined || (size <= covered && others.length === 0)) return store.erase(key);
	const ranges = own.flatMap((one) => without(one, others));
	try {
		return await store.erase(key, { bytes: zeroed(await store.read(key), ranges), size });
	} catch (error) {
		// It went away meanwhile: then there is nothing left to destroy.
		if (isCustosError(error, 'not-found')) return undefined;
		throw error;
	}
}

async function othersIn(db: Kysely<Database>, object: Id): Promise<Range[]> {
	const { rows } = await sql<Range>`select "offset", size from items where object = ${object}
		union all select "offset", size from derivatives where object = ${object}`.execute(db);
	return rows;
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
	if (entry !== undefined) await layProof(second, entry, item);
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

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return a > b ? a : b;
}
