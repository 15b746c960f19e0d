import { catalogue } from '../../client/case/catalogue.ts';
import { expungedItems } from '../../client/case/expunged.ts';
import { findCase, type OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { Id } from '../../domain/ids.ts';
import type { Context } from '../context.ts';
import { itemOrGone } from '../find-item.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

/**
 * All items of a case, or those of the exhibits named, which must be of one case that this person leads; and which of them were
 * expunged, of which a report says that and nothing else.
 */
export async function subjectOf(
	context: Context,
	connection: Connection,
	wanted: readonly string[],
): Promise<{ open: OpenCase; items: Id[]; expunged: Id[] }> {
	const { t } = context;
	const { open, items, expunged } = await found(context, connection, wanted);
	if (open.role !== 'lead') throw new Told('denied', t.onlyLeads(printable(open.title)));
	if (items.length + expunged.length === 0) throw new Told('not-found', t.nothingToReport);
	return { open, items, expunged };
}

async function found(context: Context, connection: Connection, wanted: readonly string[]) {
	const [first] = wanted;
	if (wanted.length === 1 && first !== undefined && !/-\d+(\.\d+)?$/.test(first)) {
		const open = await findCase(connection, first);
		const [items, expunged] = [await catalogue(connection, open), await expungedItems(connection, open.id)];
		return { open, items: items.map(({ id }) => id), expunged: expunged.map(({ id }) => id) };
	}
	const all: { open: OpenCase; id: Id; gone: boolean }[] = [];
	for (const one of wanted) {
		const { found, gone } = await itemOrGone(context, connection, one);
		all.push(gone === undefined ? { open: found.open, id: found.item.id, gone: false } : { ...gone, gone: true });
	}
	const { open } = all[0] as { open: OpenCase };
	if (all.some((one) => one.open.id !== open.id)) throw wrongUsage(context.t.oneCase);
	const ids = (gone: boolean): Id[] => [...new Set(all.filter((one) => one.gone === gone).map(({ id }) => id))];
	return { open, items: ids(false), expunged: ids(true) };
}
