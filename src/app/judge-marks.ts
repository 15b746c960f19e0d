import type { ErrorCode } from '../domain/errors.ts';
import type { StatementOf } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

/** What people say of items in a case, beyond opening them. */
export type Mark = StatementOf<
	| 'clip.added'
	| 'clip.revised'
	| 'exhibit.added'
	| 'exhibit.renamed'
	| 'exhibit.withdrawn'
	| 'item.noted'
	| 'item.watched'
	| 'case.vocabulary'
>;

/** The rules of marks beyond roles. Returns the code of the first that is broken. */
export function markRules(state: State, s: Mark): ErrorCode | undefined {
	switch (s.type) {
		case 'clip.added':
			if (state.get('clips', s.clip) !== undefined) return 'conflict';
			return state.get('items', s.item)?.sha256 === s.sha256 ? undefined : 'hash-mismatch';
		case 'clip.revised': {
			const clip = state.get('clips', s.clip);
			if (clip?.item !== s.item || clip.case_id !== s.case) return 'not-found';
			// Two who revise the same wording: the later one has not seen what it would replace.
			return s.version === clip.version + 1 ? undefined : 'conflict';
		}
		case 'exhibit.added':
			return newExhibit(state, s);
		case 'exhibit.renamed':
		case 'exhibit.withdrawn': {
			const exhibit = state.get('exhibits', s.exhibit);
			if (exhibit?.item !== s.item || exhibit.case_id !== s.case) return 'not-found';
			return exhibit.withdrawn ? 'conflict' : undefined;
		}
		case 'item.noted': {
			if (state.get('notes', s.note) !== undefined) return 'conflict';
			if (s.replaces === undefined) return undefined;
			const earlier = state.get('notes', s.replaces);
			if (earlier?.item !== s.item || earlier.case_id !== s.case) return 'not-found';
			return earlier.replaced ? 'conflict' : undefined;
		}
		case 'item.watched':
		case 'case.vocabulary':
			return undefined;
	}
}

/** A clip is numbered under its item's exhibit, which must be there first and must not have been withdrawn. */
function newExhibit(state: State, s: StatementOf<'exhibit.added'>): ErrorCode | undefined {
	if (state.get('exhibits', s.exhibit) !== undefined) return 'conflict';
	if ((s.clip === undefined) !== (s.under === undefined)) return 'bad-request';
	// One thing, one number: of two people who number it at once, the second is told so.
	const already = (state.get('numbered', `${s.case}/${s.clip ?? s.item}`)?.exhibit ?? null) !== null;
	if (s.clip === undefined || s.under === undefined) return already ? 'conflict' : undefined;
	const [clip, under] = [state.get('clips', s.clip), state.get('exhibits', s.under)];
	if (clip?.item !== s.item || clip.case_id !== s.case) return 'not-found';
	if (under?.item !== s.item || under.case_id !== s.case || under.clip !== null) return 'not-found';
	return under.withdrawn || already ? 'conflict' : undefined;
}
