import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Detail } from '../../domain/ledger/detail.ts';
import type { Entry, EntryText } from '../../domain/ledger/receipt.ts';
import { answers } from '../../domain/wire.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { readDetail } from './sealed-fields.ts';

export interface LoggedEvent {
	/** As it came, to be passed on. */
	text: EntryText;
	entry: Entry;
	/** Its sealed detail, opened; undefined where there is none, or none that opens. */
	detail: Detail | undefined;
	/** The fields of that; empty where there is none. */
	fields: { readonly [name: string]: unknown };
	/** The statement commits to a detail, but what was sealed is missing or does not open. */
	unreadable: boolean;
}

/**
 * Events 1..n of an item or a case, every signature and proof checked, the count without a gap. What came after the
 * last one cannot be known from this answer alone: a report fixes it by an entry of its own.
 */
export async function eventsOf(
	connection: Connection,
	open: OpenCase,
	kind: 'item' | 'case',
	id: Id,
): Promise<LoggedEvent[]> {
	const events: LoggedEvent[] = [];
	for (;;) {
		const { entries } = await connection.ask(answers.entries, `/v1/${kind}s/${id}/history?after=${events.length}`);
		for (const [i, entry] of (await connection.open(entries)).entries()) {
			const { subject } = entry.skeleton;
			if (subject.kind !== kind || subject.id !== id || subject.n !== events.length + 1) {
				throw new CustosError(
					'bad-proof',
					`the archive left out event ${events.length + 1} of this ${kind}, or shows another in its place`,
				);
			}
			const detail = readDetail(open, entry);
			const unreadable = detail === undefined && entry.statement.detail !== undefined;
			events.push({ text: entries[i] as EntryText, entry, detail, fields: detail?.fields ?? {}, unreadable });
		}
		if (entries.length === 0) return events;
	}
}
