/** Numbers and texts as people read them. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1234567 → `1.2 MB`, decimal units as disks are sold in. */
export function bytesInWords(bytes: number): string {
	let [value, unit] = [bytes, 0];
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A UTC time to the second. */
export function timeInWords(time: string): string {
	return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** How ids are shown and typed. */
export function shortId(id: string): string {
	return id.slice(0, 8);
}

/** What moves a terminal's cursor or recolours, turns the direction of writing, or ends a line. */
export const UNPRINTABLE: RegExp = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/**
 * Text from a file name or another person, made harmless for a terminal: no control characters that move the cursor or
 * recolour, none that turn the direction of writing, no line breaks.
 */
export function printable(text: string): string {
	return text.replaceAll(UNPRINTABLE, '\ufffd');
}
