import { closeSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openJournalFile } from '../../src/cli/put/journal-file.ts';
import { Journal, journalSecret } from '../../src/client/put/journal.ts';
import { SavedHead } from '../../workers/notary/head.ts';
import { PAIR, PrintTable } from '../../workers/notary/print-table.ts';
import { PrintsFile } from '../../workers/notary/prints-file.ts';

/**
 * Runs on a disk of 1 MiB at the folder given, fills it under the notary's saved head and prints and under the journal of
 * a put, and prints what happened as one line of JSON.
 */
const root = process.argv[2] as string;
const at = (name: string): string => join(root, name);
const PAGE = 4096;
const facts: Record<string, unknown> = {};

async function outcome(work: Promise<unknown>): Promise<unknown> {
	try {
		await work;
		return 'done';
	} catch (error) {
		return (error as { code?: unknown }).code;
	}
}

/** Leaves this much room: less than what comes is written in part, and no error says so. */
function fill(spare: number): void {
	const file = openSync(at('filler'), 'w');
	try {
		for (;;) writeSync(file, Buffer.alloc(PAGE, 1));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
	} finally {
		closeSync(file);
	}
	truncateSync(at('filler'), statSync(at('filler')).size - spare);
}
const makeRoom = (): void => rmSync(at('filler'));

const checkpoint = (size: number) => ({ size, root: '00'.repeat(32), note: 'n' });
const reopenHead = async (): Promise<number> => {
	const head = await SavedHead.open(at('head'));
	await head.close();
	return head.current.size;
};
fill(PAGE);
facts.noRoomForHead = await outcome(SavedHead.create(at('head'), checkpoint(0)));
facts.afterNoRoom = readdirSync(root);
makeRoom();
await SavedHead.create(at('head'), checkpoint(0));
fill(0);
const head = await SavedHead.open(at('head'));
facts.headHasItsPlace = [await outcome(head.save(checkpoint(1))), await outcome(head.save(checkpoint(2)))];
facts.head = await reopenHead();
makeRoom();

const pairs = (count: number, seed: number): Buffer =>
	Buffer.from(Array.from({ length: count * PAIR }, (_, i) => (i * 31 + (i >> 8) + seed) % 256));
const stand = (size: number) => ({ size, root: '11'.repeat(32) });
const openPrints = async () => {
	const table = new PrintTable();
	return { table, ...(await PrintsFile.open(at('prints'), table, { size: 9, shape: 'shape' })) };
};
const prints = await openPrints();
await prints.file.append(stand(1), pairs(1, 0));
fill(PAGE);
facts.noRoomForPrints = await outcome(prints.file.append(stand(2), pairs(1000, 1)));
const cut = await openPrints();
facts.cutBack = [cut.stand?.size, cut.table.size];
for (let i = 0; i < 1000; i++) {
	const pair = pairs(1, i);
	pair.writeUInt32LE(i, 0);
	cut.table.load(pair);
}
facts.noRoomToRewrite = await outcome(cut.file.rewrite(stand(1), cut.table));
facts.drafts = readdirSync(root).filter((name) => name.endsWith('.new'));
makeRoom();
facts.prints = [await outcome(cut.file.append(stand(2), pairs(1, 1))), (await openPrints()).stand?.size];

const openJournal = async () => {
	const file = await openJournalFile(at('journal'));
	return { file, ...(await Journal.open(file, journalSecret(new Uint8Array(32)))) };
};
const failed = (path: string) => ({ t: 'failed', path, at: '00', reason: 'unreadable' }) as const;
const first = await openJournal();
await first.journal.append(failed('a'));
fill(PAGE);
facts.noRoomForJournal = await outcome(first.journal.append(failed('b'.repeat(10_000))));
facts.andNoMore = await outcome(first.journal.append(failed('c')));
await first.file.close();
makeRoom();
const next = await openJournal();
facts.journal = [next.records.length, await outcome(next.journal.append(failed('d')))];
await next.file.close();
const last = await openJournal();
facts.journalAgain = last.records.map((one) => 'path' in one && one.path);
await last.file.close();
process.stdout.write(JSON.stringify(facts));
