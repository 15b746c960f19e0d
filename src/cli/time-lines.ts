import type { z } from 'zod';
import type { answers } from '../domain/wire.ts';
import type { Messages } from './messages.ts';
import { printable, timeInWords } from './words.ts';

/** Which time authorities have stamped the ledger, how far, and what keeps those away who have not: the archive's word. */
export function timeLines(
	{ time: words }: Messages,
	{ authorities, entries }: z.infer<typeof answers.timeState>,
): string[] {
	if (authorities.length === 0) return [words.unasked];
	return authorities.flatMap(({ authority, size, time, trouble }, i) => {
		const name = printable(authority);
		const head = i === 0 ? words.title : ''.padEnd(words.title.length);
		const state =
			size === null || time === null ? words.notYet(name) : words.by(name, size, entries, timeInWords(time));
		const lines = [`${head}${state}`];
		if (trouble !== null)
			lines.push(
				`${''.padEnd(words.title.length)}${words.trouble(words.why[trouble.why], timeInWords(trouble.since))}`,
			);
		return lines;
	});
}
