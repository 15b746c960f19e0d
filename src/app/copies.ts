import { sql } from 'kysely';
import type { z } from 'zod';
import { lastCheckpoint } from '../db/log-store.ts';
import type { Database } from '../db/tables.ts';
import type { Id } from '../domain/ids.ts';
import { parseSkeleton } from '../domain/ledger/leaf.ts';
import type { answers } from '../domain/wire.ts';
import type { Context, Person } from './context.ts';

/** Of damaged items, so many are named. */
const NAMED = 100;

/**
 * How it goes with the second copy and the re-hash, and what is damaged: the archive's word. Everybody hears how much
 * that is; which items, only of one's own cases.
 */
export async function copies(ctx: Context, person: Person): Promise<z.infer<typeof answers.copies>> {
	const tasks = await ctx.db.selectFrom('upkeep').selectAll().execute();
	const [copy, rehash, all] = (['copy', 'rehash', 'all'] as const).map((task) =>
		tasks.find((one) => one.task === task),
	);
	return {
		second: copy === undefined ? null : { ...(await lag(ctx, copy.next)), ...state(copy) },
		rehash:
			rehash === undefined
				? null
				: {
						began: rehash.began.toISOString(),
						ended: rehash.ended?.toISOString() ?? null,
						done: rehash.bytes,
						// Looked at now and then: what came in since then is in it next time.
						total: Math.max(all?.bytes ?? 0, rehash.bytes),
						...state(rehash),
					},
		damaged: await damaged(ctx, person),
	};
}

function state({ trouble, since, at }: Database['upkeep']) {
	return {
		trouble: trouble === null || since === null ? null : { why: trouble, since: since.toISOString() },
		at: at.toISOString(),
	};
}

/** Objects that were not yet brought to the second copy, and when the first of them was taken in. */
async function lag(ctx: Context, next: number): Promise<{ waiting: number; oldest: string | null }> {
	// The usual case, in which nothing is counted.
	if (next >= ((await lastCheckpoint(ctx.db))?.size ?? 0)) return { waiting: 0, oldest: null };
	// Case by case, as items are indexed; `offset 0` keeps the database from joining all of them instead.
	const { rows } = await sql<{ n: number; idx: number | null }>`select count(distinct object)::int as n, min(idx) as idx
		from (select i.object, i.idx from cases c cross join lateral (
				select object, idx from items where case_id = c.id and idx >= ${next} offset 0) i union all
			select object, idx from derivatives where idx >= ${next}) bodies`.execute(ctx.db);
	return { waiting: rows[0]?.n ?? 0, oldest: await timeOf(ctx, rows[0]?.idx ?? null) };
}

async function damaged(ctx: Context, person: Person): Promise<z.infer<typeof answers.copies>['damaged']> {
	const { rows } = await sql<{ n: number; idx: number | null }>`
		select count(*)::int as n, min(idx) as idx from damages where restored is null`.execute(ctx.db);
	const bodies = rows[0]?.n ?? 0;
	if (bodies === 0) return { bodies, since: null, items: [] };
	const own = await sql<{ item: Id }>`select distinct m.item from damages m join items i on i.id = m.item
		where m.restored is null and exists (select from members where person = ${person.key} and active and (case_id = i.case_id
			or case_id in (select case_id from shared where item = i.id))) order by m.item limit ${NAMED}`.execute(ctx.db);
	return { bodies, since: await timeOf(ctx, rows[0]?.idx ?? null), items: own.rows.map((row) => row.item) };
}

async function timeOf(ctx: Context, idx: number | null): Promise<string | null> {
	if (idx === null) return null;
	const row = await ctx.db.selectFrom('ledger.entries').select('skeleton').where('idx', '=', idx).executeTakeFirst();
	return row === undefined ? null : parseSkeleton(row.skeleton).time;
}
