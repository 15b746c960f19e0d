import type { LoggedEvent } from '../../client/case/logged-event.ts';
import type { Hidden } from '../../domain/leaves.ts';
import { FIELDS, FINDINGS, KINDS } from '../verify/kept-back.ts';

/** A shorter name without its ending would be found in half of all texts. */
const SHORTEST = 4;

/** True where this field of this event's detail is to stay a hash. */
export type IsHidden = (event: LoggedEvent, field: string) => boolean;

export interface Hiding {
	isHidden: IsHidden;
	/** True for a text that repeats a hidden name. */
	mentions(text: string): boolean;
	/** Entries whose whole detail is hidden. */
	entries: ReadonlySet<number>;
}

/**
 * What is hidden of details by these choices. `paths`: those of the items in the report; with `names` chosen, every field that
 * repeats one of them, or its last part with or without the ending, is hidden as well, whatever it is called.
 */
export function hidingOf(hidden: Hidden, paths: readonly string[]): Hiding {
	const words = hidden.names ? namesIn(paths) : [];
	const entries = new Set(hidden.entries);
	const fields = KINDS.filter((one) => hidden[one]).map((one) => FIELDS[one]);
	const mentions = (text: string): boolean => words.some((word) => plain(text).includes(word));
	return {
		entries,
		mentions,
		isHidden: ({ entry, fields: said }, field) => {
			if (entries.has(entry.index)) return true;
			if (hidden.technical && FINDINGS.has(entry.statement.type)) return true;
			return fields.some((some) => some.has(field)) || textsIn(said[field]).some(mentions);
		},
	};
}

/** How these files may be called in what people write. */
function namesIn(paths: readonly string[]): string[] {
	const names = paths.flatMap((path) => {
		const name = path.split(/[/\\]/).at(-1) ?? '';
		const stem = name.replace(/\.[^.]{1,8}$/, '');
		return [path, name, ...([...stem].length >= SHORTEST ? [stem] : [])];
	});
	return [...new Set(names.map(plain).filter((name) => name !== ''))];
}

/** Every text inside a value, names of members too. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (typeof value === 'object' && value !== null)
		return Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one)]);
	return [];
}

function plain(text: string): string {
	return text.normalize('NFKC').toLowerCase();
}
