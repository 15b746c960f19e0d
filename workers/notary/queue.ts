import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import type { ErrorCode } from '../../src/domain/errors.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';
import type { Pending } from './admit.ts';
import type { Head } from './head.ts';

/** What the sender of a statement gets: a receipt (also for a denied entry), or why there is no entry. */
export interface Outcome {
	of: Pending;
	text: { receipt: Receipt } | { error: { code: ErrorCode; message: string } };
}

/** The oldest waiting statements besides those in hand. They stay in the table until the transaction that makes entries of them. */
export function takePending(db: Kysely<Database>, limit: number, inHand: readonly Pending[]): Promise<Pending[]> {
	const seqs = inHand.map((one) => one.seq);
	return db
		.selectFrom('pending')
		.selectAll()
		.where(sql<boolean>`not seq = any(${seqs}::bigint[])`)
		.orderBy('seq')
		.limit(limit)
		.execute();
}

/** Removes statements that have become entries or been refused. */
export async function deletePending(db: Kysely<Database>, batch: readonly Pending[]): Promise<void> {
	await sql`delete from pending where seq = any(${batch.map((one) => one.seq)}::bigint[])`.execute(db);
}

/**
 * Hands out what became of statements, and the checkpoint, which is under the saved head by now. A refusal never
 * replaces a receipt: whoever copies someone's statement id with other bytes changes nothing.
 */
export async function publish(db: Kysely<Database>, outcomes: readonly Outcome[], head: Head): Promise<void> {
	const receipts = outcomes.filter((one) => 'receipt' in one.text);
	const refusals = outcomes.filter((one) => 'error' in one.text);
	await db.transaction().execute(async (tx) => {
		await tx
			.insertInto('ledger.checkpoints')
			.values({ size: head.size, root: head.root, note: head.note })
			.onConflict((on) => on.doNothing())
			.execute();
		await insert(tx, receipts, sql`do update set outcome = excluded.outcome`);
		await insert(tx, refusals, sql`do nothing`);
	});
}

async function insert(
	db: Kysely<Database>,
	outcomes: readonly Outcome[],
	onConflict: ReturnType<typeof sql>,
): Promise<void> {
	if (outcomes.length === 0) return;
	const latest = [...new Map(outcomes.map((one) => [`${one.of.statement_id}/${one.of.actor}`, one])).values()];
	await sql`insert into outcomes (statement_id, actor, outcome)
		select * from unnest(${latest.map((one) => one.of.statement_id)}::text[], ${latest.map((one) => one.of.actor)}::text[],
			${latest.map((one) => JSON.stringify(one.text))}::text[])
		on conflict (statement_id, actor) ${onConflict}`.execute(db);
}
