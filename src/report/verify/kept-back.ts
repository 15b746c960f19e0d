import type { Choices, Hidden, HiddenKind } from '../../domain/leaves.ts';
import { isOfPeople, opensOnly } from '../../domain/ledger/shown-people.ts';
import type { StatementType } from '../../domain/ledger/statement.ts';
import type { EvidenceEntry } from './evidence.ts';

/** Fields of details by the choice that hides them. */
const FIELDS: { readonly [K in Exclude<HiddenKind, 'people'>]: ReadonlySet<string> } = {
	names: new Set(['path', 'pathBytes', 'name', 'sameAs']),
	technical: new Set(['size', 'modified', 'sha256', 'files', 'report']),
	titles: new Set(['title', 'description']),
	purposes: new Set(['purpose', 'reason']),
};
export const KINDS: readonly HiddenKind[] = ['names', 'people', 'technical', 'titles', 'purposes'];
/** Details that are findings as a whole. */
export const FINDINGS: ReadonlySet<StatementType> = new Set(['derivative.made', 'item.examined']);
/**
 * Entries whose sealed detail leaves with a report, but for what is chosen to be hidden. Not among them: names of members, the
 * origin and the wordings of clips (only when asked for), names of files that are not in the report, who received other reports.
 */
export const ALWAYS: ReadonlySet<StatementType> = new Set([
	'case.created',
	'item.received',
	'item.opened',
	'item.kept',
	'item.failed',
	'derivative.made',
	'item.examined',
	'exhibit.added',
	'exhibit.renamed',
	'exhibit.withdrawn',
	'report.begun',
]);
/** Of an earlier report only why it was made: not for whom, nor what was chosen for it. */
export const OTHER_REPORTS: ReadonlySet<string> = new Set(['recipient', 'items', 'leaves']);

/** What keeps something back: a choice by its name; `never`, where no report shows it. */
export type Keeper = Exclude<keyof Choices, 'hidden'> | HiddenKind | 'entries' | 'never';

/** What keeps this field of the entry's detail back in the report of this id; undefined where it may leave. `clips`: those that are exhibits. */
export function keptBack(
	{ hidden, origin, notes }: Choices,
	{ report, clips }: { report: string; clips: ReadonlySet<string> },
	{ index, statement: s }: Pick<EvidenceEntry, 'index' | 'statement'>,
	field: string,
	value: unknown,
): Keeper | undefined {
	// What a report was begun for leaves whole with it.
	if (s.type === 'report.begun' && s.report === report) return undefined;
	if (hidden.entries.includes(index)) return 'entries';
	if (s.type === 'intake.opened') {
		if (!origin) return 'origin';
	} else if (s.type === 'clip.added' || s.type === 'clip.revised') {
		if (!notes) return 'notes';
		if (!clips.has(s.clip)) return 'never';
	} else if (!ALWAYS.has(s.type) || (s.type === 'report.begun' && OTHER_REPORTS.has(field))) return 'never';
	if (hidden.technical && FINDINGS.has(s.type)) return 'technical';
	return kindOf(hidden, field, value);
}

/** The kind by which this field stays back, if it does. */
export function kindOf(hidden: Hidden, field: string, value: unknown): HiddenKind | undefined {
	const has = (one: HiddenKind): boolean =>
		one === 'people' ? isOfPeople(field) && !opensOnly(hidden.peopleShown, value) : FIELDS[one].has(field);
	return KINDS.find((one) => hidden[one] && has(one));
}
