import type { Id } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { Counted } from '../counted-list.ts';
import { keepUp } from '../keep-up.ts';
import { needAll, signedCount } from '../signed-count.ts';
import { subjectEvents } from '../subject-events.ts';
import { isSaidElsewhere, isSealedElsewhere, withOpenings } from './elsewhere.ts';
import type { LoggedEvent } from './logged-event.ts';
import { readDetail } from './sealed-fields.ts';

/**
 * Events 1..n of an item or a case, every signature and proof checked, the count without a gap. What came after the
 * last one cannot be known from this answer alone: `wholeHistory` asks the notary, a report fixes it by an entry.
 */
export async function eventsOf(
	connection: Connection,
	open: OpenCase,
	kind: 'item' | 'case',
	id: Id,
): Promise<LoggedEvent[]> {
	const events: LoggedEvent[] = [];
	for await (const page of subjectEvents(connection, kind, id)) {
		await keepUp(
			connection,
			open,
			page.map((one) => one.entry),
		);
		for (const { entry, text } of page) {
			const detail = readDetail(open, entry);
			const elsewhere = kind === 'item' && isSaidElsewhere(open, entry);
			const ours = kind === 'case' || !isSealedElsewhere(open, entry);
			const unreadable = ours && detail === undefined && entry.statement.detail !== undefined;
			const fields = detail?.fields ?? {};
			events.push({ text, entry, detail, opening: undefined, fields, unreadable, elsewhere });
		}
	}
	return kind === 'item' ? withOpenings(open, events, id) : events;
}

/**
 * The same, and nothing held back: at least as many events as the notary counts, asked just before. `counted` is
 * undefined when it did not answer; then the newest may be missing. Throws `outdated` when events are held back.
 */
export async function wholeHistory(
	connection: Connection,
	open: OpenCase,
	kind: 'item' | 'case',
	id: Id,
): Promise<{ events: LoggedEvent[]; counted: Counted | undefined }> {
	const count = await signedCount(connection, [{ kind, id }]);
	const events = await eventsOf(connection, open, kind, id);
	if (count === undefined) return { events, counted: undefined };
	const [n = 0] = count.events;
	needAll(events.length, n, kind);
	return { events, counted: { events: n, entries: count.size, time: count.time } };
}
