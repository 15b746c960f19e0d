import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import type { Hex32, Id } from '../../src/domain/ids.ts';
import type { StoredBody } from '../audit/objects.ts';
import { namedBodies } from '../backup/named-bodies.ts';

/** A sealed body, and what its item is. */
export interface Body extends StoredBody {
	/** Of the item or the derivative; its prefix lies under it. */
	id: Id;
	item: Id;
	derivative: boolean;
	case: Id;
	generation: number;
	/** SHA-256 of its prefix. */
	prefix: Hex32;
	/** It was found damaged, and not yet whole again. */
	damaged: boolean;
}

/** Bodies of one object. */
export interface ObjectBodies {
	object: Id;
	bodies: readonly Body[];
}

/**
 * The bodies that the entries [from, to) name, those that follow one another in one object together. By the entries
 * and not by the read tables: a row that somebody took out of those hides nothing.
 */
export async function bodiesOf(db: Kysely<Database>, from: number, to: number): Promise<ObjectBodies[]> {
	return together(await query(db, namedBodies(from, to)));
}

/** All that lies in an object, as far as the read tables know. */
export async function bodiesIn(db: Kysely<Database>, object: Id): Promise<ObjectBodies[]> {
	const named = sql`select idx, id, object, "offset", size, sha256 from items where object = ${object}
		union all select idx, id, object, "offset", size, sha256 from derivatives where object = ${object}`;
	return together(await select(db, named));
}

/** The objects in which a damaged body lies. */
export async function damagedObjects(db: Kysely<Database>): Promise<Id[]> {
	const { rows } = await sql<{ object: Id }>`select distinct coalesce(d.object, i.object) as object from damages m
		left join derivatives d on d.id = m.body left join items i on i.id = m.body where m.restored is null`.execute(db);
	return rows.map((row) => row.object);
}

/** Bytes of all bodies together. */
export async function allBytes(db: Kysely<Database>): Promise<number> {
	const { rows } = await sql<{ bytes: number }>`select coalesce(sum(size), 0)::bigint as bytes from (
		select size from items union all select size from derivatives) bodies`.execute(db);
	return rows[0]?.bytes ?? 0;
}

function query(db: Kysely<Database>, named: string): Promise<Body[]> {
	return select(db, sql.raw(named));
}

/** `offset 0` keeps the database from turning the look-up of each into a join of all. */
async function select(db: Kysely<Database>, named: ReturnType<typeof sql>): Promise<Body[]> {
	const { rows } = await sql<Body>`
		select n.idx, n.id, n.object, n."offset", n.size, n.sha256, i.id as item, d.id is not null as derivative,
			i.case_id as "case", c.generation, coalesce(d.prefix, i.prefix) as prefix, m.body is not null as damaged
		from (${named}) n left join lateral (select * from derivatives where id = n.id offset 0) d on true
			cross join lateral (select * from items where id = coalesce(d.item, n.id) offset 0) i
			join cases c on c.id = i.case_id left join damages m on m.body = n.id and m.restored is null
		where n.object is not null order by n.idx`.execute(db);
	return rows;
}

function together(bodies: readonly Body[]): ObjectBodies[] {
	const groups: { object: Id; bodies: Body[] }[] = [];
	for (const body of bodies) {
		const last = groups.at(-1);
		if (last?.object === body.object) last.bodies.push(body);
		else groups.push({ object: body.object, bodies: [body] });
	}
	return groups;
}
