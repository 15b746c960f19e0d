import { CustosError } from '../domain/errors.ts';
import { requireStrictKeys } from '../domain/strict-keys.ts';
import { Join } from '../domain/wire.ts';
import { needRole } from './access.ts';
import type { Context, Person } from './context.ts';

/**
 * Leaves a join request in the stewards' inbox. Nothing of it counts until a steward's statement enrols the keys. Each
 * invite that is still open has one place there, and only whoever holds it knows its id: strangers fill nothing. They
 * get the same answer, so nobody learns which invites there are. Throws `conflict` when the place was taken by other
 * keys.
 */
export async function askToJoin(ctx: Context, join: Join): Promise<void> {
	requireStrictKeys({ sign: [join.person.sign], box: [join.person.box] });
	const inserted = await ctx.db
		.insertInto('joins')
		.columns(['invite', 'body'])
		.expression((eb) =>
			eb
				.selectFrom('invites')
				.select((select) => ['id as invite', select.val(JSON.stringify(join)).as('body')])
				.where('id', '=', join.invite)
				.where('used', '=', false),
		)
		.onConflict((on) => on.doNothing())
		.returning('invite')
		.executeTakeFirst();
	if (inserted !== undefined) return;
	const known = await ctx.db.selectFrom('joins').select('body').where('invite', '=', join.invite).executeTakeFirst();
	if (known === undefined) return;
	const { sign, box } = Join.parse(JSON.parse(known.body)).person;
	if (sign !== join.person.sign || box !== join.person.box)
		throw new CustosError('conflict', 'this invite was used already: ask for a new one');
}

/** Requests whose invite is still open. */
export async function openJoins(ctx: Context, person: Person): Promise<Join[]> {
	needRole(person, 'steward');
	const rows = await ctx.db
		.selectFrom('joins as j')
		.innerJoin('invites as i', 'i.id', 'j.invite')
		.select('j.body')
		.where('i.used', '=', false)
		.orderBy('j.at')
		.execute();
	return rows.map((row) => Join.parse(JSON.parse(row.body)));
}
