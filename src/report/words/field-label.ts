import type { Language } from '../verify/event-words.ts';
import { fieldsEn } from './fields-en.ts';
import { fieldsRu } from './fields-ru.ts';

const fields: { readonly [L in Language]: { readonly [name: string]: string } } = { en: fieldsEn, ru: fieldsRu };
const unknown = {
	en: (name: string) => `field “${name}”`,
	ru: (name: string) => `поле «${name}»`,
} as const;

/**
 * What the field at this path is called, `items/0/name` being ['items', '0', 'name']: numbers of lists do not count. A name
 * that tools or people made up is quoted as it is.
 */
export function fieldLabel(language: Language, path: readonly string[]): string {
	// One of many is called as they are: `people/2` of a clip.
	const names = path.filter((part) => !/^\d+$/.test(part)).map((part) => part.replace(/\/\d+$/, ''));
	const last = names.at(-1) ?? '';
	const words = fields[language];
	const known = [names.slice(-2).join('.'), last].find((name) => Object.hasOwn(words, name));
	return known === undefined ? unknown[language](last) : (words[known] as string);
}

/** True where there is a word for it, and it need not be quoted. */
export function hasLabel(path: readonly string[]): boolean {
	return !fieldLabel('en', path).startsWith('field “');
}
