import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

/** The rows of those to whom a reason is sealed. */
export function reasonKeys(s: Statement): Key[] {
	if (s.type !== 'act.proposed') return [];
	return (s.reasons ?? []).map(({ person }): Key => ({ table: 'people', key: person }));
}

/**
 * Why an item is to be destroyed is for stewards alone: sealed to those who are asked, whoever asks among them. No other act has
 * a reason. Codes: `bad-request`; `not-found` for whom is no steward today.
 */
export function reasonRules(state: State, { act, actor, reasons }: StatementOf<'act.proposed'>): ErrorCode | undefined {
	if (act.type !== 'item.expunged') return reasons === undefined ? undefined : 'bad-request';
	const people = new Set(reasons?.map((one) => one.person));
	if (!people.has(actor) || people.size !== reasons?.length) return 'bad-request';
	const asked = [...people].map((person) => state.get('people', person));
	return asked.every((one) => one?.role === 'steward' && !one.suspended) ? undefined : 'not-found';
}
