import type { LoggedEvent } from '../../client/case/logged-event.ts';
import type { Hidden } from '../../domain/leaves.ts';
import { isOfPeople, isOneOfPeople } from '../../domain/ledger/shown-people.ts';
import { FINDINGS, kindOf } from '../verify/kept-back.ts';

/** A shorter name without its ending would be found in half of all texts. */
const SHORTEST = 4;

/** True where this field of this event's detail is to stay a hash. */
export type IsHidden = (event: LoggedEvent, field: string) => boolean;

export interface Hiding {
	isHidden: IsHidden;
	/** True for a text that repeats a hidden name, of a file or of a person. */
	mentions(text: string): boolean;
	/** Entries whose whole detail is hidden. */
	entries: ReadonlySet<number>;
	/** True for somebody who was chosen to be named though others are not; undefined where nobody was chosen by name. */
	isChosen: ((person: string) => boolean) | undefined;
}

/**
 * What is hidden of details by these choices. `paths`: those of the items in the report; with `names` chosen, every field that
 * repeats one of them, or its last part with or without the ending, is hidden as well, whatever it is called. `people`: all that the
 * case's clips show; a field that repeats, as whole words, one who stays hidden is hidden too.
 */
export function hidingOf(hidden: Hidden, paths: readonly string[], people: readonly string[]): Hiding {
	const files = hidden.names ? namesIn(paths) : [];
	const isNamed = (person: string): boolean => !hidden.people || hidden.peopleShown?.includes(person) === true;
	const others = people.filter((one) => !isNamed(one)).flatMap(asWords);
	const entries = new Set(hidden.entries);
	const repeatsFile = (text: string): boolean => repeatsOne(files, plain(text));
	const mentions = (text: string): boolean => {
		const said = plain(text);
		return repeatsOne(files, said) || others.some((word) => word.test(said));
	};
	return {
		entries,
		mentions,
		isChosen: hidden.peopleShown && ((person) => hidden.peopleShown?.includes(person) === true && !repeatsFile(person)),
		isHidden: ({ entry, fields: said }, field) => {
			if (entries.has(entry.index)) return true;
			if (hidden.technical && FINDINGS.has(entry.statement.type)) return true;
			if (kindOf(hidden, field, said[field]) !== undefined) return true;
			// Names without their number say nobody: a report that opened one would say nothing of the others.
			if (isOneOfPeople(field) && typeof said['people'] !== 'number') return true;
			// Who was chosen is named, though their name be part of another's.
			const chosen = hidden.people && isOfPeople(field);
			return textsIn(said[field]).some(chosen ? repeatsFile : mentions);
		},
	};
}

/** True for a text that repeats how one of these files may be called. */
export function repeatsName(text: string, paths: readonly string[]): boolean {
	return repeatsOne(namesIn(paths), plain(text));
}

function repeatsOne(files: readonly string[], said: string): boolean {
	return files.some((word) => said.includes(word));
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

/** A name as it stands in a text: not inside a longer word. A single letter or digit is a word of its own too often. */
function asWords(person: string): RegExp[] {
	const name = plain(person).trim();
	if ([...name].length < 2) return [];
	const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	return [new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u')];
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
