import type { Bytes } from '../../domain/bytes.ts';

/** Opened chunks by number, those used last kept; a chunk that is still on its way counts as one. */
export class ChunkCache {
	readonly #chunks = new Map<number, Promise<Bytes>>();
	readonly #most: number;

	/** Holds at most `most` chunks of 64 KiB. */
	constructor(most: number) {
		this.#most = most;
	}

	has(index: number): boolean {
		return this.#chunks.has(index);
	}

	/** The chunk, which becomes the one used last. */
	get(index: number): Promise<Bytes> | undefined {
		const chunk = this.#chunks.get(index);
		if (chunk === undefined) return undefined;
		this.#chunks.delete(index);
		this.#chunks.set(index, chunk);
		return chunk;
	}

	/** Keeps the chunk; one that fails is forgotten, so that it is asked for anew. */
	put(index: number, chunk: Promise<Bytes>): void {
		this.#chunks.set(index, chunk);
		chunk.catch(() => {
			if (this.#chunks.get(index) === chunk) this.#chunks.delete(index);
		});
		for (const oldest of this.#chunks.keys()) {
			if (this.#chunks.size <= this.#most) return;
			this.#chunks.delete(oldest);
		}
	}

	/** Forgets every chunk and overwrites those that are there. */
	wipe(): void {
		for (const chunk of this.#chunks.values()) chunk.then((bytes) => bytes.fill(0)).catch(() => undefined);
		this.#chunks.clear();
	}
}
