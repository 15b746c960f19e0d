import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { row, type State } from './state.ts';

export type CaseKeyStatement = StatementOf<'case.rekeyed' | 'case.key-granted'>;

/** Rows that a new key of a case is judged by, besides the case and the actor. */
export function caseKeyKeys(s: Statement): Key[] {
	if (s.type !== 'case.rekeyed') return [];
	return s.grants.flatMap(({ person }): Key[] => [
		{ table: 'people', key: person },
		{ table: 'members', key: `${person}/${s.case}` },
	]);
}

/**
 * A new key follows the last one, and is given to nobody who is not in the case today. Whoever made it from an older view
 * of the case is told so (`stale`: there is a newer key; `not-found`: a member went), and makes it anew.
 */
export function caseKeyRules(state: State, s: CaseKeyStatement): ErrorCode | undefined {
	if (s.type === 'case.key-granted') return isIn(state, s.case, s.person) ? undefined : 'not-found';
	if (s.generation !== row(state.get('cases', s.case)).generation + 1) return 'stale';
	const people = new Set(s.grants.map((one) => one.person));
	// Nobody locks themselves out, and nobody is given two.
	if (!people.has(s.actor) || people.size !== s.grants.length) return 'bad-request';
	return s.grants.every((one) => isIn(state, s.case, one.person)) ? undefined : 'not-found';
}

function isIn(state: State, caseId: string, person: string): boolean {
	return (
		state.get('members', `${person}/${caseId}`)?.active === true && state.get('people', person)?.suspended === false
	);
}

/** What it does to the projection once accepted. */
export function applyCaseKey(state: State, idx: number, s: CaseKeyStatement): void {
	const give = (person: string): void =>
		state.put('case_grants', { person, case_id: s.case, generation: s.generation, idx });
	if (s.type === 'case.key-granted') return give(s.person);
	state.put('cases', { ...row(state.get('cases', s.case)), generation: s.generation, key: s.key });
	state.put('case_keys', { case_id: s.case, generation: s.generation, key: s.key, idx });
	for (const { person } of s.grants) give(person);
}
