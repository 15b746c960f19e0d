import type { Key } from '../db/projection.ts';
import type { PersonRow } from '../db/tables.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { approvalRules } from './judge-approvals.ts';
import { row, type State } from './state.ts';

type StewardAct = StatementOf<
	'person.enrolled' | 'person.suspended' | 'person.reinstated' | 'threshold.changed' | 'loss.stated'
>;

const types: readonly Statement['type'][] = [
	'archive.founded',
	'person.enrolled',
	'person.suspended',
	'person.reinstated',
	'threshold.changed',
	'loss.stated',
];

/** The row of the stewards, where a statement is judged by it or changes it. */
export function stewardKeys(s: Statement): Key[] {
	return types.includes(s.type) ? [{ table: 'stewards', key: ARCHIVE }] : [];
}

/**
 * How many stewards an act takes: all that gives somebody a right, takes a steward's, or changes how many it takes needs as
 * many as the threshold. To stop anybody else one is enough, at once.
 */
export function stewardRules(state: State, s: StewardAct, time: string): ErrorCode | undefined {
	const { threshold, active } = row(state.get('stewards', ARCHIVE));
	if (s.type === 'threshold.changed') {
		if (s.threshold === threshold || s.threshold > active) return 'conflict';
		return approvalRules(state, s, Math.max(threshold, s.threshold), time);
	}
	if (s.type !== 'person.suspended') return approvalRules(state, s, threshold, time);
	const person = row(state.get('people', s.person));
	if (person.role !== 'steward') return approvalRules(state, s, 1, time);
	// Those who are left must be able to decide: to let somebody in again, or to take in another.
	if (!person.suspended && active - 1 < threshold) return 'conflict';
	return approvalRules(state, s, threshold, time);
}

/** The stewards that an archive begins with. */
export function foundStewards(state: State, s: StatementOf<'archive.founded'>): void {
	const active = new Set(s.stewards.map((steward) => steward.sign)).size;
	state.put('stewards', { archive: ARCHIVE, threshold: s.threshold, active, suspended: null });
}

/** One steward more. */
export function addSteward(state: State): void {
	const stewards = row(state.get('stewards', ARCHIVE));
	state.put('stewards', { ...stewards, active: stewards.active + 1 });
}

/** Somebody, as they were until entry `idx`, is suspended or let in again: by stewards, or by their card. */
export function countSteward(state: State, idx: number, person: PersonRow, suspended: boolean): void {
	if (person.role !== 'steward') return;
	const stewards = row(state.get('stewards', ARCHIVE));
	const active = stewards.active + (person.suspended === suspended ? 0 : suspended ? -1 : 1);
	state.put('stewards', { ...stewards, active, suspended: suspended ? idx : stewards.suspended });
}

export function setThreshold(state: State, { threshold }: StatementOf<'threshold.changed'>): void {
	state.put('stewards', { ...row(state.get('stewards', ARCHIVE)), threshold });
}
