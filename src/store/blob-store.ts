/**
 * Where sealed bodies lie. The port's words are contracts; test/contract/blob-store.ts holds every adapter to them.
 *
 * Keys are `[a-z0-9][a-z0-9/_.-]{0,200}`, never with `..` or `//`. Sizes and offsets are bytes. Once a promise of
 * `put`, `putPart` or `complete` resolves, the bytes are durable: they survive a power cut.
 */
export interface BlobStore {
	/** Stores a whole object unless the key is taken. `bytes` may be a stream of exactly `size` bytes. Nothing is visible before all is there.
	 * Rejects: `exists`, `size-mismatch`, `hash-mismatch` (when `sha256` is given and the bytes differ), `disk-full`, `unavailable`. */
	put(key: string, bytes: Uint8Array | ReadableStream<Uint8Array>, options: { size: number; sha256?: Uint8Array }): Promise<void>;

	/** Begins an upload in parts: part i (from 0) is bytes [i·partSize, …), all of `partSize` but the last. Returns an upload id, to be kept by the caller. */
	begin(key: string, options: { size: number; partSize: number }): Promise<string>;

	/** Stores one part; the same part again replaces it. Returns a token to hand to `complete`. With `sha256` the bytes must have it (`hash-mismatch`), and `size` is exact (`size-mismatch`). */
	putPart(upload: PartUpload, index: number, bytes: Uint8Array | ReadableStream<Uint8Array>, options: { size: number; sha256?: Uint8Array }): Promise<string>;

	/** Makes the object visible under its key. Repeating it after success resolves again. Rejects `exists` when another upload took the key, `size-mismatch` when parts are missing. */
	complete(upload: PartUpload, tokens: readonly string[]): Promise<void>;

	/** Drops an upload and its parts. Unknown uploads are fine. */
	abort(upload: PartUpload): Promise<void>;

	/** The bytes of an object, or of `[offset, offset+length)` of it. Rejects `not-found`, `range`. */
	read(key: string, range?: { offset: number; length: number }): Promise<ReadableStream<Uint8Array>>;

	/** Undefined when there is nothing under the key. */
	head(key: string): Promise<{ size: number } | undefined>;

	/** Keys with the prefix in ascending byte order, in pages handled by the adapter. */
	list(prefix: string): AsyncIterable<{ key: string; size: number }>;

	/** Removes an object; one that is not there is fine. */
	delete(key: string): Promise<void>;
}

/** An upload in parts as the caller remembers it; enough for any adapter to go on after a restart. */
export interface PartUpload {
	key: string;
	uploadId: string;
	size: number;
	partSize: number;
}
