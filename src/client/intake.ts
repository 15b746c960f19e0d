import { platform } from '#platform';
import { type Bytes, fromHex, toBase64 } from '../domain/bytes.ts';
import type { Json } from '../domain/canonical.ts';
import { sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError } from '../domain/errors.ts';
import { type Id, newId } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import { answers } from '../domain/wire.ts';
import type { CaseKey } from './case-keys.ts';
import type { OpenCase } from './cases.ts';
import type { Connection } from './connection.ts';
import { people } from './people.ts';
import { type Draft, refusal, type Submitted, trySubmit } from './submit.ts';

/** An intake one has opened: the two secrets that the keys of its items come from. */
export interface OpenIntake {
	id: Id;
	case: Id;
	memberSecret: Bytes;
	notarySecret: Bytes;
	/** X25519 public key of the archive's recovery key. */
	recovery: Bytes;
	/** The worker epoch its items are disclosed to. */
	epoch: { epoch: number; key: Bytes };
}

/** How the two secrets of an intake are boxed. */
export const intakeContext = {
	forCase: (intake: Id, generation: number) => ({
		what: `intake ${intake}`,
		purpose: 'member-secret/case',
		generation,
	}),
	forEpoch: (intake: Id, epoch: number) => ({
		what: `intake ${intake}`,
		purpose: 'member-secret/epoch',
		generation: epoch,
	}),
	facts: (item: Id, epoch: number) => ({ what: `item ${item}`, purpose: 'deposit-facts', generation: epoch }),
	/** Both member shares of one item, resealed to another epoch than its intake's. */
	shares: (item: Id, epoch: number) => ({ what: `item ${item}`, purpose: 'member-shares/epoch', generation: epoch }),
	forNotary: (intake: Id) => ({ what: `intake ${intake}`, purpose: 'notary-secret', generation: 1 }),
};

/** Opens an intake with its record: when and how received, by whom, in what conditions recorded, what is not known. */
export async function openIntake(
	connection: Connection,
	open: OpenCase,
	record: { readonly [name: string]: Json },
): Promise<OpenIntake> {
	const { result, submitted } = await withOpenEpoch(connection, (epoch) => {
		const id = newId(platform.randomBytes);
		const [memberSecret, notarySecret] = [platform.randomBytes(32), platform.randomBytes(32)];
		const { notary, recovery } = connection.archive.founding;
		const draftUnder = (key: CaseKey): Draft<'intake.opened'> => ({
			type: 'intake.opened',
			under: (newest) => draftUnder(newest(key)),
			fields: {
				case: open.id,
				generation: key.generation,
				intake: id,
				epoch: epoch.epoch,
				forCase: toBase64(sealTo(key.publicKey, intakeContext.forCase(id, key.generation), memberSecret)),
				forEpoch: toBase64(sealTo(epoch.key, intakeContext.forEpoch(id, epoch.epoch), memberSecret)),
				forNotary: toBase64(sealTo(fromHex(notary), intakeContext.forNotary(id), notarySecret)),
			},
			detail: { to: key, fields: record },
		});
		const made = { id, case: open.id, memberSecret, notarySecret, recovery: fromHex(recovery), epoch };
		return { drafts: [draftUnder(open.key)], result: made };
	});
	for (const one of submitted) if (one.skeleton.result !== 'accepted') throw refusal(one);
	return result;
}

/** A worker epoch that an entry proves to be genuine. That it is the open one is the notary's to say. */
export interface Epoch {
	epoch: number;
	/** X25519 public key. */
	key: Bytes;
}

/**
 * Seals to the open worker epoch and states it. What the server shows may be genuine and yet not the newest, so the proof
 * is the acceptance: the notary refuses statements that seal to another. An epoch may change between asking and stating,
 * so it is asked for once more. Resolves with entries that are accepted, or denied for another reason; throws `outdated`
 * when the server goes on showing one that is not open.
 */
export async function withOpenEpoch<T>(
	connection: Connection,
	make: (epoch: Epoch) => { drafts: readonly Draft[]; result: T },
): Promise<{ result: T; submitted: Submitted[] }> {
	let refused: number | undefined;
	for (;;) {
		const epoch = await shownEpoch(connection);
		if (epoch.epoch === refused) throw outdated(epoch.epoch);
		const { drafts, result } = make(epoch);
		const submitted = drafts.length === 0 ? [] : await trySubmit(connection, drafts);
		if (submitted.every((one) => one.skeleton.result !== 'denied:stale')) return { result, submitted };
		if (refused !== undefined) throw outdated(epoch.epoch);
		refused = epoch.epoch;
	}
}

function outdated(epoch: number): CustosError {
	return new CustosError(
		'outdated',
		`the server shows worker epoch ${epoch} as the open one, and by the ledger it is not (or this case has a newer key): it shows an old state, or hides a suspension`,
	);
}

/** The worker epoch the server shows, proven to be genuine: opened by a worker whom a steward enrolled. */
async function shownEpoch(connection: Connection): Promise<Epoch> {
	const answer = await connection.ask(answers.epoch, '/v1/epoch');
	const [opened] = (await connection.open([answer.opened])) as [Entry];
	const { statement, skeleton } = opened;
	if (statement.type !== 'epoch.opened' || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'the archive shows no entry that opened a worker epoch');
	const worker = (await people(connection)).find((one) => one.keys.sign === statement.actor);
	if (worker?.role !== 'worker')
		throw new CustosError('bad-proof', 'this worker epoch was not opened by an enrolled worker');
	return { epoch: statement.epoch, key: fromHex(statement.key) };
}
