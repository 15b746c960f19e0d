import { CustosError } from '../domain/errors.ts';
import type { Id } from '../domain/ids.ts';
import type { Entry, EntryText } from '../domain/ledger/receipt.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';

/**
 * Events `known` + 1 and on (all, unless told) of an item or a case, a page at a time: every signature and proof checked, the
 * count without a gap.
 */
export async function* subjectEvents(
	connection: Connection,
	kind: 'item' | 'case',
	id: Id,
	known = 0,
): AsyncGenerator<{ entry: Entry; text: EntryText }[]> {
	for (;;) {
		const { entries } = await connection.ask(answers.entries, `/v1/${kind}s/${id}/history?after=${known}`);
		if (entries.length === 0) return;
		const opened = await connection.open(entries);
		for (const { skeleton } of opened) {
			const { subject } = skeleton;
			known += 1;
			if (subject.kind !== kind || subject.id !== id || subject.n !== known)
				throw new CustosError(
					'bad-proof',
					`the archive left out event ${known} of this ${kind}, or shows another in its place`,
				);
		}
		yield opened.map((entry, i) => ({ entry, text: entries[i] as EntryText }));
	}
}
