import { type FoundExpunged, findExpunged } from '../client/case/expunged.ts';
import { type FoundItem, findItem } from '../client/case/find-item.ts';
import type { Connection } from '../client/connection.ts';
import { isCustosError } from '../domain/errors.ts';
import type { Context } from './context.ts';
import { Told } from './told.ts';
import { shortId, timeInWords } from './words.ts';

/** The one item that is meant. Throws in the person's language when there is none, or more than one. */
export async function theItem({ t }: Context, connection: Connection, wanted: string): Promise<FoundItem> {
	const found = await findItem(connection, wanted);
	if (found === 'no-exhibit' || found === 'no-item') {
		const gone = await findExpunged(connection, wanted);
		if (gone !== undefined) throw new Told('expunged', t.expunge.was(shortId(gone.id), timeInWords(gone.at)));
	}
	switch (found) {
		case 'malformed':
			throw new Told('bad-request', t.wrongItem(wanted), { usage: true });
		case 'no-exhibit':
			throw new Told('not-found', t.noExhibit(wanted));
		case 'no-item':
			throw new Told('not-found', t.noItem(wanted));
		case 'several':
			throw new Told('not-found', t.severalItems(wanted));
		case 'several-cases':
			throw new Told('not-found', t.severalCases(wanted));
		default:
			return found;
	}
}

/** The same, or what is left of it where it was expunged. */
export async function itemOrGone(
	context: Context,
	connection: Connection,
	wanted: string,
): Promise<{ found: FoundItem; gone?: undefined } | { found?: undefined; gone: FoundExpunged }> {
	try {
		return { found: await theItem(context, connection, wanted) };
	} catch (error) {
		const gone = isCustosError(error, 'expunged') ? await findExpunged(connection, wanted) : undefined;
		if (gone === undefined) throw error;
		return { gone };
	}
}
