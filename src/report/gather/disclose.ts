import type { LoggedEvent } from '../../client/case/logged-event.ts';
import { toHex } from '../../domain/bytes.ts';
import type { StatementType } from '../../domain/ledger/statement.ts';
import type { DisclosedEntry } from '../report-input.ts';

/**
 * Entries whose sealed detail leaves with a report, whole. Not among them: names of members, the origin (only when asked
 * for), names of files that are not in the report.
 */
const ALWAYS: ReadonlySet<StatementType> = new Set([
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

/** The event as the report holds it. `origin`: also the intake record; `clips`: the entries that word those clips that are exhibits. */
export function disclose(event: LoggedEvent, also: { origin: boolean; clips: ReadonlySet<number> }): DisclosedEntry {
	const { statement: s } = event.entry;
	const shown =
		ALWAYS.has(s.type) ||
		(s.type === 'intake.opened' && also.origin) ||
		((s.type === 'clip.added' || s.type === 'clip.revised') && also.clips.has(event.entry.index));
	const { sealed: _, ...entry } = event.text;
	if (!shown) return { entry };
	if (event.detail === undefined) return event.opening === undefined ? { entry } : { entry, opening: event.opening };
	return { entry, detail: { seed: toHex(event.detail.seed), fields: event.detail.fields } };
}
