import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { objectKey } from '../../src/app/objects.ts';
import type { Database } from '../../src/db/tables.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { Count, Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { everyBody } from './named-bodies.ts';
import { type Range, without, zeroed } from './zeroed.ts';

/** Where a destroyed body lay. */
const Place = z.object({ id: Id, object: Id, offset: Count, size: Count });
export type Place = z.infer<typeof Place>;
/** As they are written down: JSON, which whoever writes tables may have made anything of. */
export const Noted = z
	.string()
	.transform((source, context): unknown => {
		try {
			return JSON.parse(source);
		} catch {
			context.addIssue({ code: 'custom', message: 'this is no JSON' });
			return z.NEVER;
		}
	})
	.pipe(z.array(Place));

/** A body, or a part of one, that an accepted entry names as its own. */
export type Claim = Place & { item: Id };

/**
 * Whoever names one of these objects or ids in the ledger, whether its item is expunged or not. By the entries: a row that
 * somebody took out of the read tables leaves nobody's body unclaimed.
 */
export async function claimsOn(db: Kysely<Database>, places: readonly Place[]): Promise<Claim[]> {
	if (places.length === 0) return [];
	const [objects, ids] = [places.map((one) => one.object), places.map((one) => one.id)];
	const { rows } = await sql<Claim>`select id, item, object, "offset", size from (${sql.raw(everyBody)}) n
		where object is not null and (object = any(${objects}) or id = any(${ids}))
		union all select p.id, p.item, '', 0, 0 from ledger.prefixes p where p.id = any(${ids})`.execute(db);
	return rows;
}

/** The bodies in one store, without what `others` have there. Returns until when a retention keeps any of them. */
export async function eraseIn(
	db: Kysely<Database>,
	store: BlobStore,
	places: readonly Place[],
	others: readonly Claim[] = [],
): Promise<Date | undefined> {
	let until: Date | undefined;
	for (const object of new Set(places.map((one) => one.object))) {
		const own = places.filter((one) => one.object === object);
		const foreign = [...others.filter((one) => one.object === object), ...(await othersIn(db, object))];
		// All of it is somebody else's, and so is what was damaged of it.
		if (own.every((one) => without(one, foreign).length === 0)) continue;
		until = later(until, await eraseObject(store, object, own, foreign));
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
		// Written once: under a retention each writing would be held anew, and what it replaced for longer and longer.
		if (await isZero(store, key, size, ranges)) return await store.erase(key, 'itself');
		return await store.erase(key, { bytes: zeroed(() => store.read(key), ranges), size });
	} catch (error) {
		// It went away meanwhile: then there is nothing left to destroy.
		if (isCustosError(error, 'not-found')) return undefined;
		throw error;
	}
}

/** Whether an object of this size has nothing but zeros in these ranges; what would lie beyond its end is not there. */
async function isZero(store: BlobStore, key: string, end: number, ranges: readonly Range[]): Promise<boolean> {
	for (const { offset, size } of ranges) {
		const length = Math.min(offset + size, end) - offset;
		if (length <= 0) continue;
		for await (const piece of await store.read(key, { offset, length }))
			if (piece.some((byte) => byte !== 0)) return false;
	}
	return true;
}

async function othersIn(db: Kysely<Database>, object: Id): Promise<Range[]> {
	const { rows } = await sql<Range>`select "offset", size from items where object = ${object}
		union all select "offset", size from derivatives where object = ${object}`.execute(db);
	return rows;
}

/** The later of two times, where there is one. */
export function later(a: Date | undefined, b: Date | undefined): Date | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return a > b ? a : b;
}
