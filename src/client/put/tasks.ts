/** What the main thread and a sealing thread say to each other. */

/** The secrets that an intake's item keys come from, as hex, so that they travel to a thread. */
export interface IntakeSecrets {
	memberSecret: string;
	notarySecret: string;
	recovery: string;
}

/** A file as a thread needs it. */
export interface FileTask {
	item: string;
	at: string;
	/** What the source wants opened with the place. */
	handle?: unknown;
	size: number;
	modifiedMs: number;
	inode: number;
	/** From the journal, when this item was begun before. */
	prefix?: string;
}

export type Task =
	| {
			kind: 'large';
			file: FileTask;
			object: string;
			partSize: number;
			done: readonly { part: number; sha256: string }[];
			journalled: readonly { part: number; sha256: string }[];
	  }
	| { kind: 'pack'; files: readonly FileTask[]; object: string };

/** A small file in its pack, or why it is not there. */
export type PackedItem =
	| { item: string; prefix: string; offset: number; length: number; sha256: string; body: string }
	| { item: string; failed: string };

export type ToThread =
	| { kind: 'setup'; server: string; secrets: IntakeSecrets }
	| { kind: 'task'; id: number; task: Task }
	| { kind: 'token'; token: string }
	| { kind: 'go'; id: number };

export type FromThread =
	/** Asks for a session; `refused` is the one that no longer works. */
	| { kind: 'token'; refused?: string }
	/** The envelope of a large file, to be journalled before its first part. Answered by `go`. */
	| { kind: 'begin'; id: number; prefix: string; size: number }
	/** A part's hash, to be journalled before its first byte leaves. Answered by `go`. */
	| { kind: 'part'; id: number; part: number; sha256: string }
	/** A sealed pack, to be journalled before its first byte leaves. Answered by `go`. */
	| { kind: 'packed'; id: number; size: number; sha256: string; items: readonly PackedItem[] }
	| { kind: 'sent'; id: number; bytes: number }
	| { kind: 'large-done'; id: number; sha256: string; body: string; size: number }
	| { kind: 'pack-done'; id: number }
	/** The one large file of the task could not be read, or is not the one that was planned. */
	| { kind: 'file-failed'; id: number; reason: string; changed: boolean }
	| { kind: 'failed'; id: number; code: string; message: string };
