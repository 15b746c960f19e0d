import { expungedItems } from '../../client/case/expunged.ts';
import { remainsOf } from '../../client/case/remains.ts';
import type { Connection } from '../../client/connection.ts';
import { CustosError } from '../../domain/errors.ts';
import type { ReportInput } from '../report-input.ts';
import type { ReportChoices } from './report-choices.ts';

/** The expunged items that the report is to name: the number each had in this case, and what remains of its entries. */
export async function gatherExpunged(
	connection: Connection,
	{ open, expunged = [] }: ReportChoices,
): Promise<NonNullable<ReportInput['expunged']>> {
	if (expunged.length === 0) return [];
	const known = new Map((await expungedItems(connection, open.id)).map((one) => [one.id, one]));
	return Promise.all(
		expunged.map(async (id) => {
			const one = known.get(id);
			if (one === undefined) throw new CustosError('not-found', 'no item of this case that was expunged has this id');
			const remains = await remainsOf(connection, id);
			return { id, number: one.exhibit ?? null, remains: remains.map(({ text }) => text) };
		}),
	);
}
