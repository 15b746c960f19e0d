import type { Completeness } from '../../client/put/completeness.ts';
import type { PutSummary } from '../../client/put/put-options.ts';
import { LOOKED_THROUGH, type SameBefore } from '../../client/put/same-before.ts';
import type { StatedCompleteness } from '../../client/put/stated.ts';
import type { Context } from '../context.ts';
import { bytesInWords, printable, shortId } from '../words.ts';
import { reasonInWords } from './reason-words.ts';

/** Lines of one list on the screen; the whole is in the sealed statement and under `--json`. */
const SHOWN = 200;

/**
 * The lists of a completeness statement, in words, and with them what came before from elsewhere; gives what is told as JSON. That
 * is not in the statement: it would keep the names of other deliveries, of which something may be expunged.
 */
export function sayCompleteness(
	context: Context,
	about: Completeness,
	before: SameBefore,
	end: 'received' | 'kept',
): Completeness {
	const { put } = context.t;
	const reason = (code: string): string => reasonInWords(context.t, code);
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
	const same = [
		...about.same.map((one) => `${one.path}  =  ${one.as}`),
		...before.same.map((one) => `${one.path}  =  ${one.as} (${shortId(one.item)})`),
	];
	list(put.sameCount(same.length), same);
	if (!before.whole) context.out(put.sameNotAll(LOOKED_THROUGH));
	list(
		put.skippedCount(about.skipped.length),
		about.skipped.map((one) => `${one.path}: ${reason(one.reason)}`),
	);
	return { ...about, same: [...about.same, ...before.same] };
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
