import { sql } from 'kysely';
import { platform } from '#platform';
import { fromBase64, fromHex, toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { sessionMessage } from '../domain/messages.ts';
import type { SessionProof } from '../domain/wire.ts';
import type { Context, Person } from './context.ts';
import { gather } from './gather.ts';

/** A session lasts this long; it opens no content, and every request looks the person up again. */
const SESSION_MS = 15 * 60_000;
/** The signer's clock may be off by this much. */
const SKEW_MS = 60_000;

/** Opens a session. Throws `clock-skew`, or `unauthenticated` for every other reason, so that nothing can be probed. */
export async function openSession(ctx: Context, proof: SessionProof): Promise<{ token: string; expires: string }> {
	const now = ctx.now().getTime();
	// A time that is no date is NaN, and as far off as can be.
	if (!(Math.abs(now - Date.parse(proof.time)) <= SKEW_MS)) {
		throw new CustosError(
			'clock-skew',
			'your clock differs from the archive’s by more than a minute: set it right and try again',
		);
	}
	const status = await ctx.db.selectFrom('notary_status').select('log').executeTakeFirst();
	const person = await ctx.db.selectFrom('people').selectAll().where('key', '=', proof.actor).executeTakeFirst();
	const signed = platform.ed25519Verify(fromHex(proof.actor), sessionMessage(proof), fromBase64(proof.signature));
	const here = status?.log.startsWith(`${proof.origin}+`) === true;
	if (!signed || !here || person === undefined || person.suspended)
		throw new CustosError('unauthenticated', 'no one enrolled here signs with this key');
	const token = toHex(ctx.randomBytes(32));
	const expires = new Date(now + SESSION_MS);
	await ctx.db.deleteFrom('sessions').where('expires', '<', ctx.now()).execute();
	const inserted = await ctx.db
		.insertInto('sessions')
		.values({ token: hashToken(token), person: person.key, nonce: proof.nonce, expires })
		.onConflict((on) => on.doNothing())
		.returning('token')
		.executeTakeFirst();
	if (inserted === undefined) throw new CustosError('unauthenticated', 'this proof was used before: sign a new one');
	return { token, expires: expires.toISOString() };
}

/** The person behind a bearer token, looked up anew each time: a suspension works at once. Throws `unauthenticated`. */
export async function personOf(ctx: Context, token: string): Promise<Person> {
	const known = lookups.get(ctx.db);
	const lookUp = known ?? gather((tokens) => peopleOf(ctx, tokens));
	if (known === undefined) lookups.set(ctx.db, lookUp);
	const person = await lookUp(hashToken(token));
	if (person === undefined) throw new CustosError('unauthenticated', 'the session has ended: sign in again');
	return person;
}

const lookups = new WeakMap<Context['db'], (token: string) => Promise<Person | undefined>>();

/** Those behind hashed tokens whose sessions and selves are in force now, in one query. */
async function peopleOf(ctx: Context, tokens: readonly string[]): Promise<(Person | undefined)[]> {
	const rows = await ctx.db
		.selectFrom('sessions as s')
		.innerJoin('people as p', 'p.key', 's.person')
		.select(['s.token', 'p.key', 'p.box', 'p.role'])
		.where(sql<boolean>`s.token = any(${[...new Set(tokens)]}::text[])`)
		.where('s.expires', '>', ctx.now())
		.where('p.suspended', '=', false)
		.execute();
	const found = new Map(rows.map(({ token, key, box, role }) => [token, { key, box, role: role as Person['role'] }]));
	return tokens.map((one) => found.get(one));
}

function hashToken(token: string): string {
	return toHex(platform.sha256(utf8(token)));
}
