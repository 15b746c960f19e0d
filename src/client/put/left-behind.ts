import type { Id } from '../../domain/ids.ts';
import { answers } from '../../domain/wire.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { endedEpochs } from '../ended-epochs.ts';
import { type ItemEntries, itemEntries } from '../open-item.ts';
import { epochOf, rewrap, waits } from '../rewrap.ts';

/**
 * A delivery that went on after its worker epoch ended is sealed to a key that nobody has: its items get a fresh wrap for the open
 * one. Resolves with those that did. Throws as `rewrap`.
 */
export async function handOverLeftBehind(
	connection: Connection,
	open: OpenCase,
	items: readonly Id[],
): Promise<readonly Id[]> {
	const { waiting } = await connection.ask(answers.counts, `/v1/cases/${open.id}/counts`);
	if (items.length === 0 || waiting.every((one) => one.open)) return [];
	const ended = await endedEpochs(connection);
	if (!waiting.some((one) => ended.has(one.epoch))) return [];
	const left: ItemEntries[] = [];
	for (const id of items) {
		const item = await itemEntries(connection, id);
		if (waits(item.state) && ended.has(epochOf(item))) left.push(item);
	}
	return (await rewrap(connection, open, left)).rewrapped;
}
