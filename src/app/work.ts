import { sql } from 'kysely';
import type { Id } from '../domain/ids.ts';
import { needRole } from './access.ts';
import type { Context, Person } from './context.ts';

const PACE_WHILE_RECEIVING = 16;

/** A lease without a heartbeat for this long is anyone's. */
export const LEASE_SECONDS = 5;

/**
 * Leases the next items that wait for examination: received without examined, and nobody's heart beats on them. Oldest
 * first; one that has failed workers before goes behind the others, and waits longer each time. Without `examine`, only
 * items that still have to be kept. Only items of intakes that were sealed to one of `epochs`: nobody else could open
 * them, and would only count as a failed attempt.
 */
export async function takeWork(
	ctx: Context,
	person: Person,
	limit: number,
	examine: boolean,
	epochs: readonly number[],
): Promise<{ item: Id; attempt: number }[]> {
	needRole(person, 'worker');
	const pace = (await isReceiving(ctx)) ? Math.min(limit, PACE_WHILE_RECEIVING) : limit;
	const result = await sql<{ item: Id; attempt: number }>`
		insert into leases (item, worker, attempt, beat)
		select i.id, ${person.key}, coalesce(l.attempt, 0) + 1, now()
		from items i join intakes t on t.id = i.intake and t.epoch = any(${epochs}::int[]) left join leases l on l.item = i.id
		where i.state = any(${examine ? ['received', 'kept'] : ['received']}::text[])
			and (l.item is null or l.beat < now() - make_interval(secs => ${LEASE_SECONDS} * least(l.attempt, 60)))
		order by coalesce(l.attempt, 0), i.state = 'kept', i.idx limit ${pace}
		on conflict (item) do update set worker = excluded.worker, attempt = excluded.attempt, beat = now()
			where leases.beat < now() - make_interval(secs => ${LEASE_SECONDS} * least(leases.attempt, 60))
		returning item, attempt`.execute(ctx.db);
	return result.rows;
}

/** Getting footage out of someone's hands comes first: while objects are arriving, workers take little at a time. */
async function isReceiving(ctx: Context): Promise<boolean> {
	const since = new Date(ctx.now().getTime() - 2000);
	const row = await ctx.db.selectFrom('objects').select('id').where('at', '>', since).limit(1).executeTakeFirst();
	return row !== undefined;
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
