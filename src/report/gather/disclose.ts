import type { LoggedEvent } from '../../client/case/logged-event.ts';
import { toHex } from '../../domain/bytes.ts';
import type { Id } from '../../domain/ids.ts';
import { narrowed, openingOf } from '../../domain/ledger/opening.ts';
import type { DisclosedEntry } from '../report-input.ts';
import { ALWAYS, OTHER_REPORTS } from '../verify/kept-back.ts';
import type { IsHidden } from './hide.ts';

/** Of how an item was received, whatever is chosen: it is the path of another file, which may be in no report, or be no more. */
const OF_OTHER_FILES: ReadonlySet<string> = new Set(['sameAs']);

export interface Disclosing {
	/** The report that is made: what it was begun for leaves whole. */
	report: Id;
	/** Also the intake record. */
	origin: boolean;
	/** Also the entries that word those clips that are exhibits. */
	clips: ReadonlySet<number>;
	isHidden: IsHidden;
}

/** The event as the report holds it. */
export function disclose(event: LoggedEvent, also: Disclosing): DisclosedEntry {
	const { statement: s } = event.entry;
	const { sealed: _, ...entry } = event.text;
	const shown =
		ALWAYS.has(s.type) ||
		(s.type === 'intake.opened' && also.origin) ||
		((s.type === 'clip.added' || s.type === 'clip.revised') && also.clips.has(event.entry.index));
	if (!shown) return { entry };
	const own = s.type === 'report.begun' && s.report === also.report;
	const never: ReadonlySet<string> | undefined =
		s.type === 'report.begun' ? OTHER_REPORTS : s.type === 'item.received' ? OF_OTHER_FILES : undefined;
	const isShown = (name: string): boolean => own || !(never?.has(name) || also.isHidden(event, name));
	const { detail, opening } = event;
	if (!Object.keys(event.fields).some(isShown)) return { entry };
	if (detail === undefined) return opening === undefined ? { entry } : { entry, opening: narrowed(opening, isShown) };
	if (!Object.keys(detail.fields).every(isShown)) return { entry, opening: openingOf(detail, isShown) };
	return { entry, detail: { seed: toHex(detail.seed), fields: detail.fields } };
}

/** The names of the fields that leave of each of these entries, by index. */
export function shownIn(entries: readonly DisclosedEntry[]): (index: number | undefined, field: string) => boolean {
	const shown = new Map<number, ReadonlySet<string>>(
		entries.map(({ entry, detail, opening }) => {
			const names =
				detail === undefined
					? (opening?.fields.flatMap((one) => ('hash' in one ? [] : [one.name])) ?? [])
					: Object.keys(detail.fields);
			return [entry.receipt.index, new Set(names)];
		}),
	);
	return (index, field) => index !== undefined && shown.get(index)?.has(field) === true;
}
