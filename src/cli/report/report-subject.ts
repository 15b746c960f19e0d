import { catalogue } from '../../client/case/catalogue.ts';
import { findCase, type OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { Id } from '../../domain/ids.ts';
import type { Context } from '../context.ts';
import { theItem } from '../find-item.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

/** All items of a case, or those of the exhibits named, which must be of one case that this person leads. */
export async function subjectOf(
	context: Context,
	connection: Connection,
	wanted: readonly string[],
): Promise<{ open: OpenCase; items: Id[] }> {
	const { t } = context;
	const { open, items } = await found(context, connection, wanted);
	if (open.role !== 'lead') throw new Told('denied', t.onlyLeads(printable(open.title)));
	if (items.length === 0) throw new Told('not-found', t.nothingToReport);
	return { open, items };
}

async function found(context: Context, connection: Connection, wanted: readonly string[]) {
	const [first] = wanted;
	if (wanted.length === 1 && first !== undefined && !/-\d+(\.\d+)?$/.test(first)) {
		const open = await findCase(connection, first);
		return { open, items: (await catalogue(connection, open)).map((one) => one.id) };
	}
	const all = [];
	for (const one of wanted) all.push(await theItem(context, connection, one));
	const { open } = all[0] as { open: OpenCase };
	if (all.some((one) => one.open.id !== open.id)) throw wrongUsage(context.t.oneCase);
	return { open, items: [...new Set(all.map((one) => one.item.id))] };
}
