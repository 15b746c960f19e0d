import type { ItemRow } from '../db/tables.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import type { Statement } from '../domain/ledger/statement.ts';
import { applyMark } from './apply-marks.ts';
import { ARCHIVE } from './archive.ts';
import type { Subject } from './judge.ts';
import { applyProposal, useApproval } from './judge-approvals.ts';
import { applyCaseKey } from './judge-case-keys.ts';
import { applyDamage } from './judge-damages.ts';
import { applyExport } from './judge-exports.ts';
import { applyExpunged } from './judge-expunged.ts';
import { applyRotation } from './judge-log-key.ts';
import { addSteward, countSteward, foundStewards, setThreshold } from './judge-stewards.ts';
import { countListed } from './listed.ts';
import { row, type State } from './state.ts';

/** The number the next event about this subject gets. */
export function nextCount(state: State, subject: Subject): number {
	return (state.get('subjects', `${subject.id}/${subject.kind}`)?.n ?? 0) + 1;
}

/**
 * What an entry does to the projection. The notary and the audit both call this and nothing else: there is no other
 * way a read table changes. A denied entry only counts.
 */
export function apply(state: State, index: number, s: Statement, skeleton: Skeleton): void {
	state.put('subjects', { kind: skeleton.subject.kind, id: skeleton.subject.id, n: skeleton.subject.n });
	if (skeleton.result !== 'accepted') return;
	useApproval(state, index, s);
	effect(state, index, s, skeleton);
}

function effect(state: State, idx: number, s: Statement, skeleton: Skeleton): void {
	switch (s.type) {
		case 'archive.founded':
			for (const steward of s.stewards) {
				const { sign: key, box } = steward;
				state.put('people', { key, box, role: 'steward', suspended: false, first_key: key, idx });
			}
			return foundStewards(state, idx, s);
		case 'person.invited':
			return state.put('invites', { id: s.invite, role: s.role, by_person: s.actor, used: false });
		// Used up, though by nobody: its place in the inbox is gone with it.
		case 'invite.withdrawn':
			return state.put('invites', { ...row(state.get('invites', s.invite)), used: true });
		case 'person.enrolled': {
			const { sign: key, box } = s.person;
			const first_key = s.formerly === undefined ? key : row(state.get('people', s.formerly)).first_key;
			const person = { key, box, role: s.role, suspended: false, first_key, idx };
			state.put('invites', {
				id: s.invite,
				role: s.role,
				by_person: row(state.get('invites', s.invite)).by_person,
				used: true,
			});
			if (s.role === 'steward') addSteward(state, person);
			return state.put('people', person);
		}
		case 'person.suspended': {
			const person = row(state.get('people', s.person));
			const open = state.get('open_epoch', ARCHIVE);
			if (person.role === 'worker' && open !== undefined) state.put('open_epoch', { ...open, closed: true });
			// A card is good once.
			if (s.by === 'card') endCard(state, s.person, idx);
			countSteward(state, idx, person, true);
			return state.put('people', { ...person, suspended: true });
		}
		case 'person.reinstated': {
			const person = row(state.get('people', s.person));
			countSteward(state, idx, person, false);
			return state.put('people', { ...person, suspended: false });
		}
		case 'threshold.changed':
			return setThreshold(state, s);
		case 'log.rotated':
			return applyRotation(state, idx, s);
		case 'act.proposed':
		case 'act.approved':
		case 'act.withdrawn':
			return applyProposal(state, idx, s, skeleton.time);
		case 'suspension-card.made':
			state.put('cards', { card: s.card, person: s.actor, idx });
			return state.put('cards_in_force', {
				person: s.actor,
				card: s.card,
				made: (state.get('cards_in_force', s.actor)?.made ?? 0) + 1,
				idx,
			});
		case 'suspension-card.revoked':
			return endCard(state, s.actor, idx);
		case 'epoch.opened':
			state.put('open_epoch', { archive: ARCHIVE, epoch: s.epoch, closed: false });
			return state.put('epochs', { epoch: s.epoch, key: s.key, worker: s.actor, idx });
		case 'epoch.closed': {
			const newest = row(state.get('open_epoch', ARCHIVE));
			if (newest.epoch === s.epoch) state.put('open_epoch', { ...newest, closed: true });
			return;
		}
		case 'case.created':
			state.put('cases', { id: s.case, generation: s.generation, key: s.key, exhibits: 0, expunged: 0, idx });
			return state.put('members', {
				case_id: s.case,
				person: s.actor,
				role: 'lead',
				generation: s.generation,
				active: true,
				idx,
			});
		case 'case.member-added':
			return state.put('members', {
				case_id: s.case,
				person: s.person,
				role: s.role,
				generation: s.generation,
				active: true,
				idx,
			});
		case 'case.member-removed':
			return state.put('members', { ...row(state.get('members', `${s.person}/${s.case}`)), active: false });
		case 'case.rekeyed':
		case 'case.key-granted':
			return applyCaseKey(state, idx, s);
		case 'intake.opened':
			return state.put('intakes', { id: s.intake, case_id: s.case, epoch: s.epoch, for_notary: s.forNotary, idx });
		case 'item.received':
			countListed(state, s.case, 'items');
			return state.put('items', {
				id: s.item,
				case_id: s.case,
				intake: s.intake,
				state: 'received',
				prefix: s.prefix,
				...s.body,
				idx,
				kept: null,
				examined: null,
				epoch: row(state.get('intakes', s.intake)).epoch,
				rewrapped: null,
			});
		case 'item.kept':
			return setItem(state, s.item, { state: 'kept', kept: idx });
		case 'item.failed':
			if (s.phase === 'proxy') return state.put('proxies', { item: s.item, state: 'failed', idx });
			return setItem(state, s.item, { state: 'failed' });
		case 'item.retried': {
			const kept = row(state.get('items', s.item)).kept !== null;
			return setItem(state, s.item, { state: kept ? 'kept' : 'received' });
		}
		case 'item.rewrapped': {
			const { state: before, kept } = row(state.get('items', s.item));
			const again = kept === null ? 'received' : 'kept';
			return setItem(state, s.item, { epoch: s.epoch, rewrapped: idx, state: before === 'failed' ? again : before });
		}
		case 'item.damaged':
		case 'item.restored':
			return applyDamage(state, idx, s);
		case 'item.expunged':
			return applyExpunged(state, idx, skeleton.subject.n, s);
		case 'item.shared':
			// Shared anew it is in that case's list already.
			if (state.get('shared', `${s.item}/${s.to}`) === undefined) countListed(state, s.to, 'items');
			return state.put('shared', { item: s.item, case_id: s.to, version: s.version, idx });
		case 'proxy.requested':
			return state.put('proxies', { item: s.item, state: 'wanted', idx });
		case 'derivative.made': {
			const { derivative: id, item, prefix, body, kind = 'examination' } = s;
			if (kind === 'proxy') state.put('proxies', { item, state: 'made', idx });
			return state.put('derivatives', { id, item, prefix, ...body, idx, kind });
		}
		case 'item.examined':
			return setItem(state, s.item, { state: 'examined', examined: idx });
		case 'clip.added':
		case 'clip.revised':
		case 'exhibit.added':
		case 'exhibit.renamed':
		case 'exhibit.withdrawn':
		case 'item.noted':
		case 'item.watched':
		case 'case.vocabulary':
			return applyMark(state, idx, s, skeleton);
		case 'report.begun':
			if (state.get('reports', s.report) !== undefined) return;
			return state.put('reports', { id: s.report, case_id: s.case, by_person: s.actor, begun: idx, signed: null });
		case 'case.policy':
		case 'export.requested':
		case 'export.approved':
		case 'export.refused':
			return applyExport(state, idx, s, skeleton.time);
		case 'report.signed':
			return state.put('reports', { ...row(state.get('reports', s.report)), signed: idx });
		case 'epoch.shared':
		case 'item.opened':
		case 'intake.closed':
		case 'item.examining':
		case 'denials.folded':
		case 'report.handed-over':
		case 'report.acknowledged':
			return;
	}
}

function endCard(state: State, person: string, idx: number): void {
	state.put('cards_in_force', { ...row(state.get('cards_in_force', person)), card: null, idx });
}

function setItem(state: State, id: string, change: Partial<ItemRow>): void {
	state.put('items', { ...row(state.get('items', id)), ...change });
}
