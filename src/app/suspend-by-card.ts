import { sql } from 'kysely';
import { platform } from '#platform';
import { fromBase64, fromHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Hex32 } from '../domain/ids.ts';
import { parseStatement, type StatementOf, signedBytes } from '../domain/ledger/statement.ts';
import type { Outcome, Submission } from '../domain/wire.ts';
import type { Context } from './context.ts';
import { submit } from './submit.ts';

/** Whose card this is, and whether it still suspends them; null for what is no card's public key. */
export async function cardHere(
	ctx: Context,
	card: Hex32,
): Promise<{ card: { person: Hex32; inForce: boolean; suspended: boolean } | null }> {
	const row = await ctx.db
		.selectFrom('cards as c')
		.innerJoin('people as p', 'p.key', 'c.person')
		.leftJoin('cards_in_force as f', 'f.card', 'c.card')
		.select(['c.person', 'p.suspended', 'f.card'])
		.where('c.card', '=', card)
		.executeTakeFirst();
	if (row === undefined) return { card: null };
	return { card: { person: row.person, inForce: row.card !== null, suspended: row.suspended } };
}

/**
 * Takes in the one statement a card can make, from whoever holds it: without a session, since they need not be enrolled.
 * Strangers lay nothing before the notary: the key must be a card's here, the signature its own, and the card such that it
 * suspends that person today, unless this very statement is known already: then its receipt is asked for. Undefined stands
 * for "not yet": repeating the same statement asks again. Throws `denied` for a card that suspends nobody any more.
 */
export async function suspendByCard(ctx: Context, submission: Submission): Promise<Outcome | undefined> {
	const bytes = utf8(submission.statement);
	const statement = parseStatement(bytes);
	if (statement.type !== 'person.suspended' || statement.by !== 'card' || statement.detail !== undefined)
		throw new CustosError('bad-request', 'a card suspends the person who made it, and does nothing else');
	const card = await lookUp(ctx, statement, bytes);
	const key = fromHex(statement.actor);
	if (card === undefined || !platform.ed25519Verify(key, signedBytes(bytes), fromBase64(submission.signature)))
		throw new CustosError('unauthenticated', 'no suspension card of this archive signs like this');
	if (!card.good && !card.known)
		throw new CustosError('denied', 'this card was used, replaced or taken back, or it is of somebody else');
	const [outcome] = await submit(ctx, { key: statement.actor }, [
		{ statement: submission.statement, signature: submission.signature },
	]);
	return outcome;
}

/** In one look, so that a statement that becomes an entry meanwhile is seen in one place or the other. */
async function lookUp(
	ctx: Context,
	{ actor, id, person }: StatementOf<'person.suspended'>,
	bytes: Uint8Array,
): Promise<{ good: boolean; known: boolean } | undefined> {
	const { rows } = await sql<{ good: boolean; known: boolean }>`select
		c.person = ${person} and f.card is not null and not p.suspended as good,
		exists (select 1 from ledger.bodies where actor = ${actor} and statement_id = ${id} and statement = ${bytes})
			or exists (select 1 from pending where actor = ${actor} and statement_id = ${id} and statement = ${bytes}) as known
		from cards c join people p on p.key = c.person left join cards_in_force f on f.card = c.card
		where c.card = ${actor}`.execute(ctx.db);
	return rows[0];
}
