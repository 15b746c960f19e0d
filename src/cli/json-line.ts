import { UNPRINTABLE } from './words.ts';

/**
 * A value as one line of JSON. What would move a terminal's cursor, or end the line for a reader that knows other ends of
 * lines, stands escaped: the value is the same.
 */
export function jsonLine(value: object): string {
	return JSON.stringify(value).replaceAll(UNPRINTABLE, escaped);
}

/** Unit by unit of UTF-16, as JSON has it. */
function escaped(character: string): string {
	return Array.from(
		{ length: character.length },
		(_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
	).join('');
}
