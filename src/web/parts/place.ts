/** A file as it is offered to be saved. */
export interface Offered {
	/** Safe as the name of a file: `safeName` makes it so. */
	readonly name: string;
	readonly type: string;
	/** With its dot, for files that are made here. Those of others are called whatever they are called. */
	readonly ending?: string;
}

/** Where a file goes while it is made. */
export interface SavePlace {
	readonly kind: 'file' | 'download' | 'memory';
	/** Nothing of it has its name before it is closed; aborted, it never has. */
	readonly sink: WritableStream<Uint8Array>;
	/** After the last byte; resolves with what was written where it can be read back. */
	finish(): Promise<File | undefined>;
	/** After a failure, which is what is told: nothing half-made is left where that can be helped. Never rejects. */
	discard(): Promise<void>;
}
