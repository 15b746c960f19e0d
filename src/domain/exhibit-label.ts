/** Before the number where a case was given no letters of its own. */
const NO_PREFIX = 'EX';

/** What an exhibit is called by: the notary's number of the item, and for a clip its own under that. */
export interface ExhibitNumber {
	/** The number of the item as an exhibit of its case, from 1. */
	item: number;
	/** The number of the clip under its item's, from 1; undefined for the item itself. */
	clip?: number | undefined;
}

/** `GUL-0012` for an item, `GUL-0012.03` for a clip of it. `prefix`: the letters of the case, which may be empty. */
export function exhibitLabel(prefix: string, { item, clip }: ExhibitNumber): string {
	const own = `${prefix || NO_PREFIX}-${String(item).padStart(4, '0')}`;
	return clip === undefined ? own : `${own}.${String(clip).padStart(2, '0')}`;
}

/** The letters and numbers in a label as people type it, in any case and with or without zeros; undefined if it is none. */
export function parseExhibitLabel(label: string): { prefix: string; number: ExhibitNumber } | undefined {
	const match = /^(.{1,40})-0*([1-9]\d{0,8})(?:\.0*([1-9]\d{0,8}))?$/u.exec(label.trim());
	if (match === null) return undefined;
	const [, prefix, item, clip] = match as unknown as [string, string, string, string | undefined];
	return { prefix, number: { item: Number(item), ...(clip === undefined ? {} : { clip: Number(clip) }) } };
}
