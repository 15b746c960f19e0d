/** Where a zip goes while it is made. */
export interface SavePlace {
	readonly kind: 'file' | 'download' | 'memory';
	readonly sink: WritableStream<Uint8Array>;
	/** After the last byte; resolves with what was written where it can be read back. */
	finish(): Promise<File | undefined>;
	/** After a failure: nothing half-made is left where that can be helped. */
	discard(): Promise<void>;
}
