import type { Id } from '../domain/ids.ts';
import type { EntryText } from '../domain/ledger/receipt.ts';
import { roleIn } from './access.ts';
import { fitting } from './answer-size.ts';
import type { Context, Person } from './context.ts';
import { entryTexts } from './entries.ts';
import { PAGE } from './read.ts';

interface Page {
	entries: EntryText[];
	/** The index to ask from for more; null at the end. */
	next: number | null;
}

/** What people marked in a case, from entry `after` on, in the order of the ledger: clips, exhibits, notes, the tags. */
export function marks(ctx: Context, person: Person, caseId: Id, after: number): Promise<Page> {
	return page(ctx, person, caseId, after, '!=');
}

/** What players reported as watched, from entry `after` on: there can be very many. */
export function watched(ctx: Context, person: Person, caseId: Id, after: number): Promise<Page> {
	return page(ctx, person, caseId, after, '=');
}

async function page(ctx: Context, person: Person, caseId: Id, after: number, watching: '=' | '!='): Promise<Page> {
	await roleIn(ctx, person, caseId);
	const rows = await ctx.db
		.selectFrom('marks')
		.select('idx')
		.where('case_id', '=', caseId)
		.where('kind', watching, 'item.watched')
		.where('idx', '>', after)
		.orderBy('idx')
		.limit(PAGE)
		.execute();
	const indices = rows.map((row) => row.idx);
	const shown = await fitting(ctx.db, indices, (index) => [index]);
	const isLast = shown.length === indices.length && rows.length < PAGE;
	return { entries: await entryTexts(ctx.db, shown), next: isLast ? null : (shown.at(-1) ?? null) };
}
