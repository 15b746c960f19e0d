/** Where a bag's files go, in the order they are added: a folder, a zip that streams, anything else that keeps them. */
export interface BagSink {
	/**
	 * Takes one file whole before the next is added; asks for a piece only when it has taken the one before, so that memory
	 * stays flat. `size`: bytes there will be, where that is known. Rejects with `exists`, or with what the stream throws.
	 */
	add(path: string, content: AsyncIterable<Uint8Array>, size?: number): Promise<void>;
}

/** What a bag holds besides what is told of it: read from disk or fetched by whoever makes the bag. */
export interface ReportAssets {
	/** DejaVu (TrueType), whose letters are those of every language of a report. */
	fonts: { sans: Uint8Array; bold: Uint8Array; mono: Uint8Array };
	/** src/report/verify.sh */
	verifyScript: Uint8Array;
	/** verify.html, as src/web/verify-page is built. */
	verifyPage: Uint8Array;
}
