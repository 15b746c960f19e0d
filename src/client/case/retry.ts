import type { Id } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { itemEntries } from '../open-item.ts';
import { type Rewrapped, rewrap, waits } from '../rewrap.ts';
import { submitEach } from '../submit.ts';
import { inCase } from './mark.ts';
import { type MarkedMany, tell } from './mark-many.ts';

/**
 * Has failed items examined again: those whose worker epoch is gone get a fresh wrap, the others are asked for again. Neither
 * done nor refused is what somebody else gave a fresh wrap meanwhile. Throws as `rewrap`.
 */
export async function retryItems(connection: Connection, open: OpenCase, items: readonly Id[]): Promise<MarkedMany> {
	const entries = [];
	for (const item of items) entries.push(await itemEntries(connection, item));
	const { rewrapped, already } = await rewrap(connection, open, entries);
	const result: MarkedMany = { done: [...rewrapped], refused: [] };
	const asked =
		already.length === 0
			? []
			: await submitEach(
					connection,
					already.map((item) => ({ type: 'item.retried', fields: { ...inCase(open), item } })),
				);
	tell(result, already, asked);
	return result;
}

/** Passes items that wait for a worker that is gone on to the present ones; of the others says that they wait for these already. */
export async function passOnItems(connection: Connection, open: OpenCase, items: readonly Id[]): Promise<Rewrapped> {
	const entries = [];
	for (const item of items) entries.push(await itemEntries(connection, item));
	return rewrap(
		connection,
		open,
		entries.filter((one) => waits(one.state)),
	);
}
