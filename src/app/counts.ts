import { sql } from 'kysely';
import { z } from 'zod';
import { CustosError } from '../domain/errors.ts';
import type { CountQuestion } from '../domain/ledger/count.ts';
import { itemFor, roleIn } from './access.ts';
import type { Context, Person } from './context.ts';

/** Longest wait for the notary. Whoever asked then knows that there is no count, and how old what they see may be. */
const WAIT_MS = 2000;
/** Questions that may wait at once: beyond, the notary is not there, or somebody asks without end. */
const WAITING = 1000;
/** And of one person: whoever asks in a loop waits for their own answers, and keeps nobody else from any. */
const OWN_WAITING = 20;
const waiting = new WeakMap<Context['db'], Map<string, number>>();

/** Under which name the notary files its answer among the outcomes: no statement has an actor like this. */
export const COUNT_ACTOR = 'count';

const Answer = z.object({ count: z.string() });

/**
 * The notary's signed count of the events of each subject, made after the question came; null when the notary does not
 * answer in time. Throws `not-found` for what this person may not know of, `unavailable` when too many ask.
 */
export async function signedCount(
	ctx: Context,
	person: Person,
	{ nonce, subjects }: CountQuestion,
): Promise<{ count: string | null }> {
	for (const { kind, id } of subjects) {
		if (kind === 'case' || kind.startsWith('case-')) await roleIn(ctx, person, id);
		if (kind === 'item') await itemFor(ctx, person, id);
	}
	const own = waiting.get(ctx.db) ?? new Map<string, number>();
	waiting.set(ctx.db, own);
	const before = own.get(person.key) ?? 0;
	if (before >= OWN_WAITING) throw tooMany();
	own.set(person.key, before + 1);
	try {
		return { count: await ask(ctx, { nonce, subjects }) };
	} finally {
		const left = (own.get(person.key) ?? 1) - 1;
		if (left === 0) own.delete(person.key);
		else own.set(person.key, left);
	}
}

async function ask(ctx: Context, { nonce, subjects }: CountQuestion): Promise<string | null> {
	const asked = await sql<{ n: number }>`with new as (
		insert into counts_asked (nonce, subjects) select ${nonce}, ${JSON.stringify(subjects)}
		where (select count(*) from counts_asked) < ${WAITING} on conflict do nothing returning nonce
	) select count(*)::int as n, pg_notify('custos_counts', '') from new`.execute(ctx.db);
	if (asked.rows[0]?.n !== 1) throw tooMany();
	const [answer] = await ctx.outcomes.wait([{ id: nonce, actor: COUNT_ACTOR }], WAIT_MS);
	return answer === undefined ? null : Answer.parse(answer).count;
}

function tooMany(): CustosError {
	return new CustosError('unavailable', 'too many ask for a count: try again in a moment');
}
