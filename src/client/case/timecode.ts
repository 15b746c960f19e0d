/** A place in a recording as people type it, `1:02:03.5`, `02:03.5` or `123.5`, in milliseconds; undefined if it is none. */
export function parseTimecode(text: string): number | undefined {
	const match = /^(?:(?:(\d{1,3}):)?([0-5]?\d):)?(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
	const [hours, minutes, seconds] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0), Number(match?.[3] ?? 0)];
	if (match === null || (match[2] !== undefined && seconds > 59)) return undefined;
	return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? '').padEnd(3, '0'));
}
