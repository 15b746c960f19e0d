import { BlobReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { CustosError } from '../../domain/errors.ts';

/** What is read at once where less is asked for, in bytes. */
export const BLOCK = 256 << 10;
/** How many such blocks are kept. */
const KEPT = 16;

interface Block {
	readonly from: number;
	readonly to: number;
	readonly bytes: Promise<Uint8Array>;
}

/**
 * Reads a zip's blob, never more than `largest` bytes at once, which its directory may be. A browser takes about as long for the
 * thirty bytes of a header as for a block, and a bag is many small files: so blocks are read, and the last ones kept.
 */
export class BlockReader extends BlobReader {
	readonly #blob: Blob;
	readonly #largest: number;
	readonly #blocks: Block[] = [];

	constructor(blob: Blob, largest: number) {
		super(blob);
		this.#blob = blob;
		this.#largest = largest;
	}

	override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
		if (length > this.#largest)
			throw new CustosError('too-large', `the directory of the zip is larger than ${this.#largest} bytes`);
		if (length > BLOCK || offset < 0) return super.readUint8Array(offset, length);
		const to = Math.min(offset + length, this.#blob.size);
		const block = this.#blocks.find((one) => one.from <= offset && to <= one.to) ?? this.#readBlock(offset);
		return (await block.bytes).slice(offset - block.from, to - block.from);
	}

	/** One file's bytes in the zip: small ones out of blocks, large ones as they stream. */
	override createReadable(options: { offset?: number; size?: number } = {}): ReadableStream<Uint8Array> {
		const { offset = 0, size = this.#blob.size - offset } = options;
		if (size > BLOCK) return super.createReadable(options);
		return new ReadableStream({
			start: async (controller) => {
				if (size > 0) controller.enqueue(await this.readUint8Array(offset, size));
				controller.close();
			},
		});
	}

	#readBlock(from: number): Block {
		const to = Math.min(from + BLOCK, this.#blob.size);
		const block = { from, to, bytes: super.readUint8Array(from, to - from) };
		this.#blocks.push(block);
		if (this.#blocks.length > KEPT) this.#blocks.shift();
		return block;
	}
}
