import { isOfLoss, type Loss, openLoss } from '../domain/ledger/loss.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Connection } from './connection.ts';
import { archiveEvents } from './people.ts';
import { submit } from './submit.ts';

/** A loss, and the entry by which a steward stated it. */
export interface StatedLoss extends Loss {
	entry: Entry;
}

/** States, signed by this steward, that what stood from entry `from` on under a checkpoint of this log is lost. */
export async function stateLoss(connection: Connection, from: number, checkpoint: string): Promise<number> {
	const [stated] = await submit(connection, [{ type: 'loss.stated', fields: { from, checkpoint } }]);
	return stated?.index ?? 0;
}

/** Every loss that stewards of this archive have stated, oldest first, each verified. */
export async function statedLosses(connection: Connection): Promise<StatedLoss[]> {
	const { entries } = await archiveEvents(connection);
	return entries.flatMap((entry) => {
		const { statement, skeleton } = entry;
		if (statement.type !== 'loss.stated' || skeleton.result !== 'accepted') return [];
		return [{ ...openLoss(statement, connection.archive.key), entry }];
	});
}

/** The stated loss that somebody has seen who saw a log of `size` entries, and not this one. */
export function lossSeenAt(losses: readonly StatedLoss[], size: number): StatedLoss | undefined {
	return losses.find((loss) => isOfLoss(loss, size));
}
