import type { ProposalRow } from '../db/archive-rows.ts';
import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { actHash, actOf } from '../domain/ledger/act.ts';
import { MOST_OPEN, PROPOSAL_MS } from '../domain/ledger/approvals.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { reasonRules } from './judge-reasons.ts';
import { row, type State } from './state.ts';
import {
	approved,
	countEnded,
	countOpened,
	countPeople,
	countsPeople,
	openProposals,
	stewardRows,
} from './steward-people.ts';

export type ProposalStatement = StatementOf<'act.proposed' | 'act.approved' | 'act.withdrawn'>;
type Approvable = Statement & { approval?: string | undefined };

/** The rows of proposals that a statement may touch, and of the stewards that approve them. */
export function approvalKeys(s: Statement): Key[] {
	const proposal = 'proposal' in s ? s.proposal : 'approval' in s ? s.approval : undefined;
	if (proposal === undefined) return [];
	return [{ table: 'proposals', key: proposal }, ...stewardRows];
}

/** The rules of proposing, approving and taking back. `time`: the notary's, ISO 8601. */
export function proposalRules(state: State, s: ProposalStatement, time: string): ErrorCode | undefined {
	const proposal = state.get('proposals', s.proposal);
	if (s.type === 'act.proposed') {
		if (proposal !== undefined) return 'conflict';
		return openProposals(state, firstKey(state, s.actor)) < MOST_OPEN ? reasonRules(state, s) : 'limit';
	}
	if (proposal === undefined) return 'not-found';
	if (proposal.ended !== null) return 'conflict';
	if (s.type === 'act.withdrawn') return proposal.by_person === s.actor ? undefined : 'denied';
	if (isStale(state, proposal, time)) return 'stale';
	if (proposal.approvals.includes(s.actor)) return 'conflict';
	// Another key of somebody who approved already.
	if (countsPeople(state) && proposal.by_people.includes(firstKey(state, s.actor))) return 'conflict';
	return proposal.what === s.what ? undefined : 'hash-mismatch';
}

/**
 * Whether `needed` different stewards, each counted once whatever keys they have, agreed to exactly this statement's act; its proposer is one of them. With one steward
 * needed none is asked, and a proposal that is named all the same must be right. `time`: the notary's, ISO 8601.
 * Expects the rows of `approvalKeys`. Codes: `unapproved` without enough of them, `not-found` for no such proposal,
 * `conflict` if it was used or withdrawn, `hash-mismatch` if it is for something else, `stale` if it is older than
 * thirty days or a steward was suspended since.
 */
export function approvalRules(state: State, s: Approvable, needed: number, time: string): ErrorCode | undefined {
	if (s.approval === undefined) return needed <= 1 ? undefined : 'unapproved';
	const proposal = state.get('proposals', s.approval);
	if (proposal === undefined) return 'not-found';
	if (proposal.ended !== null) return 'conflict';
	if (proposal.what !== actHash(actOf(s))) return 'hash-mismatch';
	if (isStale(state, proposal, time)) return 'stale';
	return approved(state, proposal.approvals, proposal.by_people) >= needed ? undefined : 'unapproved';
}

/** Who approved may be the very one who was suspended: then all are asked anew. */
function isStale(state: State, proposal: ProposalRow, time: string): boolean {
	const { suspended } = row(state.get('stewards', ARCHIVE));
	if (suspended !== null && suspended > proposal.idx) return true;
	return Date.parse(time) - Date.parse(proposal.time) > PROPOSAL_MS;
}

/** What a proposal and its approvals do to the projection once accepted. `time`: the entry's. */
export function applyProposal(state: State, idx: number, s: ProposalStatement, time: string): void {
	const { proposal: id, actor } = s;
	if (s.type === 'act.withdrawn') {
		return endProposal(state, idx, id);
	}
	const person = firstKey(state, actor);
	if (s.type === 'act.proposed') {
		const [what, by] = [actHash(s.act), { by_person: actor, approvals: [actor], by_people: [person] }];
		state.put('proposals', { id, what, ...by, time, idx, ended: null });
		countOpened(state, person);
	} else {
		const { approvals, by_people, ...proposal } = row(state.get('proposals', id));
		state.put('proposals', { ...proposal, approvals: [...approvals, actor], by_people: [...by_people, person] });
	}
	countPeople(state, idx, s, row(state.get('stewards', ARCHIVE)));
}

function firstKey(state: State, key: string): string {
	return row(state.get('people', key)).first_key;
}

/** The act is done: its proposal, if it names one, is used up. For every accepted statement that has an `approval`. */
export function useApproval(state: State, idx: number, s: Statement): void {
	if (!('approval' in s) || s.approval === undefined) return;
	endProposal(state, idx, s.approval);
}

function endProposal(state: State, idx: number, id: string): void {
	const proposal = row(state.get('proposals', id));
	countEnded(state, proposal);
	state.put('proposals', { ...proposal, ended: idx });
}
