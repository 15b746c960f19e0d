import type { Json } from '../../domain/canonical.ts';
import type { Hex32, Id } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { JournalRecord } from './journal-records.ts';
import type { JournalStore, SealThread, Source } from './ports.ts';

export interface PutOptions {
	connection: Connection;
	open: OpenCase;
	source: Source;
	/** Fields of the intake record. Undefined: those of the last delivery of the same folder; without one, nothing is known. */
	record: { readonly [name: string]: Json } | undefined;
	journal: PutJournal;
	threads: { start(): SealThread; count: number };
	/** Take only what failed in the last delivery of the folder; one that was cut off is finished instead. */
	retryFailed?: boolean;
	/** Take also what an earlier, finished delivery of the same folder took. */
	again?: boolean;
	/** Called as work goes on. */
	watch: PutWatch;
	signal?: AbortSignal;
}

/** Where a put remembers what it did. */
export interface PutJournal {
	/** Throws `conflict` while another put has it open. */
	open(): Promise<JournalStore>;
	/** The person's, from `journalSecret`. */
	secret: Uint8Array;
}

export interface PutWatch {
	/** Files to be taken now, the bytes that `sent` will count up to, and those of the files themselves, without padding. */
	counted(files: number, bytes: number, own: number): void;
	/** Bytes of ciphertext that lie in the store. */
	sent(bytes: number): void;
	received(items: number): void;
	/** A delivery is opened without a record of its own: with that of the one before it, or with none. */
	noRecord?(instead: 'earlier' | 'none'): void;
	note(event: PutEvent): void;
	/** Every record of the journal, first those of earlier runs, then each as soon as it is durable: what became of which file. */
	journalled?(record: JournalRecord): void;
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
	/** Received in this intake, in whichever run; the hash is of the file. */
	items: { item: Id; path: string; size: number; sha256: Hex32 }[];
	/** Already there from earlier deliveries of the same folder, and unchanged since. */
	before: { item: Id; path: string; size: number }[];
	failed: { path: string; reason: string }[];
	/** Files that are not in the archive and were left where they are: only what had failed was asked for. */
	unasked: number;
	/** Links and special files. */
	skipped: { path: string; reason: string }[];
	/** Received, with the same content as another file of the folder. */
	same: { path: string; as: string }[];
	/** Another file than the one begun or taken earlier, and started anew. */
	changed: string[];
	/** Of `items`, without padding. */
	bytes: number;
	/**
	 * False if the record that was given is in the ledger nowhere: nothing was taken that it could be said of, or this delivery
	 * was begun with another. Undefined if none was given.
	 */
	recordTaken: boolean | undefined;
}

/** Resolves when these records are on disk. */
export type WriteJournal = (...records: JournalRecord[]) => Promise<void>;
