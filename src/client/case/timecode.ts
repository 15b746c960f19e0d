/** A place in a recording as people type it, `1:02:03.5`, `02:03.5` or `123.5`, in milliseconds; undefined if it is none. */
export function parseTimecode(text: string): number | undefined {
	const match = /^(?:(?:(\d{1,3}):)?([0-5]?\d):)?(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
	const [hours, minutes, seconds] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0), Number(match?.[3] ?? 0)];
	if (match === null || (match[2] !== undefined && seconds > 59)) return undefined;
	return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? '').padEnd(3, '0'));
}

/** A length or a place in a recording, in milliseconds, as `h:mm:ss`, with thousandths where there are some. */
export function durationInWords(ms: number): string {
	const whole = Math.round(Math.abs(ms));
	const two = (value: number): string => String(Math.floor(value) % 60).padStart(2, '0');
	const rest = whole % 1000;
	const tail = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
	// What is before the beginning that a recording states.
	const sign = ms < 0 && whole > 0 ? '-' : '';
	return `${sign}${Math.floor(whole / 3_600_000)}:${two(whole / 60_000)}:${two(whole / 1000)}${tail}`;
}
