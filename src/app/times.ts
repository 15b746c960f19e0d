import { sql } from 'kysely';
import type { z } from 'zod';
import { lastCheckpoint } from '../db/log-store.ts';
import { toBase64 } from '../domain/bytes.ts';
import type { answers } from '../domain/wire.ts';
import type { Context } from './context.ts';

/** Of each time authority the first token over a checkpoint that covers entry `index`: each verifies by itself. */
export async function timesOf(ctx: Context, index: number): Promise<z.infer<typeof answers.times>> {
	const rows = await ctx.db
		.selectFrom('ledger.time_tokens')
		.distinctOn('authority')
		.select(['authority', 'size', 'note', 'answer'])
		.where('size', '>', index)
		.orderBy('authority')
		.orderBy('size')
		.execute();
	return { tokens: rows.map(({ answer, ...row }) => ({ ...row, answer: toBase64(answer) })) };
}

/** How it goes with the authorities that are asked: the archive's word. */
export async function timeState(ctx: Context): Promise<z.infer<typeof answers.timeState>> {
	const { rows } = await sql<{
		authority: string;
		trouble: string | null;
		since: Date | null;
		size: number | null;
		time: Date | null;
	}>`
		select a.authority, a.trouble, a.since, t.size, t.time from time_asked a left join lateral (
			select size, time from ledger.time_tokens where authority = a.authority order by size desc limit 1) t on true
		order by a.authority`.execute(ctx.db);
	return {
		entries: (await lastCheckpoint(ctx.db))?.size ?? 0,
		authorities: rows.map((row) => ({
			authority: row.authority,
			size: row.size,
			time: row.time?.toISOString() ?? null,
			trouble: row.trouble === null ? null : { why: row.trouble as 'away', since: (row.since as Date).toISOString() },
		})),
	};
}
