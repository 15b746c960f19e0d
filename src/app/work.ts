import { type RawBuilder, sql } from 'kysely';
import type { Id } from '../domain/ids.ts';
import { needRole } from './access.ts';
import type { Context, Person } from './context.ts';

/** What has arrived shortly before, in seconds, tells how busy the intake is. */
const SHORTLY = 2;
const PACE_WHILE_RECEIVING = 16;
/** So many bytes shortly before are a stream: what came with it stands back for so long, in seconds. */
const STREAM = 24 * 2 ** 20;
const STAND_BACK = 15;

/** A lease without a heartbeat for this long is anyone's. */
export const LEASE_SECONDS = 5;

/** A job: to keep and examine an item, or to make its proxy. */
export interface Work {
	item: Id;
	attempt: number;
	proxy: boolean;
}

/**
 * Leases the next items that wait for examination: received without examined, and nobody's heart beats on them. Oldest
 * first; one that has failed workers before goes behind the others, and waits longer each time. Without `examine`, only
 * items that still have to be kept. Only items that are sealed to one of `epochs`: nobody else could open them, and
 * would only count as a failed attempt. Last come proxies: copies that somebody asked for of items that are done. That somebody has these keys is noted, for those who wait.
 */
export async function takeWork(
	ctx: Context,
	person: Person,
	limit: number,
	examine: boolean,
	epochs: readonly number[],
): Promise<Work[]> {
	needRole(person, 'worker');
	await noteSeen(ctx, epochs);
	const arrived = await arrivedShortly(ctx);
	const streams = arrived >= STREAM;
	const pace = arrived > 0 && !streams ? Math.min(limit, PACE_WHILE_RECEIVING) : limit;
	const young = sql`(select id from objects where at > now() - make_interval(secs => ${STAND_BACK}))`;
	const result = await sql<Work>`
		insert into leases (item, worker, attempt, beat)
		select i.id, ${person.key}, coalesce(l.attempt, 0) + 1, now()
		from (${waiting(examine)}) i left join leases l on l.item = i.id
		where i.epoch = any(${epochs}::int[])
			and (l.item is null or l.beat < now() - make_interval(secs => ${LEASE_SECONDS} * least(l.attempt, 60)))
			${streams ? sql`and i.object not in ${young}` : sql``}
		order by coalesce(l.attempt, 0), i.state <> 'received', i.state <> 'kept', i.idx limit ${pace}
		on conflict (item) do update set worker = excluded.worker, attempt = excluded.attempt, beat = now()
			where leases.beat < now() - make_interval(secs => ${LEASE_SECONDS} * least(leases.attempt, 60))
		returning item, attempt, (select state in ('examined', 'failed') from items where id = leases.item) as proxy`.execute(
		ctx.db,
	);
	return result.rows;
}

/**
 * The items that wait, found by the indexes of what waits, however many are done: `offset 0` keeps the database from turning the
 * look-up of each into a join of all.
 */
function waiting(examine: boolean): RawBuilder<unknown> {
	if (!examine) return sql`select * from items where state = 'received'`;
	return sql`select * from items where state in ('received', 'kept')
		union all select i.* from proxies p cross join lateral (select * from items where id = p.item offset 0) i
			where p.state = 'wanted' and i.state in ('examined', 'failed')`;
}

/** Writes at most every ten seconds: workers ask several times a second. */
async function noteSeen(ctx: Context, epochs: readonly number[]): Promise<void> {
	await sql`insert into epochs_seen (epoch, at) select distinct epoch, now() from unnest(${epochs}::int[]) epoch
		on conflict (epoch) do update set at = excluded.at where epochs_seen.at < now() - interval '10 seconds'`.execute(
		ctx.db,
	);
}

/**
 * The bytes of objects begun shortly before. Getting footage out of someone's hands comes first: while some arrive, workers
 * take little at a time; while many do, items wait a little, and are then taken many at a time, which costs everybody less.
 */
async function arrivedShortly(ctx: Context): Promise<number> {
	const { rows } = await sql<{ bytes: string }>`
		select coalesce(sum(size), 0) as bytes from objects where at > now() - make_interval(secs => ${SHORTLY})`.execute(
		ctx.db,
	);
	return Number(rows[0]?.bytes);
}

/** Says that the worker is alive on these items. Returns those it still holds. */
export async function beat(ctx: Context, person: Person, items: readonly Id[]): Promise<Id[]> {
	needRole(person, 'worker');
	const rows = await ctx.db
		.updateTable('leases')
		.set({ beat: sql`now()` })
		.where('worker', '=', person.key)
		.where('item', 'in', items)
		.returning('item')
		.execute();
	return rows.map((row) => row.item);
}

/** Lets items go: done, or for another worker. */
export async function release(ctx: Context, person: Person, items: readonly Id[]): Promise<void> {
	needRole(person, 'worker');
	await ctx.db.deleteFrom('leases').where('worker', '=', person.key).where('item', 'in', items).execute();
}
