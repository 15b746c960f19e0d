import type { z } from 'zod';
import { lastCheckpoint } from '../db/log-store.ts';
import { parseSkeleton } from '../domain/ledger/leaf.ts';
import type { answers } from '../domain/wire.ts';
import type { Context } from './context.ts';

/** What anyone may know of this archive's witnesses: the cosigned checkpoint verifies by itself, the rest is the notary's word. */
export async function witnesses(ctx: Context): Promise<z.infer<typeof answers.witnesses>> {
	const row = await ctx.db.selectFrom('witnessed').selectAll().executeTakeFirst();
	if (row === undefined) return { witnesses: null };
	const entries = (await lastCheckpoint(ctx.db))?.size ?? 0;
	const covered = row.size ?? 0;
	const first =
		covered >= entries
			? undefined
			: await ctx.db.selectFrom('ledger.entries').select('skeleton').where('idx', '=', covered).executeTakeFirst();
	return {
		witnesses: {
			policy: row.policy,
			cosigned: row.note,
			entries,
			since: first === undefined ? null : parseSkeleton(first.skeleton).time,
			states: JSON.parse(row.states),
			held: row.held === null ? null : JSON.parse(row.held),
		},
	};
}
