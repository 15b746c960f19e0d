import { type Kysely, sql } from 'kysely';
import { COUNT_ACTOR } from '../../src/app/counts.ts';
import { selectPacked } from '../../src/db/packed.ts';
import type { Database } from '../../src/db/tables.ts';
import { CountQuestion, signCount } from '../../src/domain/ledger/count.ts';
import type { Head } from './head.ts';
import type { NotaryKeys } from './keys.ts';
import type { Notary } from './notary.ts';

/** Questions answered in one go, between two turns. */
export const COUNTS_AT_ONCE = 50;

/**
 * Answers who asked how many events a case, an item or the archive has had: signed, under the nonce of the question, of
 * rows the notary wrote. Between turns only, when every counted event is under the saved head. Returns how many there
 * were; questions that no client asks like this are dropped.
 */
export async function answerCounts(
	db: Kysely<Database>,
	{ notary, keys, head }: { notary: Notary; keys: NotaryKeys; head: { current: Head } },
	now: Date,
): Promise<number> {
	const asked = await db.selectFrom('counts_asked').selectAll().limit(COUNTS_AT_ONCE).execute();
	if (asked.length === 0) return 0;
	const questions = asked.flatMap(({ nonce, subjects }) => {
		const question = CountQuestion.safeParse({ nonce, subjects: parsed(subjects) });
		return question.success ? [question.data] : [];
	});
	const events = await notary.countsOf(questions.flatMap((one) => one.subjects));
	const [time, { size }] = [now.toISOString(), head.current];
	const notes = questions.map((question) => {
		const own = events.splice(0, question.subjects.length);
		return signCount({ time, size, events: own }, question, keys.origin, keys.logSeed);
	});
	const rows = selectPacked([
		{ type: 'text', values: questions.map((one) => one.nonce) },
		{ type: 'text', values: questions.map(() => COUNT_ACTOR) },
		{ type: 'text', values: notes.map((count) => JSON.stringify({ count })) },
	]);
	await sql`with gone as (delete from counts_asked where nonce = any(${asked.map((one) => one.nonce)}::text[])),
		told as (insert into outcomes (statement_id, actor, outcome) ${rows} on conflict do nothing)
		select pg_notify('custos_outcomes', '')`.execute(db);
	return asked.length;
}

function parsed(source: string): unknown {
	try {
		return JSON.parse(source);
	} catch {
		return undefined;
	}
}
