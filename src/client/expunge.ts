import { platform } from '#platform';
import { CustosError } from '../domain/errors.ts';
import { type Hex32, type Id, newId } from '../domain/ids.ts';
import { type Act, actHash, type ExpungeReason } from '../domain/ledger/act.ts';
import { PROPOSAL_MS } from '../domain/ledger/approvals.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';
import { archiveEvents } from './people.ts';
import { refusal, submit, trySubmit } from './submit.ts';

export type Expunging = Extract<Act, { type: 'item.expunged' }>;

/** What a steward proposed to expunge. */
export interface ExpungeProposal {
	proposal: Id;
	act: Expunging;
	/** Who agreed, the first of them by proposing it. */
	approvals: Hex32[];
	/** The notary's time of the proposal. */
	at: string;
}

/** Nobody destroys alone, whatever the archive's threshold is. */
const NEVER_FEWER = 2;

/** Proposes that an item be expunged, and approves it thereby. Throws `not-found` for what is not in the archive. */
export async function proposeExpunging(connection: Connection, item: Id, reason: ExpungeReason): Promise<Id> {
	await connection.ask(answers.left, `/v1/items/${item}/left`);
	const proposal = newId(platform.randomBytes);
	const act: Expunging = { type: 'item.expunged', item, reason };
	await submit(connection, [{ type: 'act.proposed', fields: { proposal, act } }]);
	return proposal;
}

/** What is proposed to be expunged and neither withdrawn nor over; and how many must agree, by the archive's own events. */
export async function expungeProposals(
	connection: Connection,
	now: Date,
): Promise<{ needed: number; proposals: ExpungeProposal[] }> {
	const { entries } = await archiveEvents(connection);
	const proposals = new Map<Id, ExpungeProposal>();
	let threshold = connection.archive.founding.threshold;
	for (const { statement: s, skeleton } of entries.filter(isAccepted)) {
		if (s.type === 'threshold.changed') threshold = s.threshold;
		if (s.type === 'act.withdrawn') proposals.delete(s.proposal);
		if (s.type === 'act.proposed' && s.act.type === 'item.expunged')
			proposals.set(s.proposal, { proposal: s.proposal, act: s.act, approvals: [s.actor], at: skeleton.time });
		if (s.type === 'act.approved') proposals.get(s.proposal)?.approvals.push(s.actor);
	}
	const open = [...proposals.values()].filter(({ at }) => now.getTime() - Date.parse(at) <= PROPOSAL_MS);
	return { needed: Math.max(NEVER_FEWER, threshold), proposals: open };
}

/** Agrees to exactly what was shown, unless this steward did so already. */
export async function approveExpunging(
	connection: Connection,
	{ proposal, act, approvals }: ExpungeProposal,
): Promise<void> {
	if (approvals.includes(connection.identity.keys.sign)) return;
	await submit(connection, [{ type: 'act.approved', fields: { proposal, what: actHash(act) } }]);
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

function isAccepted({ skeleton }: Entry): boolean {
	return skeleton.result === 'accepted';
}
