import { type EvidenceEntry, isAccepted } from './evidence.ts';

/** True for the accepted entry of what an examination made; the copy that browsers play is another thing. */
export function madeInExamination(entry: EvidenceEntry): boolean {
	return isAccepted(entry, 'derivative.made') && entry.statement.kind === undefined;
}
