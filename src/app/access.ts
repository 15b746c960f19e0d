import type { ItemRow } from '../db/tables.ts';
import { CustosError } from '../domain/errors.ts';
import type { CaseRole } from '../domain/roles.ts';
import type { Context, Person } from './context.ts';

/** One answer for what is not there and for what this person may not know of. */
export function nothing(): CustosError {
	return new CustosError('not-found', 'there is nothing here for you');
}

/** The person's role in a case; throws `not-found` unless they are a member with one of `roles`. */
export async function roleIn(
	ctx: Context,
	person: Person,
	caseId: string,
	roles: readonly CaseRole[] = ['reader', 'editor', 'lead'],
): Promise<CaseRole> {
	const row = await ctx.db
		.selectFrom('members')
		.select('role')
		.where('person', '=', person.key)
		.where('case_id', '=', caseId)
		.where('active', '=', true)
		.executeTakeFirst();
	if (row === undefined || !roles.includes(row.role as CaseRole)) throw nothing();
	return row.role as CaseRole;
}

/** An item the person may know of: as a member of a case it is in, as a worker, or as an auditor (ciphertext only). */
export async function itemFor(ctx: Context, person: Person, id: string): Promise<ItemRow> {
	const item = await ctx.db.selectFrom('items').selectAll().where('id', '=', id).executeTakeFirst();
	if (item === undefined) throw await goneOrNothing(ctx, person, id);
	if (person.role === 'worker' || person.role === 'auditor') return item as ItemRow;
	const member = await ctx.db
		.selectFrom('members')
		.select('role')
		.where('person', '=', person.key)
		.where('active', '=', true)
		.where((e) =>
			e.or([
				e('case_id', '=', item.case_id),
				e('case_id', 'in', e.selectFrom('shared').select('case_id').where('item', '=', id)),
			]),
		)
		.limit(1)
		.executeTakeFirst();
	if (member === undefined) throw nothing();
	return item as ItemRow;
}

/** A member of a case it was in, and whoever sees the ledger, is told that it was expunged; others that there is nothing. */
async function goneOrNothing(ctx: Context, person: Person, id: string): Promise<CustosError> {
	const gone = await ctx.db
		.selectFrom('expunged_in as x')
		.leftJoin('members as m', (on) => on.onRef('m.case_id', '=', 'x.case_id').on('m.person', '=', person.key))
		.select('x.item')
		.where('x.item', '=', id)
		.where((e) => e.or([e('m.active', '=', true), e.lit(person.role === 'worker' || person.role === 'auditor')]))
		.limit(1)
		.executeTakeFirst();
	return gone === undefined ? nothing() : new CustosError('expunged', 'this was expunged: nothing of it is left');
}

/** Throws `not-found` unless the person has one of these archive roles. */
export function needRole(person: Person, ...roles: Person['role'][]): void {
	if (!roles.includes(person.role)) throw nothing();
}
