import type { NoteKey } from '../domain/ledger/note.ts';
import { type Entry, type EntryText, openEntryAsync } from '../domain/ledger/receipt.ts';
import { breather } from './breather.ts';

/**
 * Opens many entries: signatures are checked off this thread where the platform can, a checkpoint's signature once for
 * all entries under it, and the event loop turns in between. Rejects with the first that does not hold.
 */
export async function openEntries(texts: readonly EntryText[], key: NoteKey): Promise<Entry[]> {
	const breathe = breather();
	const opening: Promise<Entry>[] = [];
	for (const text of texts) {
		const one = openEntryAsync(text, key);
		// Waited for below, all together: until then nobody hears of a failure.
		one.catch(() => {});
		opening.push(one);
		await breathe();
	}
	return Promise.all(opening);
}
