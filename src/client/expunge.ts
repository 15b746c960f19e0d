import { platform } from '#platform';
import { fromBase64, fromHex, toBase64 } from '../domain/bytes.ts';
import { openSealed, sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { type Id, newId } from '../domain/ids.ts';
import { type Act, actHash, MAX_REASONS } from '../domain/ledger/act.ts';
import type { Proposal } from '../domain/ledger/agreements.ts';
import {
	decodeReason,
	type ExpungeReason,
	encodeReason,
	reasonContext,
	reasonHash,
} from '../domain/ledger/expunge-reason.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';
import { countStewards } from './enrolled.ts';
import { roster } from './people.ts';
import { refusal, submit, trySubmit } from './submit.ts';
import { requireRoom } from './too-many-proposals.ts';

export type Expunging = Extract<Act, { type: 'item.expunged' }>;

/** What a steward proposed to expunge. */
export interface ExpungeProposal extends Proposal {
	act: Expunging;
	/** Undefined when it does not open to this steward, or is not what the act commits to: then there is nothing to agree to. */
	reason: ExpungeReason | undefined;
}

/**
 * Proposes that an item be expunged, and approves it thereby. The reason is sealed to the stewards of today. Throws `not-found` for
 * what is not in the archive, `unapproved` where there is no second steward to ask, `limit` where there are too many.
 */
export async function proposeExpunging(connection: Connection, item: Id, reason: ExpungeReason): Promise<Id> {
	await connection.ask(answers.left, `/v1/items/${item}/left`);
	const { people, byPeople, proposals } = await roster(connection);
	requireRoom({ people, proposals }, connection.identity.keys.sign);
	const asked = people.filter((one) => one.role === 'steward' && !one.suspended);
	if (countStewards(asked, byPeople) < 2)
		throw new CustosError('unapproved', 'nobody expunges alone: take in a second steward, then propose it');
	if (asked.length > MAX_REASONS) throw new CustosError('limit', 'there are too many stewards to seal a reason to');
	const proposal = newId(platform.randomBytes);
	const salt = platform.randomBytes(32);
	const plain = encodeReason(reason, salt);
	const reasons = asked.map(({ keys }) => ({
		person: keys.sign,
		sealed: toBase64(sealTo(fromHex(keys.box), reasonContext(proposal), plain)),
	}));
	const act: Expunging = { type: 'item.expunged', item, why: reasonHash(reason, salt) };
	await submit(connection, [{ type: 'act.proposed', fields: { proposal, act, reasons, rules: 2 } }]);
	return proposal;
}

/** What is proposed to be expunged and neither over nor done, by the archive's own events and the notary's time. */
export async function expungeProposals(connection: Connection): Promise<ExpungeProposal[]> {
	const { proposals } = await roster(connection);
	const open: ExpungeProposal[] = [];
	for (const one of proposals) {
		const { act } = one;
		if (one.state !== 'open' || act.type !== 'item.expunged') continue;
		// That it was carried out is the item's own event.
		if (one.approvals.length >= one.needed && !(await isThere(connection, act.item))) continue;
		open.push({ ...one, act, reason: expungeReason(connection, one) });
	}
	return open;
}

/** Why, where that was sealed to this steward, and is what the act commits to. */
export function expungeReason({ identity }: Connection, { id, act, reasons }: Proposal): ExpungeReason | undefined {
	const mine = reasons?.find((one) => one.person === identity.keys.sign);
	if (act.type !== 'item.expunged' || mine === undefined) return undefined;
	try {
		return decodeReason(openSealed(identity.box, fromBase64(mine.sealed), reasonContext(id)), act.why);
	} catch (error) {
		// Whoever proposed it sealed something else: nobody else's proposals are to be lost by that.
		if (isCustosError(error)) return undefined;
		throw error;
	}
}

/** Whether anything of an item is there that could be expunged; true also where one may not know. */
export async function isThere(connection: Connection, item: Id): Promise<boolean> {
	try {
		await connection.ask(answers.left, `/v1/items/${item}/left`);
		return true;
	} catch (error) {
		if (isCustosError(error, 'not-found')) return false;
		// Whoever is no steward is not told.
		if (isCustosError(error, 'denied')) return true;
		throw error;
	}
}

/** Agrees to exactly what was shown, unless this steward did so already. Throws `unapproved` where they cannot read why. */
export async function approveExpunging(
	connection: Connection,
	{ id: proposal, act, approvals, reason }: ExpungeProposal,
): Promise<void> {
	if (approvals.includes(connection.identity.keys.sign)) return;
	if (reason === undefined)
		throw new CustosError('unapproved', 'the reason was sealed to the stewards of that day: have it proposed anew');
	await submit(connection, [{ type: 'act.approved', fields: { proposal, what: actHash(act), rules: 2 } }]);
}

/**
 * Carries out what enough stewards agreed to; resolves with the entry's index. What is left of the item is asked for anew while
 * something comes in between. Throws `unapproved`, `not-found` when it was done already or is not here, `denied`.
 */
export async function expunge(connection: Connection, proposal: Id, act: Expunging): Promise<number> {
	for (let attempt = 1; ; attempt++) {
		const { left } = await connection.ask(answers.left, `/v1/items/${act.item}/left`);
		const { type, ...fields } = act;
		const [done] = await trySubmit(connection, [{ type, fields: { ...fields, left, approval: proposal } }]);
		if (done === undefined) throw new CustosError('internal', 'a statement became no entry');
		const { result } = done.skeleton;
		if (result === 'accepted') return done.index;
		if (result === 'denied:unapproved')
			throw new CustosError('unapproved', 'not enough stewards agreed to this; the attempt is in the ledger');
		if (result !== 'denied:stale' || attempt === 3) throw refusal(done);
	}
}
