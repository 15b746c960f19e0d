import { CustosError } from '../domain/errors.ts';
import { requireStrictKeys } from '../domain/strict-keys.ts';
import { Join } from '../domain/wire.ts';
import { needRole } from './access.ts';
import type { Context, Person } from './context.ts';

/** Leaves a join request in the stewards' inbox. Nothing of it counts until a steward's statement enrols the keys. */
export async function askToJoin(ctx: Context, join: Join): Promise<void> {
	requireStrictKeys({ sign: [join.person.sign], box: [join.person.box] });
	const { n } = await ctx.db.selectFrom('joins').select(ctx.db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
	if (n >= 1000)
		throw new CustosError('limit', 'the inbox of join requests is full: ask a steward to approve or drop some');
	const inserted = await ctx.db
		.insertInto('joins')
		.values({ invite: join.invite, body: JSON.stringify(join) })
		.onConflict((on) => on.doNothing())
		.returning('invite')
		.executeTakeFirst();
	if (inserted === undefined) {
		const known = await ctx.db.selectFrom('joins').select('body').where('invite', '=', join.invite).executeTakeFirst();
		if (known?.body !== JSON.stringify(join))
			throw new CustosError('conflict', 'this invite was used already: ask for a new one');
	}
}

/** Requests that are not enrolled yet. */
export async function openJoins(ctx: Context, person: Person): Promise<Join[]> {
	needRole(person, 'steward');
	const rows = await ctx.db.selectFrom('joins').select('body').orderBy('at').execute();
	const people = new Set((await ctx.db.selectFrom('people').select('key').execute()).map((row) => row.key));
	return rows.map((row) => Join.parse(JSON.parse(row.body))).filter((join) => !people.has(join.person.sign));
}
