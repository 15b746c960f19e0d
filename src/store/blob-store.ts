/**
 * Where sealed bodies lie. The port's words are contracts; test/contract/blob-store.ts holds every adapter to them.
 *
 * Keys are `[a-z0-9][a-z0-9/_.-]{0,200}`, never with `..`, `//`, `/.` or a `/` at the end; another key is `bad-request`.
 * Sizes and offsets are bytes. Once a promise of `put`, `putPart`, `complete` or `delete` resolves, its effect is
 * durable: it survives a power cut. A rejected call leaves nothing visible and nothing that was there changed.
 * Any call may reject `unavailable`: nothing is known to be wrong with what was sent; try again.
 */
export interface BlobStore {
	/**
	 * Stores a whole object unless the key is taken. Nothing is visible before all is there. An S3 takes at most 5 GiB
	 * (`too-large`); larger objects go in parts.
	 * Rejects: `exists`, `size-mismatch`, `hash-mismatch` (when `sha256` is given and the bytes differ), `disk-full`.
	 */
	put(key: string, bytes: BlobBytes, options: BlobFacts): Promise<void>;

	/**
	 * Begins an upload in parts: part i (from 0) is bytes [i·partSize, …), all of `partSize` but the last; an empty
	 * object is one empty part. At most 10,000 parts (`too-large`). On S3 `partSize` is at least 5 MiB unless there is
	 * only one part. Returns an upload id, to be kept by the caller.
	 */
	begin(key: string, options: { size: number; partSize: number }): Promise<string>;

	/**
	 * Stores one part, in any order; the same part again replaces it, and one that fails leaves the earlier one.
	 * Returns a token to hand to `complete`. `size` is exact (`size-mismatch`); with `sha256` the bytes must have it
	 * (`hash-mismatch`). Rejects `not-found` when the upload is unknown, completed or aborted, and `disk-full`.
	 */
	putPart(upload: PartUpload, index: number, bytes: BlobBytes, options: BlobFacts): Promise<string>;

	/**
	 * Makes the object visible under its key; `tokens[i]` is part i's. Repeating it after success resolves again for at
	 * least 30 days. Rejects `exists` when something else took the key, `size-mismatch` when a part is missing or its
	 * token is not of the part that is there, `not-found` when the upload is unknown or aborted.
	 */
	complete(upload: PartUpload, tokens: readonly string[]): Promise<void>;

	/** False where the upload is unknown, aborted, or was swept unfinished: only a new one can be gone on with then. */
	knows(upload: PartUpload): Promise<boolean>;

	/** Drops an upload and its parts. Unknown and completed uploads are fine, and an object is never touched. */
	abort(upload: PartUpload): Promise<void>;

	/**
	 * The bytes of an object, or of `[offset, offset+length)` of it. Rejects `not-found`, and `range` when that is not
	 * wholly inside. Read the stream to its end or cancel it: until then it holds a file or a connection.
	 */
	read(key: string, range?: { offset: number; length: number }): Promise<ReadableStream<Uint8Array>>;

	/** Undefined when there is nothing under the key. */
	head(key: string): Promise<{ size: number } | undefined>;

	/** Keys that begin with `prefix` in ascending byte order, in pages handled by the adapter. */
	list(prefix: string): AsyncIterable<{ key: string; size: number }>;

	/** Removes an object; one that is not there is fine. A store that keeps versions keeps it as one. */
	delete(key: string): Promise<void>;

	/**
	 * Removes an object for good, with every version of it that the store keeps; one that is not there is fine. With
	 * `instead` these bytes come to stand in its place: whoever reads finds the one or the other, also through a crash.
	 * With `itself` it stays as it is now, and what it took the place of goes: under a retention each writing is held anew.
	 * Resolves with when the retention ends that keeps any of it; undefined when nothing is left. Rejects `size-mismatch`,
	 * `disk-full`; of `instead` a store may take 5 GiB (`too-large`).
	 */
	erase(key: string, instead?: { bytes: BlobBytes; size: number } | 'itself'): Promise<Date | undefined>;
}

/**
 * Bytes at hand, or a stream of them: a web ReadableStream and a Node Readable both are one. Chunks must not change
 * after they were handed over. A stream is read once, never further than needed, and closed on failure; when it fails
 * by itself the call rejects with its error as it is.
 */
export type BlobBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** What the caller says of the bytes before they come. */
export interface BlobFacts {
	size: number;
	sha256?: Uint8Array;
}

/** An upload in parts as the caller remembers it; enough for any adapter to go on after a restart. */
export interface PartUpload {
	key: string;
	uploadId: string;
	size: number;
	partSize: number;
}
