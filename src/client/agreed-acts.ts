import { platform } from '#platform';
import { CustosError } from '../domain/errors.ts';
import { type Hex32, type Id, newId } from '../domain/ids.ts';
import { type Act, actHash } from '../domain/ledger/act.ts';
import type { Proposal } from '../domain/ledger/agreements.ts';
import { approvalsNeeded } from '../domain/ledger/approvals.ts';
import type { Connection } from './connection.ts';
import { countStewards, type EnrolledPerson } from './enrolled.ts';
import { LastSteward } from './last-steward.ts';
import { type Draft, submit } from './submit.ts';
import { requireRoom } from './too-many-proposals.ts';

/** What became of an act: done by entry `entry`, or waiting for more stewards under `proposal`. */
export type Agreed =
	| { done: true; entry: number; proposal?: Id }
	| { done: false; proposal: Id; approvals: number; needed: number };

/** How things stand: `Roster` has it. */
export interface Standing {
	people: readonly EnrolledPerson[];
	threshold: number;
	byPeople: boolean;
	proposals: readonly Proposal[];
}

/**
 * Does what one steward may do alone. Else it is proposed to the others; if it is proposed already, this is an approval, and
 * whoever makes the number full carries it out. Throws `LastSteward` where too few would be left to decide, `TooManyProposals`.
 */
export async function agree(connection: Connection, standing: Standing, act: Act): Promise<Agreed> {
	requireEnough(standing, act);
	const needed = approvalsNeeded(act, standing.threshold, (key) => isSteward(standing, key));
	if (needed <= 1) return { done: true, entry: await carryOut(connection, act) };
	const what = actHash(act);
	const open = standing.proposals.find((one) => one.state === 'open' && actHash(one.act) === what);
	if (open !== undefined) return approveProposal(connection, standing, open);
	requireRoom(standing, connection.identity.keys.sign);
	const proposal = newId(platform.randomBytes);
	await submit(connection, [{ type: 'act.proposed', fields: { proposal, act, rules: 2 } }]);
	return { done: false, proposal, approvals: 1, needed };
}

/**
 * Approves what another proposed, unless one has, and carries it out if that makes the number full. Show the act beforehand:
 * approved is what `open` says, to the letter. Throws `stale` for one that is over.
 */
export async function approveProposal(connection: Connection, standing: Standing, open: Proposal): Promise<Agreed> {
	const { id: proposal, act, state, needed } = open;
	if (state !== 'open') throw new CustosError('stale', 'this proposal is over: propose it anew');
	requireEnough(standing, act);
	const me = connection.identity.keys.sign;
	const agreed = hasAgreed(standing, open, me);
	const approvals = open.approvals.length + (agreed ? 0 : 1);
	if (!agreed) await submit(connection, [{ type: 'act.approved', fields: { proposal, what: actHash(act), rules: 2 } }]);
	if (approvals < needed || !isPlain(act)) return { done: false, proposal, approvals, needed };
	return { done: true, proposal, entry: await carryOut(connection, act, proposal) };
}

/** True if this steward approved it, be it with another key of theirs. */
export function hasAgreed({ people, byPeople }: Standing, { approvals }: Proposal, me: Hex32): boolean {
	if (approvals.includes(me)) return true;
	const of = (key: Hex32) => people.find((one) => one.keys.sign === key)?.firstKey;
	return byPeople && approvals.some((key) => of(key) === of(me));
}

/** Takes back what one proposed oneself. */
export async function withdrawProposal(connection: Connection, proposal: Id): Promise<void> {
	await submit(connection, [{ type: 'act.withdrawn', fields: { proposal } }]);
}

/** True if the statement of this act is the act itself, so that any steward can make it. */
function isPlain(act: Act): boolean {
	return act.type !== 'item.expunged';
}

async function carryOut(connection: Connection, { type, ...fields }: Act, approval?: Id): Promise<number> {
	const draft = { type, fields: { ...fields, ...(approval === undefined ? {} : { approval }) } };
	const [done] = await submit(connection, [draft as Draft]);
	if (done === undefined) throw new CustosError('internal', 'an accepted statement has its entry');
	return done.index;
}

function isSteward({ people }: Standing, key: string): boolean {
	return people.some((one) => one.keys.sign === key && one.role === 'steward');
}

function requireEnough(standing: Standing, act: Act): void {
	const { people, threshold, byPeople } = standing;
	if (act.type === 'person.suspended') {
		const left = people.filter((one) => one.keys.sign !== act.person);
		const isActive = people.some((one) => one.keys.sign === act.person && one.role === 'steward' && !one.suspended);
		if (isActive && countStewards(left, byPeople) < threshold) throw new LastSteward(threshold);
	}
	if (act.type !== 'threshold.changed') return;
	if (act.threshold > countStewards(people, byPeople))
		throw new CustosError('conflict', 'there are not so many stewards');
	if (act.threshold === threshold) throw new CustosError('conflict', 'so many must agree already');
}
