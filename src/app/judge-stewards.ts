import type { PersonRow } from '../db/archive-rows.ts';
import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { approvalsNeeded } from '../domain/ledger/approvals.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { approvalRules } from './judge-approvals.ts';
import { row, type State } from './state.ts';
import { activeStewards, addActive, closeAll, countPeople, dropActive, stewardRows } from './steward-people.ts';

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

/** The rows of the stewards, where a statement is judged by it or changes it. */
export function stewardKeys(s: Statement): Key[] {
	return types.includes(s.type) ? [...stewardRows] : [];
}

/** Whether as many stewards agreed as the act takes (`approvalsNeeded`), and enough are left to decide on the next. */
export function stewardRules(state: State, s: StewardAct, time: string): ErrorCode | undefined {
	const { threshold } = row(state.get('stewards', ARCHIVE));
	if (s.type === 'threshold.changed' && (s.threshold === threshold || s.threshold > activeStewards(state)))
		return 'conflict';
	const person = s.type === 'person.suspended' ? row(state.get('people', s.person)) : undefined;
	const isSteward = person?.role === 'steward';
	// Those who are left must be able to let somebody in again, or to take in another.
	if (isSteward && !person.suspended && activeStewards(state, person) < threshold) return 'conflict';
	return approvalRules(
		state,
		s,
		approvalsNeeded(s, threshold, () => isSteward),
		time,
	);
}

/** The stewards that an archive begins with. */
export function foundStewards(state: State, idx: number, s: StatementOf<'archive.founded'>): void {
	const keys = [...new Set(s.stewards.map((steward) => steward.sign))].sort();
	const stewards = { archive: ARCHIVE, threshold: s.threshold, active: keys.length, suspended: null } as const;
	state.put('stewards', stewards);
	state.put('steward_people', { archive: ARCHIVE, active: keys, since: null, proposers: [], open: [] });
	countPeople(state, idx, s, stewards);
}

/** One steward more, or one more key of theirs. */
export function addSteward(state: State, person: PersonRow): void {
	const stewards = row(state.get('stewards', ARCHIVE));
	state.put('stewards', { ...stewards, active: stewards.active + 1 });
	addActive(state, person);
}

/** Somebody, as they were until entry `idx`, is suspended or let in again: by stewards, or by their card. */
export function countSteward(state: State, idx: number, person: PersonRow, suspended: boolean): void {
	if (person.role !== 'steward') return;
	const stewards = row(state.get('stewards', ARCHIVE));
	const active = stewards.active + (person.suspended === suspended ? 0 : suspended ? -1 : 1);
	if (suspended) closeAll(state);
	if (active < stewards.active) dropActive(state, person);
	if (active > stewards.active) addActive(state, person);
	state.put('stewards', { ...stewards, active, suspended: suspended ? idx : stewards.suspended });
}

export function setThreshold(state: State, { threshold }: StatementOf<'threshold.changed'>): void {
	state.put('stewards', { ...row(state.get('stewards', ARCHIVE)), threshold });
}
