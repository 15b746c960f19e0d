import type { Connection } from '../../src/client/connection.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import { answers, type Item } from '../../src/domain/wire.ts';

/** What is known of these items, in their order and in as many answers as that takes. */
export async function itemsForWork(connection: Connection, ids: readonly Id[]): Promise<Item[]> {
	const found: Item[] = [];
	while (found.length < ids.length) {
		const body = { items: ids.slice(found.length) };
		const { items } = await connection.ask(answers.workItems, '/v1/work/items', { body });
		if (items.length === 0) throw new CustosError('bad-proof', 'the archive says nothing of the items it gave out');
		found.push(...items);
	}
	return found;
}
