import type { Id } from '../domain/ids.ts';
import type { EntryText } from '../domain/ledger/receipt.ts';
import { needRole, nothing, roleIn } from './access.ts';
import type { Context, Person } from './context.ts';
import { entryTexts } from './entries.ts';
import { PAGE } from './read.ts';

/** The entries by which items of a case were expunged, and of which a retention keeps the ciphertext until when, after entry `after`; `next` is where to go on, null at the end. */
export async function expungedFrom(
	ctx: Context,
	person: Person,
	caseId: Id,
	after: number,
): Promise<{ entries: EntryText[]; kept: { item: Id; until: string }[]; next: number | null }> {
	await roleIn(ctx, person, caseId);
	const rows = await ctx.db
		.selectFrom('expunged_in as x')
		.leftJoin('destruction as d', 'd.item', 'x.item')
		.select(['x.idx', 'x.item', 'd.until'])
		.where('x.case_id', '=', caseId)
		.where('x.idx', '>', after)
		.orderBy('x.idx')
		.limit(PAGE)
		.execute();
	const indices = rows.map((row) => row.idx);
	return {
		entries: await entryTexts(ctx.db, indices),
		kept: rows.flatMap(({ item, until }) => (until === null ? [] : [{ item, until: until.toISOString() }])),
		next: rows.length < PAGE ? null : (indices.at(-1) ?? null),
	};
}

/** What a steward must know who expunges an item: what is left of it afterwards, by the books. The notary holds it against its own. */
export async function leftOf(
	ctx: Context,
	person: Person,
	item: Id,
): Promise<{ left: { case: Id; exhibits: number; exhibit?: number }[] }> {
	needRole(person, 'steward');
	const rows = await ctx.db
		.selectFrom('cases as c')
		.leftJoin('exhibits as e', (on) =>
			on.onRef('e.case_id', '=', 'c.id').on('e.item', '=', item).on('e.clip', 'is', null).on('e.withdrawn', '=', false),
		)
		.select(['c.id', 'c.exhibits', 'e.number'])
		.where((e) =>
			e.or([
				e('c.id', 'in', e.selectFrom('items').select('case_id').where('id', '=', item)),
				e('c.id', 'in', e.selectFrom('shared').select('case_id').where('item', '=', item)),
			]),
		)
		.orderBy('c.id')
		.execute();
	if (rows.length === 0) throw nothing();
	return {
		left: rows.map(({ id, exhibits, number }) => ({
			case: id,
			exhibits,
			...(number === null ? {} : { exhibit: number }),
		})),
	};
}
