import type { Id } from '../../domain/ids.ts';
import { NOT_KEPT } from './completeness.ts';
import { Journal } from './journal.ts';
import type { JournalRecord } from './journal-records.ts';
import { Past } from './past.ts';
import type { PutOptions, PutSummary, WriteJournal } from './put-options.ts';
import { PutRun } from './put-run.ts';

/**
 * Takes folders and files into a case: read, hashed, sealed and sent in parallel, every step journalled before it
 * matters. Run again after a crash, it goes on where it stood. Resolves when everything is received; `waitUntilKept`
 * then waits for the workers. Throws `conflict` while another put of the same folder into the same case runs.
 */
export async function put(options: PutOptions): Promise<PutSummary> {
	const { journal, watch } = options;
	const hear = watch.journalled === undefined ? undefined : (record: JournalRecord) => watch.journalled?.(record);
	return withJournal(journal, hear, async (past, write) => {
		const run = new PutRun(options, past, write);
		try {
			await run.resume();
			await run.takeAll();
			return await run.finish();
		} finally {
			await run.close();
		}
	});
}

/**
 * Notes which items were kept, that the others were not, and that the intake is closed: a later put of the same folder opens a new
 * one, and takes what was not kept once more.
 */
export async function noteClosed(journal: PutOptions['journal'], intake: Id, kept: readonly Id[]): Promise<void> {
	const there = new Set(kept);
	await withJournal(journal, undefined, async (past, write) => {
		const lost = past.receivedNow().filter((one) => !there.has(one.item));
		await write(
			{ t: 'kept', items: [...kept] },
			...lost.map(({ at, path }) => ({ t: 'failed' as const, at, path, reason: NOT_KEPT })),
			{ t: 'closed', intake },
		);
	});
}

async function withJournal<T>(
	at: PutOptions['journal'],
	hear: ((record: JournalRecord) => void) | undefined,
	use: (past: Past, write: WriteJournal) => Promise<T>,
): Promise<T> {
	const store = await at.open();
	try {
		const { journal, records } = await Journal.open(store, at.secret);
		const past = new Past(records);
		if (hear !== undefined) records.forEach(hear);
		return await use(past, async (...all) => {
			await Promise.all(all.map((record) => journal.append(record)));
			for (const record of all) {
				past.take(record);
				hear?.(record);
			}
		});
	} finally {
		await store.close();
	}
}
