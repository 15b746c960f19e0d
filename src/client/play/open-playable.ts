import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { byItsKey } from '../key-at-hand.ts';
import { depositFacts, type ItemEntries, newerThan, openKey } from '../open-item.ts';
import type { Submitted } from '../submit.ts';
import { type MadeProxy, madeProxy, proxyFacts } from './proxy.ts';
import { openReader, type SealedReader } from './sealed-reader.ts';

/**
 * Opens an item for playing: an entry first, then the key, then what the ledger says is checked (`openReader`). `proxy` is a
 * working copy, which every member of the case may open, and its media type is told. Rejects `not-found` while there is no
 * proxy, `denied` by policy.
 */
export async function openPlayable(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	what: 'original' | 'proxy',
	purpose: string,
): Promise<
	SealedReader & {
		readonly opened: Submitted;
		/** As of an `OpenedBody`. */
		readonly passedOver: readonly number[];
		readonly type?: string | undefined;
	}
> {
	// What is missing is found out before an entry is made.
	const made = what === 'proxy' ? await madeProxy(connection, open, item.id) : undefined;
	const committed = made?.statement ?? item.received.statement;
	const deposit = made === undefined ? { ...depositFacts(open, item), type: undefined } : undefined;
	const { opened, keys } = await openKey(connection, open, item, made ? 'working' : 'original', purpose);
	try {
		const path = `/v1/items/${item.id}/sealed/${what}`;
		const {
			secret: _,
			sharing,
			...reader
		} = await byItsKey(keys, async (secret) => {
			const { size, type } = deposit ?? proxyFacts(made as MadeProxy, secret);
			return { ...(await openReader(connection, { path, committed, size, secret })), opened, type };
		});
		return { ...reader, passedOver: newerThan(open, item, sharing) };
	} finally {
		for (const { secret } of keys) secret.fill(0);
	}
}
