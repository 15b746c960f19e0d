import { toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Checkpoint } from '../domain/ledger/checkpoint.ts';
import { isOfLoss, type Loss, openLoss } from '../domain/ledger/loss.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Agreed } from './agreed-acts.ts';
import { type Connection, connect } from './connection.ts';
import type { Identity } from './identity.ts';
import type { Memory } from './memory.ts';
import { archiveEvents, bring, enrolled } from './people.ts';
import type { Pin } from './pin.ts';

/** A loss, and the entry by which a steward stated it. */
export interface StatedLoss extends Loss {
	entry: Entry;
}

/** States that what stood from entry `from` on under a checkpoint of this log is lost; or proposes it to the other stewards. */
export function stateLoss(connection: Connection, from: number, checkpoint: string): Promise<Agreed> {
	return bring(connection, { type: 'loss.stated', from, checkpoint });
}

/** Every loss that stewards of this archive have stated, oldest first, each verified. Throws `bad-proof` for another's word. */
export async function statedLosses(connection: Connection): Promise<StatedLoss[]> {
	const { entries } = await archiveEvents(connection);
	return entries.flatMap((entry) => {
		const { statement, skeleton } = entry;
		if (statement.type !== 'loss.stated' || skeleton.result !== 'accepted') return [];
		const before = entries.filter(({ index }) => index <= entry.index);
		const by = enrolled(connection, before).find(({ keys }) => keys.sign === statement.actor);
		if (by?.role !== 'steward') throw new CustosError('bad-proof', 'a loss is not stated by a steward');
		return [{ ...openLoss(statement, connection.archive.key), entry }];
	});
}

/** The stated loss by which somebody who saw a log as `seen` finds another one now. */
export function lossSeenAt(losses: readonly StatedLoss[], seen: Checkpoint): StatedLoss | undefined {
	return losses.find(
		(loss) =>
			isOfLoss(loss, seen.size) &&
			(loss.checkpoint.size !== seen.size || toHex(loss.checkpoint.root) === toHex(seen.root)),
	);
}

/**
 * The archive under the pin, without what was seen of its log before, and nothing of it is remembered until its person
 * says so: to ask whether stewards stated a loss.
 */
export function connectAnew(
	pin: Pin,
	identity: Identity,
	memory: Memory,
	options: { signal?: AbortSignal } = {},
): Promise<Connection> {
	const blank: Memory = {
		checkpoint: () => Promise.resolve(undefined),
		saveCheckpoint: () => Promise.resolve(),
		keep: (receipts) => memory.keep(receipts),
	};
	return connect(pin, identity, blank, options);
}

/** What somebody had seen of the log, and the stated loss by which it is no longer there. */
export interface SeenLoss {
	seen: Checkpoint;
	loss: StatedLoss;
	/** The log as it goes on: to be remembered instead, by their own consent. */
	goesOn: Checkpoint;
}

/** The loss that somebody must know of before they go on; undefined where no steward has stated one that fits what they saw. */
export async function seenLoss(pin: Pin, identity: Identity, memory: Memory): Promise<SeenLoss | undefined> {
	const seen = await memory.checkpoint();
	if (seen === undefined) return undefined;
	const connection = await connectAnew(pin, identity, memory);
	const loss = lossSeenAt(await statedLosses(connection), seen);
	return loss && { seen, loss, goesOn: await connection.seen() };
}
