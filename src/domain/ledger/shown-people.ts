import type { Json } from '../canonical.ts';

/**
 * Who is shown in a clip, as its detail holds it: under `people` how many, and each name in a field of its own, so that one name
 * can be opened while the others stay hashes. Details of earlier versions have all names in one list.
 */
const EACH = /^people\/([1-9]\d{0,4})$/;

/** Those of the names that can be read, in their order, and how many cannot. */
export interface ShownPeople {
	shown: string[];
	withheld: number;
}

/** The fields that say so; nobody is an empty list, as it always was. */
export function peopleFields(people: readonly string[]): { [name: string]: Json } {
	if (people.length === 0) return { people: [] };
	return {
		people: people.length,
		...Object.fromEntries(people.map((name, at) => [`people/${at + 1}`, name])),
	};
}

/** True of a field that says who, or how many. */
export function isOfPeople(field: string): boolean {
	return field === 'people' || isOneOfPeople(field);
}

/** True of a field that names one of them. */
export function isOneOfPeople(field: string): boolean {
	return EACH.test(field);
}

/** What these fields of a detail say, of which so many others are hidden; undefined where they do not say it. */
export function peopleIn(fields: { readonly [name: string]: unknown }, hidden = 0): ShownPeople | undefined {
	const { people } = fields;
	if (Array.isArray(people)) {
		const shown = people.filter((one) => typeof one === 'string');
		const holds = shown.length === people.length && !Object.keys(fields).some(isOneOfPeople);
		return holds ? { shown, withheld: 0 } : undefined;
	}
	if (typeof people !== 'number') return undefined;
	const each = Object.entries(fields).flatMap(([field, name]) => {
		const at = EACH.exec(field)?.[1];
		return at === undefined ? [] : [{ at: Number(at), name }];
	});
	const shown = each.sort((a, b) => a.at - b.at).flatMap(({ name }) => (typeof name === 'string' ? name : []));
	const withheld = people - shown.length;
	const holds = shown.length === each.length && each.every(({ at }) => at <= people);
	return holds && withheld >= 0 && withheld <= hidden ? { shown, withheld } : undefined;
}

/** True where a field with this value says of nobody but those who were chosen that they are shown. */
export function opensOnly(chosen: readonly string[] | undefined, value: unknown): boolean {
	if (chosen === undefined) return false;
	if (typeof value === 'number') return true;
	return (Array.isArray(value) ? value : [value]).every((name) => chosen.includes(name));
}
