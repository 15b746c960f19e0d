import type { Id } from '../domain/ids.ts';
import type { Context, Person } from './context.ts';

/** The entries that tell a case's newer keys, oldest first, and by which a person was given the newest they have. */
export interface KeyEntries {
	rekeyed: number[];
	granted: number | undefined;
}

/** The same of each of these cases. */
export async function keyEntries(
	ctx: Context,
	person: Person,
	cases: readonly Id[],
): Promise<ReadonlyMap<Id, KeyEntries>> {
	const found = new Map<Id, KeyEntries>(cases.map((id) => [id, { rekeyed: [], granted: undefined }]));
	if (cases.length === 0) return found;
	const [keys, grants] = await Promise.all([
		ctx.db
			.selectFrom('case_keys')
			.select(['case_id', 'idx'])
			.where('case_id', 'in', cases)
			.orderBy('generation')
			.execute(),
		ctx.db
			.selectFrom('case_grants')
			.select(['case_id', 'idx'])
			.where('person', '=', person.key)
			.where('case_id', 'in', cases)
			.execute(),
	]);
	for (const { case_id, idx } of keys) found.get(case_id)?.rekeyed.push(idx);
	for (const { case_id, idx } of grants) {
		const of = found.get(case_id);
		if (of !== undefined) of.granted = idx;
	}
	return found;
}

/** All entries that a case's keys are told by. */
export function indicesOf({ rekeyed, granted }: KeyEntries): number[] {
	return granted === undefined ? rekeyed : [...rekeyed, granted];
}
