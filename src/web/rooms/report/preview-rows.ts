import type { Outgoing } from '../../../report/outgoing.ts';

/** Everything of one section that leaves. */
export interface SectionRow {
	readonly kind: 'section';
	readonly section: string;
	readonly count: number;
	/** Of files whose size is known. */
	readonly bytes: number;
	readonly open: boolean;
}

export type PreviewRow = SectionRow | Outgoing;

/** What is searched in a row. */
export type RowText = (row: Outgoing) => string;

/** The rows of the list: each section with what is in it, unless it is closed, as far as the words fit. */
export function previewRows(
	all: readonly Outgoing[],
	words: string,
	closed: ReadonlySet<string>,
	textOf: RowText,
): PreviewRow[] {
	const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
	const fits = (row: Outgoing): boolean => {
		const text = textOf(row).toLowerCase();
		return wanted.every((word) => text.includes(word));
	};
	const shown = wanted.length === 0 ? all : all.filter(fits);
	return [...Map.groupBy(shown, (row) => row.section)].flatMap(([section, rows]): PreviewRow[] => {
		const open = !closed.has(section);
		return [{ kind: 'section', section, count: rows.length, bytes: bytesOf(rows), open }, ...(open ? rows : [])];
	});
}

/** Bytes of the files among these, as far as they are known beforehand. */
export function bytesOf(rows: readonly Outgoing[]): number {
	return rows.reduce((sum, row) => sum + (row.kind === 'file' ? (row.size ?? 0) : 0), 0);
}
