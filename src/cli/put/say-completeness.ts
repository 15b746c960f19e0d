import type { Completeness } from '../../client/put/completeness.ts';
import type { PutSummary } from '../../client/put/put-options.ts';
import type { StatedCompleteness } from '../../client/put/stated.ts';
import type { Context } from '../context.ts';
import { bytesInWords, printable } from '../words.ts';

/** Lines of one list on the screen; the whole is in the sealed statement and under `--json`. */
const SHOWN = 200;

/** The lists of a completeness statement, in words. */
export function sayCompleteness(context: Context, about: Completeness, end: 'received' | 'kept'): void {
	const { put } = context.t;
	const reason = (code: string): string => put.reasons[code] ?? code;
	const list = (title: string | undefined, lines: readonly string[]): void => {
		if (lines.length === 0) return;
		if (title !== undefined) context.out(title);
		for (const line of lines.slice(0, SHOWN)) context.out(`  ${printable(line)}`);
		if (lines.length > SHOWN) context.out(`  ${put.more(lines.length - SHOWN)}`);
	};
	const failed = about.failed.map((one) => `${one.path}: ${reason(one.reason)}`);
	list(
		end === 'received' && failed.length > 0 ? put.incomplete(about.kept.length, '', failed.length) : undefined,
		failed,
	);
	if (about.unasked > 0) context.out(put.unasked(about.unasked));
	if (about.before.length > 0) context.out(put.before(about.before.length));
	list(put.changedCount(about.changed.length), about.changed);
	list(
		put.sameCount(about.same.length),
		about.same.map((one) => `${one.path}  =  ${one.as}`),
	);
	list(
		put.skippedCount(about.skipped.length),
		about.skipped.map((one) => `${one.path}: ${reason(one.reason)}`),
	);
}

/** Whether the intake record that was given is that of the files, said aloud where it is not; null where none was given. */
export function sayRecordTaken(context: Context, { recordTaken, before, intake }: PutSummary): boolean | null {
	if (recordTaken === false) context.say(context.t.put.recordNotTaken(before.length, intake !== undefined));
	return recordTaken ?? null;
}

/** What the ledger holds of it, in one line. */
export function statedInWords(context: Context, stated: StatedCompleteness): string {
	const { kept, bytes, keptBefore, failed, skipped } = stated;
	return context.t.put.stated(kept, bytesInWords(bytes), keptBefore, failed, skipped);
}
