import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf, StatementType } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

/** What may be said of an item in any case it is in. All else is a matter of the case that received it, and of workers. */
const anywhere: ReadonlySet<StatementType> = new Set([
	'item.opened',
	'item.shared',
	'proxy.requested',
	'clip.added',
	'clip.revised',
	'exhibit.added',
	'exhibit.renamed',
	'exhibit.withdrawn',
	'item.noted',
	'item.watched',
	'report.begun',
]);

/** The row that says whether the item of a statement was shared into its case; undefined where that does not count. */
export function sharedKey(s: Statement): string | undefined {
	if (!anywhere.has(s.type) || !('item' in s) || s.item === undefined || !('case' in s)) return undefined;
	return `${s.item}/${s.case}`;
}

/** True if the item that the statement is about is in the case it names: received in it, or shared into it. */
export function isInCase(state: State, s: Statement, item: string, inCase: string): boolean {
	if (state.get('items', item)?.case_id === inCase) return true;
	const key = sharedKey(s);
	return key !== undefined && state.get('shared', key) !== undefined;
}

/** The rules of sharing beyond those of the case it is shared from. Returns the code of the first that is broken. */
export function sharingRules(state: State, s: StatementOf<'item.shared'>): ErrorCode | undefined {
	const [to, member] = [state.get('cases', s.to), state.get('members', `${s.actor}/${s.to}`)];
	// Someone who could not know that the other case exists is told the same as if it did not.
	if (to === undefined || !member?.active) return 'not-found';
	if (member.role === 'reader') return 'denied';
	if (to.generation !== s.toGeneration) return 'stale';
	const item = state.get('items', s.item);
	if (item === undefined || item.case_id === s.to || s.case === s.to) return 'conflict';
	// Before it is examined there is nothing to seal to the other case that its members could find it by.
	if (item.kept === null || (item.state !== 'examined' && item.state !== 'failed')) return 'conflict';
	// Two who share it anew: the later one has not seen what it would replace.
	return s.version === (state.get('shared', `${s.item}/${s.to}`)?.version ?? 0) + 1 ? undefined : 'conflict';
}
