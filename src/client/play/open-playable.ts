import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { depositFacts, type ItemEntries, openKey } from '../open-item.ts';
import type { Submitted } from '../submit.ts';
import { madeProxy } from './proxy.ts';
import { openReader, type SealedReader } from './sealed-reader.ts';

/**
 * Opens an item for playing: an entry first, then the key, then what the ledger says is checked (`openReader`). `proxy` is a
 * working copy, which every member of the case may open. Rejects `not-found` while there is no proxy, `denied` by policy.
 */
export async function openPlayable(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	what: 'original' | 'proxy',
	purpose: string,
): Promise<SealedReader & { readonly opened: Submitted }> {
	// What is missing is found out before an entry is made.
	const made = what === 'proxy' ? await madeProxy(connection, open, item.id) : undefined;
	const committed = made?.statement ?? item.received.statement;
	const size = made?.size ?? depositFacts(open, item).size;
	const { opened, secret } = await openKey(connection, open, item, made ? 'working' : 'original', purpose);
	try {
		const path = `/v1/items/${item.id}/sealed/${what}`;
		return { ...(await openReader(connection, { path, committed, size, secret })), opened };
	} finally {
		secret.fill(0);
	}
}
