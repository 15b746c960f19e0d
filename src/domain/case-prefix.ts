/** Code points in a prefix, at the most. */
export const PREFIX_LENGTH = 12;

/** For whole-text matching, also as the `pattern` of an input: letters of any script, capital where there are capitals, and 0–9. */
export const PREFIX_PATTERN = `[\\p{Lu}\\p{Lo}0-9]{1,${PREFIX_LENGTH}}`;

const whole = new RegExp(`^${PREFIX_PATTERN}$`, 'u');

/**
 * The letters before a case's exhibit numbers, `GUL` in `GUL-0012`, as they are kept: in capitals, composed (NFC). The
 * digits are those that exhibit numbers are written with. Undefined where the text is none.
 */
export function casePrefix(text: string): string | undefined {
	const prefix = text.trim().normalize('NFC').toUpperCase().normalize('NFC');
	return whole.test(prefix) ? prefix : undefined;
}
