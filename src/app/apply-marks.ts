import type { Skeleton } from '../domain/ledger/leaf.ts';
import type { StatementOf } from '../domain/ledger/statement.ts';
import type { Mark } from './judge-marks.ts';
import { countListed } from './listed.ts';
import { row, type State } from './state.ts';

/** The number an exhibit would get: an item's in its case, a clip's under its item's exhibit. Neither is ever given again. */
export function nextExhibit(state: State, s: StatementOf<'exhibit.added'>): number {
	if (s.under !== undefined) return (state.get('exhibits', s.under)?.clips ?? 0) + 1;
	return (state.get('cases', s.case)?.exhibits ?? 0) + 1;
}

/** What an accepted mark does to the projection. */
export function applyMark(state: State, idx: number, s: Mark, skeleton: Skeleton): void {
	state.put('marks', { idx, case_id: s.case, item: 'item' in s ? s.item : null, kind: s.type });
	if (s.type !== 'item.watched') countListed(state, s.case, 'marks');
	switch (s.type) {
		case 'clip.added':
			return state.put('clips', { id: s.clip, case_id: s.case, item: s.item, idx, version: 1 });
		case 'clip.revised':
			return state.put('clips', { ...row(state.get('clips', s.clip)), version: s.version });
		case 'exhibit.added':
			return addExhibit(state, idx, s, skeleton.exhibit ?? 0);
		case 'exhibit.withdrawn': {
			const exhibit = row(state.get('exhibits', s.exhibit));
			state.put('numbered', { case_id: s.case, what: exhibit.clip ?? s.item, exhibit: null });
			return state.put('exhibits', { ...exhibit, withdrawn: true });
		}
		case 'item.noted':
			if (s.replaces !== undefined) state.put('notes', { ...row(state.get('notes', s.replaces)), replaced: true });
			return state.put('notes', { id: s.note, case_id: s.case, item: s.item, replaced: false, idx });
		case 'exhibit.renamed':
		case 'item.watched':
		case 'case.vocabulary':
			return;
	}
}

function addExhibit(state: State, idx: number, s: StatementOf<'exhibit.added'>, given: number): void {
	state.put('numbered', { case_id: s.case, what: s.clip ?? s.item, exhibit: s.exhibit });
	const common = { id: s.exhibit, case_id: s.case, item: s.item, idx, clips: 0, withdrawn: false };
	if (s.clip === undefined || s.under === undefined) {
		state.put('cases', { ...row(state.get('cases', s.case)), exhibits: given });
		return state.put('exhibits', { ...common, number: given, clip_number: 0, clip: null });
	}
	const under = row(state.get('exhibits', s.under));
	state.put('exhibits', { ...under, clips: given });
	state.put('exhibits', { ...common, number: under.number, clip_number: given, clip: s.clip });
}
