import { toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Checkpoint } from '../domain/ledger/checkpoint.ts';
import { type KeySpans, spansOf } from '../domain/ledger/log-keys.ts';
import { isOfLoss, type Loss, openLoss } from '../domain/ledger/loss.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Agreed } from './agreed-acts.ts';
import { type Connection, connect } from './connection.ts';
import type { Identity } from './identity.ts';
import type { Memory } from './memory.ts';
import { archiveEvents, bring, enrolled } from './people.ts';
import type { Pin } from './pin.ts';
import type { KnownLoss, Profile } from './profile.ts';

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
		if (by?.role !== 'steward' || by.suspended) throw new CustosError('bad-proof', 'a loss is not stated by a steward');
		return [{ ...openLoss(statement, connection.archive.key), entry }];
	});
}

/** The stated losses by which somebody who saw a log as `seen` may find another one now. */
function lossesSeenAt(losses: readonly StatedLoss[], seen: Checkpoint): StatedLoss[] {
	return losses.filter(
		(loss) =>
			isOfLoss(loss, seen.size) &&
			(loss.checkpoint.size !== seen.size || toHex(loss.checkpoint.root) === toHex(seen.root)),
	);
}

/** A loss as somebody remembers that they know of it: whoever states it again states the same. */
export function knownAs({ from, checkpoint }: Loss): KnownLoss {
	return { from, size: checkpoint.size, root: toHex(checkpoint.root) };
}

/**
 * The stated loss that explains why somebody who saw a log as `seen` finds another one now. `none`: nobody has stated one. `known`:
 * only such as they have gone on from once; what they saw since stood in the log that goes on without it, so it explains nothing.
 */
export function lossToKnow(
	losses: readonly StatedLoss[],
	seen: Checkpoint,
	known: readonly KnownLoss[],
): StatedLoss | 'none' | 'known' {
	const fitting = lossesSeenAt(losses, seen);
	const said = new Set(known.map(({ from, size, root }) => `${from} ${size} ${root}`));
	const news = fitting.find((loss) => {
		const { from, size, root } = knownAs(loss);
		return !said.has(`${from} ${size} ${root}`);
	});
	return news ?? (fitting.length === 0 ? 'none' : 'known');
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
		keys: () => Promise.resolve(undefined),
		saveKeys: () => Promise.resolve(),
		events: () => Promise.resolve(undefined),
		saveEvents: () => Promise.resolve(),
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
	keys: KeySpans;
}

/** The loss that somebody must know of before they go on; else why there is none, as `lossToKnow`. */
export async function seenLoss(
	pin: Pin,
	identity: Identity,
	profile: Pick<Profile, keyof Memory | 'losses'>,
): Promise<SeenLoss | 'none' | 'known'> {
	const seen = await profile.checkpoint();
	if (seen === undefined) return 'none';
	const connection = await connectAnew(pin, identity, profile);
	const loss = lossToKnow(await statedLosses(connection), seen, await profile.losses());
	return typeof loss === 'string'
		? loss
		: { seen, loss, goesOn: await connection.seen(), keys: spansOf(connection.archive.key) };
}

/** Goes on after a loss: the log is followed from `goesOn`, and this loss explains nothing any more. */
export async function goOnAfter(
	profile: Pick<Profile, 'saveCheckpoint' | 'saveKeys' | 'saveEvents' | 'knowLoss'>,
	loss: Loss,
	goesOn: Checkpoint,
	keys: KeySpans,
): Promise<void> {
	// In this order: whoever breaks off between the two is at worst asked once more.
	await profile.saveKeys(keys);
	// Some of those may be among what is lost.
	await profile.saveEvents({ size: 0, events: 0 });
	await profile.saveCheckpoint(goesOn);
	await profile.knowLoss(knownAs(loss));
}
