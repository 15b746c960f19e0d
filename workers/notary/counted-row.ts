import type { State } from '../../src/app/state.ts';
import type { Key } from '../../src/db/projection.ts';
import type { CountedSubject } from '../../src/domain/ledger/count.ts';

/** The row that holds the count of a subject's events, or of a list of a case. */
export function countedRow({ kind, id }: CountedSubject): Key {
	if (kind === 'case-items') return { table: 'listed', key: `${id}/items` };
	if (kind === 'case-marks') return { table: 'listed', key: `${id}/marks` };
	if (kind === 'case-expunged') return { table: 'cases', key: id };
	return { table: 'subjects', key: `${id}/${kind}` };
}

/** What that row says, once it is in memory; 0 where there is none. */
export function countIn(state: State, subject: CountedSubject): number {
	const { table, key } = countedRow(subject);
	if (table === 'cases') return state.get(table, key)?.expunged ?? 0;
	if (table === 'listed' || table === 'subjects') return state.get(table, key)?.n ?? 0;
	return 0;
}
