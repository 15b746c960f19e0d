import { platform } from '#platform';
import { fromBase64, fromHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Hex32 } from '../domain/ids.ts';
import { parseStatement, signedBytes } from '../domain/ledger/statement.ts';
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
 * Strangers lay nothing before the notary: the key must be a card's here, and the signature its own. Undefined stands
 * for "not yet": repeating the same statement asks again.
 */
export async function suspendByCard(ctx: Context, submission: Submission): Promise<Outcome | undefined> {
	const bytes = utf8(submission.statement);
	const statement = parseStatement(bytes);
	if (statement.type !== 'person.suspended' || statement.by !== 'card' || statement.detail !== undefined)
		throw new CustosError('bad-request', 'a card suspends the person who made it, and does nothing else');
	const card = await ctx.db.selectFrom('cards').select('card').where('card', '=', statement.actor).executeTakeFirst();
	const key = fromHex(statement.actor);
	if (card === undefined || !platform.ed25519Verify(key, signedBytes(bytes), fromBase64(submission.signature)))
		throw new CustosError('unauthenticated', 'no suspension card of this archive signs like this');
	const [outcome] = await submit(ctx, { key: statement.actor }, [
		{ statement: submission.statement, signature: submission.signature },
	]);
	return outcome;
}
