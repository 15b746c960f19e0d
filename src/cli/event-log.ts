import { type OpenCase, openDetail } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import type { Id } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import { CustosError } from '../domain/errors.ts';
import { answers } from '../domain/wire.ts';

export interface LoggedEvent {
	entry: Entry;
	/** Opened fields of its detail; empty where there is none. */
	fields: { readonly [name: string]: unknown };
}

/**
 * Events 1..n of an item or a case, every signature and proof checked, the count without a gap. What came after the
 * last one cannot be known from this answer alone: a report fixes it by an entry of its own.
 */
export async function eventsOf(connection: Connection, open: OpenCase, kind: 'item' | 'case', id: Id): Promise<LoggedEvent[]> {
	const events: LoggedEvent[] = [];
	for (;;) {
		const { entries } = await connection.ask(answers.entries, `/v1/${kind}s/${id}/history?after=${events.length}`);
		for (const entry of await connection.open(entries)) {
			const { subject } = entry.skeleton;
			if (subject.kind !== kind || subject.id !== id || subject.n !== events.length + 1) {
				throw new CustosError('bad-proof', `the archive left out event ${events.length + 1} of this ${kind}, or shows another in its place`);
			}
			events.push({ entry, fields: fieldsOf(open, entry) });
		}
		if (entries.length === 0) return events;
	}
}

function fieldsOf(open: OpenCase, entry: Entry): LoggedEvent['fields'] {
	return entry.statement.detail === undefined || entry.sealed === undefined ? {} : openDetail(open, entry).fields;
}
