import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { Json } from '../../domain/canonical.ts';
import type { Id } from '../../domain/ids.ts';
import { onlyOne } from './alone.ts';
import { Journal, type JournalRecord } from './journal.ts';
import { Past } from './past.ts';
import { PutRun } from './put-run.ts';

export interface PutOptions {
	connection: Connection;
	open: OpenCase;
	roots: readonly string[];
	/** Fields of the intake record. */
	record: { readonly [name: string]: Json };
	journal: { path: string; secret: Uint8Array };
	/** Take only what failed before. */
	retryFailed?: boolean;
	/** Take also what an earlier, finished delivery of the same folder took. */
	again?: boolean;
	/** Called as work goes on. */
	watch: PutWatch;
	signal?: AbortSignal;
	threads?: number;
}

export interface PutWatch {
	/** Files to be taken now, and the bytes that `sent` will count up to. */
	counted(files: number, bytes: number): void;
	/** Bytes of ciphertext that lie in the store. */
	sent(bytes: number): void;
	received(items: number): void;
	note(event: PutEvent): void;
}

/**
 * `changed`: begun or taken earlier, another file now, and started anew. `same`: received, and the content is that of
 * `about`. `failed`: not taken, `about` says why. `skipped`: holds no content. `resumed`: an earlier run began it.
 */
export interface PutEvent {
	path: string;
	event: 'changed' | 'same' | 'failed' | 'skipped' | 'resumed';
	about: string;
}

/** What a put has to say at its end; nothing of the folder is left out. */
export interface PutSummary {
	/** Undefined when there was nothing to take. */
	intake: Id | undefined;
	/** Received in this intake, in whichever run. */
	items: { item: Id; path: string; size: number }[];
	/** Already there from earlier deliveries of the same folder, and unchanged since. */
	before: { item: Id; path: string; size: number }[];
	failed: { path: string; reason: string }[];
	/** Links and special files. */
	skipped: { path: string; reason: string }[];
	/** Received, with the same content as another file. */
	same: { path: string; as: string }[];
	/** Another file than the one begun or taken earlier, and started anew. */
	changed: string[];
	/** Of `items`, without padding. */
	bytes: number;
}

/**
 * Takes folders and files into a case: read, hashed, sealed and sent in parallel, every step journalled before it
 * matters. Run again after a crash, it goes on where it stood. Resolves when everything is received; `waitUntilKept`
 * then waits for the workers. Throws `conflict` while another put of the same folder into the same case runs.
 */
export async function put(options: PutOptions): Promise<PutSummary> {
	return withJournal(options.journal, async (past, write) => {
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

/** Notes that the items were kept and the intake closed, so that a later put of the same folder opens a new one. */
export async function noteClosed(journal: PutOptions['journal'], intake: Id, kept: readonly Id[]): Promise<void> {
	await withJournal(journal, async (_past, write) => write({ t: 'kept', items: [...kept] }, { t: 'closed', intake }));
}

export type WriteJournal = (...records: JournalRecord[]) => Promise<void>;

async function withJournal<T>(at: PutOptions['journal'], use: (past: Past, write: WriteJournal) => Promise<T>): Promise<T> {
	const release = await onlyOne(at.path);
	try {
		const { journal, records } = await Journal.open(at.path, at.secret);
		const past = new Past(records);
		try {
			return await use(past, async (...all) => {
				await Promise.all(all.map((record) => journal.append(record)));
				for (const record of all) past.take(record);
			});
		} finally {
			await journal.close();
		}
	} finally {
		release();
	}
}
