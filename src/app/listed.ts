import type { Key } from '../db/projection.ts';
import type { ListedRow } from '../db/tables.ts';
import type { Statement } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

/** The lists of a case that accepting this statement may lengthen. */
export function listedKeys(s: Statement): Key[] {
	switch (s.type) {
		case 'item.received':
			return [{ table: 'listed', key: `${s.case}/items` }];
		case 'item.shared':
			return [{ table: 'listed', key: `${s.to}/items` }];
		case 'clip.added':
		case 'clip.revised':
		case 'exhibit.added':
		case 'exhibit.renamed':
		case 'exhibit.withdrawn':
		case 'item.noted':
		case 'case.vocabulary':
			return [{ table: 'listed', key: `${s.case}/marks` }];
		default:
			return [];
	}
}

/** One more in a list of a case; with -1 one less; with 0 as many, said to be so. */
export function countListed(state: State, caseId: string, list: ListedRow['list'], by: 1 | 0 | -1 = 1): void {
	const n = (state.get('listed', `${caseId}/${list}`)?.n ?? 0) + by;
	state.put('listed', { case_id: caseId, list, n });
}
