import { concat, fromBase64, toBase64 } from '../domain/bytes.ts';
import { share } from '../domain/envelope/item-key.ts';
import { openSealed, sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError } from '../domain/errors.ts';
import type { Id } from '../domain/ids.ts';
import { encodeOpening } from '../domain/ledger/opening.ts';
import { answers, type ItemState } from '../domain/wire.ts';
import { secretAt } from './case-keys.ts';
import { type OpenCase, openDetail } from './cases.ts';
import type { Connection } from './connection.ts';
import { type Epoch, intakeContext, withOpenEpoch } from './intake.ts';
import { type ItemEntries, itemEntries } from './open-item.ts';
import { type Draft, refusal } from './submit.ts';

/** Items in one request. */
const BATCH = 250;

/** Items by what a fresh wrap did: `rewrapped`, or `already` sealed to the open epoch. */
export interface Rewrapped {
	rewrapped: Id[];
	already: Id[];
}

/**
 * Gives items a fresh wrap for the workers: both member shares and the deposit's facts are sealed to the open epoch, so
 * that a worker who never had the intake's epoch can take them up. For editors, when the key of an epoch is lost. An item
 * that changed meanwhile is left out. Throws `outdated` as `withOpenEpoch`, `denied`.
 */
export async function rewrap(
	connection: Connection,
	open: OpenCase,
	items: readonly ItemEntries[],
): Promise<Rewrapped> {
	const all: Rewrapped = { rewrapped: [], already: [] };
	for (let at = 0; at < items.length; at += BATCH) {
		const some = items.slice(at, at + BATCH);
		const { result, submitted } = await withOpenEpoch(connection, (epoch) => {
			const foreign = some.filter((one) => epochOf(one) !== epoch.epoch);
			return { drafts: foreign.map((one) => draftFor(open, one, epoch)), result: foreign };
		});
		for (const [i, said] of submitted.entries()) {
			if (said.skeleton.result === 'accepted') all.rewrapped.push((result[i] as ItemEntries).id);
			else if (said.skeleton.result !== 'denied:conflict') throw refusal(said);
		}
		all.already.push(...some.filter((one) => !result.includes(one)).map((one) => one.id));
	}
	return all;
}

/** The worker epoch that can open an item. */
export function epochOf(item: ItemEntries): number {
	return (item.rewrapped ?? item.intake).statement.epoch;
}

/** Whether an item of this state is still to be kept or examined. */
export function waits(state: ItemState): boolean {
	return state === 'received' || state === 'kept';
}

/** The items of a case that wait for a worker, with their entries. */
export async function waitingItems(connection: Connection, open: OpenCase): Promise<ItemEntries[]> {
	const found: ItemEntries[] = [];
	for (let after: number | null = -1; after !== null; ) {
		const page: { items: { item: Id; state: ItemState }[]; next: number | null } = await connection.ask(
			answers.items,
			`/v1/cases/${open.id}/items?after=${after}`,
		);
		for (const { item, state } of page.items) if (waits(state)) found.push(await itemEntries(connection, item));
		after = page.next;
	}
	return found;
}

function draftFor(open: OpenCase, item: ItemEntries, { epoch, key }: Epoch): Draft<'item.rewrapped'> {
	if (item.case !== open.id) throw new CustosError('denied', 'an item is examined again in the case that received it');
	const { intake, forCase, generation } = item.intake.statement;
	const secret = openSealed(secretAt(open, generation), fromBase64(forCase), intakeContext.forCase(intake, generation));
	const shares = concat(share(secret, item.id, 'original'), share(secret, item.id, 'working'));
	const facts = encodeOpening(openDetail(open, item.received), ['sha256', 'size']);
	return {
		type: 'item.rewrapped',
		fields: {
			case: open.id,
			generation: open.key.generation,
			item: item.id,
			epoch,
			shares: toBase64(sealTo(key, intakeContext.shares(item.id, epoch), shares)),
			facts: toBase64(sealTo(key, intakeContext.facts(item.id, epoch), facts)),
		},
	};
}
