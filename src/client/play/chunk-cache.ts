import type { Bytes } from '../../domain/bytes.ts';

/** A chunk that is here or on its way: sealed as it comes, opened when it is first wanted. */
interface Kept {
	readonly sealed: Promise<Bytes>;
	opened?: Promise<Bytes>;
}

/** Chunks by number, those used last kept. What was only read ahead costs no opening. */
export class ChunkCache {
	readonly #chunks = new Map<number, Kept>();
	readonly #most: number;
	readonly #open: (sealed: Bytes, index: number) => Bytes;

	/** Holds at most `most` chunks of 64 KiB. */
	constructor(most: number, open: (sealed: Bytes, index: number) => Bytes) {
		this.#most = most;
		this.#open = open;
	}

	has(index: number): boolean {
		return this.#chunks.has(index);
	}

	/** The opened chunk, which becomes the one used last. One that does not open is forgotten, so that it is asked for anew. */
	get(index: number): Promise<Bytes> | undefined {
		const kept = this.#chunks.get(index);
		if (kept === undefined) return undefined;
		this.#chunks.delete(index);
		this.#chunks.set(index, kept);
		if (kept.opened === undefined) {
			kept.opened = kept.sealed.then((sealed) => this.#open(sealed, index));
			this.#forgetFailed(index, kept, kept.opened);
		}
		return kept.opened;
	}

	/** Keeps a chunk that is on its way. */
	put(index: number, sealed: Promise<Bytes>): void {
		const kept: Kept = { sealed };
		this.#chunks.set(index, kept);
		this.#forgetFailed(index, kept, sealed);
		for (const oldest of this.#chunks.keys()) {
			if (this.#chunks.size <= this.#most) return;
			this.#chunks.delete(oldest);
		}
	}

	/** Forgets every chunk and overwrites those that were opened. */
	wipe(): void {
		for (const { opened } of this.#chunks.values()) opened?.then((bytes) => bytes.fill(0)).catch(() => undefined);
		this.#chunks.clear();
	}

	#forgetFailed(index: number, kept: Kept, work: Promise<Bytes>): void {
		work.catch(() => {
			if (this.#chunks.get(index) === kept) this.#chunks.delete(index);
		});
	}
}
