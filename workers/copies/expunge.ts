import { type Kysely, sql } from 'kysely';
import { entryTexts } from '../../src/app/entries.ts';
import { keyLinks } from '../../src/app/key-links.ts';
import { objectKey } from '../../src/app/objects.ts';
import { openArchive } from '../../src/client/pin.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { eraseIn, later, type Place } from '../backup/erase-bodies.ts';
import { layProof } from '../backup/expunged-proofs.ts';
import { proveExpunged, type ToErase } from '../backup/prove-expunged.ts';
import type { Parts } from './parts.ts';
import { prefixKey } from './prefixes.ts';

/** Looked for again so often and so much later: a copy of it may have been on its way meanwhile. */
const AGAIN_MS = 60_000;

type Destruction = Database['destruction'];

/**
 * Destroys what an accepted `item.expunged` under a signed checkpoint is about: first the prefixes, after which nobody's
 * key opens anything; then the bodies in both stores; last the statements, since only they say where the bodies lie. A
 * step that was done is done again without harm, so whatever ends the process, the next one goes on. What the tables say
 * and no signature of the log proves is left as it is; where nothing says any more where bodies lay, they are not said to be
 * destroyed. `told`: of which of these it was said.
 */
export async function destroyExpunged(parts: Parts, told = new Set<string>()): Promise<void> {
	const { db, first, second, clock, signal } = parts;
	for (const one of await proven(parts, await unfinished(parts), told)) {
		const { item, places } = one;
		signal.throwIfAborted();
		await sql`select ledger.shred(${item})`.execute(db);
		if (one.by === null) {
			if (isNews(parts, item, told)) await forget(parts, item, []);
			continue;
		}
		await begun(db, one);
		const until = await eraseIn(db, first, places, one.others);
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
	const rows = await notInSecond(db, clock());
	const kept = new Map<string, Date | null>(rows.map((row) => [row.item, row.until]));
	for (const one of await proven(parts, [...kept.keys()], told)) {
		signal.throwIfAborted();
		if (one.by === null) {
			isNews(parts, one.item, told);
			continue;
		}
		const until = later(kept.get(one.item) ?? undefined, await eraseCopy(db, second, one));
		await db
			.updateTable('destruction')
			.set({ second: clock(), until: until ?? null })
			.where('item', '=', one.item)
			.execute();
	}
}

/** Those that were expunged by the log that this process knows. Throws `unavailable` until it knows one, `forked` where the tables hold another. */
async function proven(parts: Parts, items: readonly string[], told: Set<string>): Promise<ToErase[]> {
	if (items.length === 0) return [];
	const pin = await parts.pin();
	if (pin === undefined)
		throw new CustosError(
			'unavailable',
			'an expunged item waits to be destroyed: nothing in this folder says yet which log to believe',
		);
	const [founding] = await entryTexts(parts.db, [0]);
	const { archive } = openArchive(pin, { founding: founding ?? null, links: await keyLinks(parts.db) });
	const asked = await proveExpunged(parts.db, items, archive);
	for (const item of asked.unproven) {
		if (told.has(item)) continue;
		told.add(item);
		const name = Id.safeParse(item).success ? item : 'of no id';
		parts.log(`ALARM: the tables say that the item ${name} was expunged, and nothing proves it: it is left as it is`);
	}
	return asked.proven;
}

/** Says that its bodies may lie anywhere. False if it was said before. */
function isNews({ log }: Parts, item: Id, told: Set<string>): boolean {
	if (told.has(item)) return false;
	told.add(item);
	log(`ALARM: nothing says any more where the bodies of the expunged item ${item} lay: no key to them is left here`);
	return true;
}

/**
 * Never begun; or done a while ago, and not looked for again; or kept by a retention that has ended. Whatever the times say, which
 * others may have written: not done in the future, nor while a prefix of it is here, or what its first entry said.
 */
async function unfinished({ db, clock }: Parts): Promise<string[]> {
	const now = clock();
	const before = new Date(now.getTime() - AGAIN_MS);
	const { rows } = await sql<{ item: string }>`select x.item from expunged x left join destruction d using (item)
		where x.idx < (select max(size) from ledger.checkpoints) and (d.checked is null or d.checked > ${now} or d.first is null or d.first > ${now} or d.until <= ${now}
			or (select true from ledger.prefixes p where p.item = x.item limit 1)
			or (select true from ledger.entries e join ledger.bodies b using (idx) where e.subject = x.item and e.n = 1)
			or (d.first <= ${before} and d.checked < d.first + ${AGAIN_MS} * interval '1 millisecond'))
		order by x.idx`.execute(db);
	return rows.map((row) => row.item);
}

/** What the second copy may still hold: of items destroyed here that it was not asked for, or not since the last look. */
function notInSecond(db: Kysely<Database>, now: Date): Promise<Pick<Destruction, 'item' | 'until'>[]> {
	return db
		.selectFrom('destruction')
		.select(['item', 'until'])
		.where('checked', 'is not', null)
		.where((e) =>
			e.or([e('second', 'is', null), e('second', '<', e.ref('checked')), e('second', '>', now), e('until', '<=', now)]),
		)
		.execute();
}

/** Where its bodies lay, by its own entries, written down before those go: also in place of what others wrote there. */
async function begun(db: Kysely<Database>, { item, places, by }: ToErase): Promise<void> {
	const bodies = JSON.stringify(places);
	await db
		.insertInto('destruction')
		.values({ item, bodies, first: null, second: null, until: null, checked: null })
		.onConflict((on) => (by === 'entries' ? on.column('item').doUpdateSet({ bodies }) : on.doNothing()))
		.execute();
}

/** The entry that expunged it is laid there first, for whoever brings back an older state than this. */
async function eraseCopy(
	db: Kysely<Database>,
	second: BlobStore,
	{ item, places, others, laid }: ToErase,
): Promise<Date | undefined> {
	await layProof(second, laid, item);
	for (const id of new Set([item, ...places.map((one) => one.id)])) {
		const kept = await second.erase(prefixKey(id));
		if (kept !== undefined)
			throw new CustosError(
				'config',
				'the second copy holds prefixes under a retention: nothing else can be destroyed there',
			);
	}
	return eraseIn(db, second, places, others);
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
