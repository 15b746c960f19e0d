import type { CountedSubject } from '../../src/domain/ledger/count.ts';

/** The row that holds the count of a subject's events, or of a list of a case. */
export function countedRow({ kind, id }: CountedSubject): { table: 'subjects' | 'listed'; key: string } {
	if (kind === 'case-items') return { table: 'listed', key: `${id}/items` };
	if (kind === 'case-marks') return { table: 'listed', key: `${id}/marks` };
	return { table: 'subjects', key: `${id}/${kind}` };
}
