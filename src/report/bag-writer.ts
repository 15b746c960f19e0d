import { platform } from '#platform';
import { toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { once } from '../domain/once.ts';
import type { BagSink } from './bag-sink.ts';

/** Adds files to a sink and remembers their hashes, computed while they pass. */
export class BagWriter {
	readonly hashes = new Map<string, string>();
	readonly #sink: BagSink;
	readonly #promised: ReadonlySet<string>;
	#bytes = 0;

	/** `promised`: every path that may be written. */
	constructor(sink: BagSink, promised: ReadonlySet<string>) {
		this.#sink = sink;
		this.#promised = promised;
	}

	/** Bytes written so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Returns the SHA-256 in hex. Rejects with `exists`. */
	write(path: string, content: Uint8Array | string): Promise<string> {
		const bytes = typeof content === 'string' ? utf8(content) : content;
		return this.stream(path, once(bytes), { size: bytes.length });
	}

	/** Returns the SHA-256 in hex. Rejects with `exists`; `hash-mismatch` when `sha256` is given and it is another. */
	async stream(
		path: string,
		content: AsyncIterable<Uint8Array>,
		expected: { sha256?: string; size?: number | undefined } = {},
	): Promise<string> {
		if (!this.#promised.has(path)) throw new CustosError('internal', `${path} is on no list of what leaves`);
		if (this.hashes.has(path)) throw new CustosError('exists', `the bag has ${path} already`);
		const hash = platform.createSha256();
		const passing = async function* (count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
			for await (const piece of content) {
				hash.update(piece);
				count(piece.length);
				yield piece;
			}
		};
		await this.#sink.add(
			path,
			passing((bytes) => {
				this.#bytes += bytes;
			}),
			expected.size,
		);
		const digest = toHex(hash.digest());
		if (expected.sha256 !== undefined && digest !== expected.sha256)
			throw new CustosError('hash-mismatch', `what was written as ${path} is not what was promised`);
		this.hashes.set(path, digest);
		return digest;
	}
}
