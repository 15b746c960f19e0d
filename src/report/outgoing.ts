import type { Json } from '../domain/canonical.ts';
import { bagFiles, type LogParts } from './bag-files.ts';
import type { CollectedEntry } from './collect-evidence.ts';
import { entryPath } from './verify/read-evidence.ts';
import type { CustodyReport } from './verify/report-model.ts';
import { pseudonym } from './verify/roster.ts';
import { fieldLabel } from './words/field-label.ts';

/** One thing that leaves with a bag. */
export type Outgoing = OutgoingField | OutgoingFile;

export interface OutgoingField {
	kind: 'field';
	/** The section of report.json, or `ledger` for a detail that is disclosed beside its entry. */
	section: string;
	/** Where it stands, parts joined by `/`: `items/0/name`. */
	path: string;
	/** What it is called, in the report's language. */
	label: string;
	value: string | number | boolean | null;
	/** The item it is about, or the person who did it (`P-…`); null: the report as a whole. */
	whose: string | null;
}

export interface OutgoingFile {
	kind: 'file';
	section: 'files';
	path: string;
	label: string;
	/** Bytes, where they are known before it is written. */
	size: number | null;
	whose: string | null;
}

/**
 * All that leaves with this report: every value in report.json, every field of every disclosed detail, every file. Read off
 * the very objects that are written. What report.pdf says is in report.json too.
 */
export function outgoing(
	report: CustodyReport,
	entries: readonly CollectedEntry[],
	log: LogParts = { grown: true, rotated: false, cosigned: false, stamps: [], remains: [] },
): Outgoing[] {
	const list: Outgoing[] = [];
	const walk = (section: string, value: Json, path: readonly string[], whose: string | null): void => {
		if (value === null || typeof value !== 'object') {
			list.push({
				kind: 'field',
				section,
				path: path.join('/'),
				label: fieldLabel(report.language, path),
				value,
				whose,
			});
			return;
		}
		const owner = ownerOf(value) ?? whose;
		for (const [key, member] of Object.entries(value))
			if (member !== undefined) walk(section, member, [...path, key], owner);
	};
	for (const [section, value] of Object.entries(report)) walk(section, value as Json, [section], null);
	for (const { entry, detail, shown } of entries) {
		const { fields } = detail ?? shown ?? {};
		if (fields === undefined) continue;
		const path = [entryPath(entry.index), detail === undefined ? 'shown' : 'detail'];
		walk('ledger', fields, path, pseudonym(entry.statement.actor));
	}
	for (const { path, item, size } of bagFiles(report, entries, log))
		list.push({ kind: 'file', section: 'files', path, label: path.split('/').at(-1) ?? path, size, whose: item });
	return list;
}

/** The item that an object of the report is about, or who did what it tells. */
function ownerOf(value: Json): string | undefined {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
	const { item, actor, sealed, id } = value as { readonly [name: string]: unknown };
	if (typeof item === 'string') return item;
	if (typeof actor === 'string') return actor;
	return typeof id === 'string' && sealed !== undefined ? id : undefined;
}
