import { type Kysely, type RawBuilder, sql } from 'kysely';
import { selectPacked } from '../../src/db/packed.ts';
import type { Database } from '../../src/db/tables.ts';
import type { ErrorCode } from '../../src/domain/errors.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';
import { nameOf, type Pending } from './admit.ts';
import type { Head } from './head.ts';

/** What the sender of a statement gets: a receipt (also for a denied entry), or why there is no entry. */
export interface Outcome {
	of: Pending;
	text: { receipt: Receipt } | { error: { code: ErrorCode; message: string } };
}

/** Bytes of statements, with what is beside them, after which no further one is taken. */
const BATCH_BYTES = 16 * 2 ** 20;
/** Nobody waits for an outcome longer than a statement stays fresh; later the same bytes get the receipt anew. */
const OUTCOME_MINUTES = 30;
const FORGOTTEN_AT_ONCE = 10_000;

/**
 * The oldest waiting statements besides those in hand: no more than `limit`, and no more than fit in memory. They stay
 * in the table until the transaction that makes entries of them. `more`: others may be waiting behind them.
 */
export async function takePending(
	db: Kysely<Database>,
	limit: number,
	inHand: readonly Pending[],
): Promise<{ batch: Pending[]; more: boolean }> {
	const seqs = inHand.map((one) => one.seq);
	const { rows } = await sql<Pending & { ahead: number }>`
		select p.*, w.ahead, (select true from ledger.bodies b where b.statement_id = p.statement_id limit 1) is true as known from (
			select seq, (sum(size) over (order by seq) - size)::bigint as ahead from (
				select seq, octet_length(statement) + coalesce(octet_length(sealed), 0) + coalesce(octet_length(prefix), 0) as size
				from pending where not seq = any(${seqs}::bigint[]) order by seq limit ${limit}
			) oldest
		) w join pending p using (seq) where w.ahead < ${BATCH_BYTES} order by p.seq`.execute(db);
	return { batch: rows, more: rows.length === limit || (rows.at(-1)?.ahead ?? 0) > BATCH_BYTES / 2 };
}

/** As a part of a `with`: removes statements that have become entries or been refused. */
export function goneFromPending(batch: readonly Pending[]): RawBuilder<unknown> {
	return sql`gone as (delete from pending where seq = any(${batch.map((one) => one.seq)}::bigint[]))`;
}

/**
 * As parts of a `with`: why statements became no entries, in the transaction that removes them: a crash loses no answer.
 * They hold no share. A refusal never replaces a receipt: whoever copies someone's statement id with other bytes changes
 * nothing.
 */
export function toldRefusals(refusals: readonly Outcome[]): RawBuilder<unknown>[] {
	if (refusals.length === 0) return [];
	return [sql`told as (${insert(refusals, sql`do nothing`)})`];
}

/**
 * Hands out receipts, and the checkpoint, which is under the saved head by now; removes those that were `answered` from
 * an earlier entry. All in one statement, and so in one transaction.
 */
export async function publish(
	db: Kysely<Database>,
	receipts: readonly Outcome[],
	head: Head,
	answered: readonly Pending[] = [],
): Promise<void> {
	await sql`with signed as (
		insert into "ledger"."checkpoints" (size, root, note) values (${head.size}, ${head.root}, ${head.note}) on conflict do nothing
	), told as (${insert(receipts, sql`do update set outcome = excluded.outcome, at = now()`)}), ${goneFromPending(answered)}
	select pg_notify('custos_outcomes', '')`.execute(db);
}

/** Drops outcomes that nobody waits for any more. The entries stay, and the same bytes get their receipt from them. */
export async function forgetOutcomes(db: Kysely<Database>): Promise<void> {
	await sql`delete from outcomes where ctid = any(array(select ctid from outcomes
		where at < now() - make_interval(mins => ${OUTCOME_MINUTES}) order by at limit ${FORGOTTEN_AT_ONCE}))`.execute(db);
}

function insert(outcomes: readonly Outcome[], onConflict: RawBuilder<unknown>): RawBuilder<unknown> {
	const latest = [...new Map(outcomes.map((one) => [nameOf(one.of), one])).values()];
	const rows = selectPacked([
		{ type: 'text', values: latest.map((one) => one.of.statement_id) },
		{ type: 'text', values: latest.map((one) => one.of.actor) },
		{ type: 'text', values: latest.map((one) => JSON.stringify(one.text)) },
	]);
	return sql`insert into outcomes (statement_id, actor, outcome) ${rows} on conflict (statement_id, actor) ${onConflict}`;
}
