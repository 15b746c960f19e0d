import type { Bytes } from '../../domain/bytes.ts';
import type { FromThread, ToThread } from './tasks.ts';

/** What a put needs of the machine it runs on: a disk and threads under Node, chosen files and Web Workers in a browser. */

/** Where the files come from. */
export interface Source {
	/** Everything that was named, each file once, in the same order each time; may be called again. */
	walk(): AsyncIterable<Walked>;
	/** What the threads' `OpenFile` needs beside the place: a browser's File, nothing under Node. Can be cloned into a thread. */
	handleOf?(at: string): unknown;
	/** The place of the folder a place lies in, where a folder can be refused as a whole; undefined above the topmost. */
	folderOf?(at: string): string | undefined;
}

export type Walked = { found: Found } | { refused: Refused };

/** A file to be taken in. */
export interface Found {
	/** Where it lies, as only this source understands it; the same in every run. */
	at: string;
	/** Its path below what was named, with the named folder's own name first. */
	path: string;
	/** The path's bytes in hex, where it is not UTF-8 and `path` shows it with replacement characters. */
	pathBytes?: string;
	size: number;
	modifiedMs: number;
	/** Tells a file from another one of the same place, size and time; 0 where there is no such number. */
	inode: number;
}

/** Something that was named or lies in a named folder and is not taken in, with the reason. */
export interface Refused {
	at: string;
	path: string;
	reason: RefusedReason;
}
/** Links and special files hold no content of their own: they are listed and no failure. */
export type RefusedReason = 'symbolic-link' | 'special-file' | 'unreadable' | 'missing';

/** Opens a file in a thread, and only a file: a link that took its place is not followed. Rejects with `unreadable`. */
export type OpenFile = (place: { at: string; handle?: unknown }) => Promise<SourceFile>;

/** An open file. Its methods reject with `unreadable`, or with `changed` where that shows. */
export interface SourceFile {
	/** Reads from `offset` into the array, as much as fits or as there is; resolves with the bytes read, 0 at the end. */
	read(into: Uint8Array, offset: number): Promise<number>;
	/** As it is now, not when it was opened. */
	facts(): Promise<Pick<Found, 'size' | 'modifiedMs' | 'inode'>>;
	close(): Promise<void>;
}

/** The bytes of a journal, for one run at a time: two writers would use its keys twice. */
export interface JournalStore {
	/** All bytes; the torn rest of a crash may stand at their end. */
	read(): Promise<Bytes>;
	/** Cuts to `size` bytes; durable once it resolves. */
	truncate(size: number): Promise<void>;
	/** Adds bytes at the end; durable once it resolves. */
	append(bytes: Uint8Array): Promise<void>;
	/** Closes, and lets another run open it. */
	close(): Promise<void>;
}

/** A thread that `serveSealing` runs in. */
export interface SealThread {
	post(message: ToThread): void;
	/** Where messages of the thread go, and what ended it. Called once, at once. */
	listen(hear: (message: FromThread) => void, failed: (error: unknown) => void): void;
	end(): Promise<void>;
}

/** The other end of a SealThread. */
export interface SealPort {
	post(message: FromThread): void;
	listen(hear: (message: ToThread) => void): void;
}

/**
 * Sends one part and resolves with the answer's status and text, whatever they are; rejects when no answer came. A
 * browser sends a Blob: an array goes ten times slower.
 */
export type PutPart = (
	url: URL,
	headers: { readonly [name: string]: string },
	bytes: Bytes,
) => Promise<{ status: number; text: string }>;
