import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { ItemEntries } from '../open-item.ts';
import { wholeHistory } from './history.ts';

/** Why an item failed, as the worker said it. */
export interface Failure {
	/** The entry that says it. */
	readonly index: number;
	readonly code: string;
	readonly reason: string;
}

/**
 * The last failure of an item that is failed, out of its whole history; undefined for any other, and where the reason was
 * sealed to another case. Throws what `wholeHistory` throws.
 */
export async function failureOf(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
): Promise<Failure | undefined> {
	if (item.state !== 'failed') return undefined;
	const { events } = await wholeHistory(connection, open, 'item', item.id);
	const last = events.findLast(({ entry: { statement: s, skeleton } }) => {
		// A copy to play is not the item: that it could not be made leaves the item as it was.
		return s.type === 'item.failed' && s.phase !== 'proxy' && skeleton.result === 'accepted';
	});
	const { code, reason } = last?.fields ?? {};
	if (last === undefined || typeof code !== 'string' || typeof reason !== 'string') return undefined;
	return { index: last.entry.index, code, reason };
}
