import type { ItemRow } from '../db/tables.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE, type Subject } from './judge.ts';
import type { State } from './state.ts';

/** The number the next event about this subject gets. */
export function nextCount(state: State, subject: Subject): number {
	return (state.get('subjects', `${subject.id}/${subject.kind}`)?.n ?? 0) + 1;
}

/** The number an exhibit would get in this case. */
export function nextExhibit(state: State, s: StatementOf<'exhibit.added'>): number {
	return (state.get('cases', s.case)?.exhibits ?? 0) + 1;
}

/**
 * What an entry does to the projection. The notary and the audit both call this and nothing else: there is no other
 * way a read table changes. A denied entry only counts.
 */
export function apply(state: State, index: number, s: Statement, skeleton: Skeleton): void {
	state.put('subjects', { kind: skeleton.subject.kind, id: skeleton.subject.id, n: skeleton.subject.n });
	if (skeleton.result === 'accepted') effect(state, index, s, skeleton);
}

function effect(state: State, idx: number, s: Statement, skeleton: Skeleton): void {
	switch (s.type) {
		case 'archive.founded':
			for (const steward of s.stewards) {
				state.put('people', { key: steward.sign, box: steward.box, role: 'steward', suspended: false, idx });
			}
			return;
		case 'person.invited':
			return state.put('invites', { id: s.invite, role: s.role, by_person: s.actor, used: false });
		case 'person.enrolled':
			state.put('invites', {
				id: s.invite,
				role: s.role,
				by_person: row(state.get('invites', s.invite)).by_person,
				used: true,
			});
			return state.put('people', { key: s.person.sign, box: s.person.box, role: s.role, suspended: false, idx });
		case 'person.suspended':
		case 'person.reinstated':
			return state.put('people', { ...row(state.get('people', s.person)), suspended: s.type === 'person.suspended' });
		case 'epoch.opened':
			return state.put('epochs', { epoch: s.epoch, key: s.key, worker: s.actor, idx });
		case 'case.created':
			state.put('cases', { id: s.case, generation: s.generation, key: s.key, exhibits: 0, idx });
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
		case 'intake.opened':
			return state.put('intakes', { id: s.intake, case_id: s.case, epoch: s.epoch, for_notary: s.forNotary, idx });
		case 'item.received':
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
			});
		case 'item.kept':
			return setItem(state, s.item, { state: 'kept', kept: idx });
		case 'item.failed':
			return setItem(state, s.item, { state: 'failed' });
		case 'item.retried': {
			const kept = row(state.get('items', s.item)).kept !== null;
			return setItem(state, s.item, { state: kept ? 'kept' : 'received' });
		}
		case 'derivative.made':
			return state.put('derivatives', { id: s.derivative, item: s.item, prefix: s.prefix, ...s.body, idx });
		case 'item.examined':
			return setItem(state, s.item, { state: 'examined', examined: idx });
		case 'clip.added':
			return state.put('clips', { id: s.clip, case_id: s.case, item: s.item, idx });
		case 'exhibit.added': {
			const number = skeleton.exhibit ?? 0;
			state.put('cases', { ...row(state.get('cases', s.case)), exhibits: number });
			return state.put('exhibits', { id: s.exhibit, case_id: s.case, number, item: s.item, clip: s.clip ?? null, idx });
		}
		case 'report.begun':
			if (state.get('reports', s.report) !== undefined) return;
			return state.put('reports', { id: s.report, case_id: s.case, by_person: s.actor, begun: idx, signed: null });
		case 'report.signed':
			return state.put('reports', { ...row(state.get('reports', s.report)), signed: idx });
		case 'item.opened':
		case 'intake.closed':
		case 'item.examining':
		case 'denials.folded':
			return;
	}
}

function setItem(state: State, id: string, change: Partial<ItemRow>): void {
	state.put('items', { ...row(state.get('items', id)), ...change });
}

function row<R>(found: R | undefined): R {
	if (found === undefined) throw new Error(`an accepted entry is about something that is not in the ${ARCHIVE}`);
	return found;
}
