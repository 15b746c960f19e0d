import { parseTimecode } from '../client/case/timecode.ts';
import { wrongUsage } from './told.ts';

/** `1:02:03.5`, `02:03.5` or `123.5` → milliseconds. Throws with what is wrong, in the words given. */
export function parseTime(text: string, complaint: string): number {
	const ms = parseTimecode(text);
	if (ms === undefined) throw wrongUsage(complaint);
	return ms;
}
