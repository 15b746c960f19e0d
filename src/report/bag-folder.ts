import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CustosError } from '../domain/errors.ts';
import type { BagReader } from './verify/bag-reader.ts';

/** A bag in a folder, to read. Links and special files are listed, so that the verifier meets and refuses them, but never followed. */
export function openBagFolder(dir: string): BagReader {
	const plain = async (path: string): Promise<number> => {
		const info = await lstat(join(dir, path)).catch(() => undefined);
		if (info === undefined) throw new CustosError('not-found', `${path} is not in the bag`);
		if (!info.isFile()) throw new CustosError('damaged', `${path} is not a plain file`);
		return info.size;
	};
	return {
		async list() {
			const found = await readdir(dir, { recursive: true, withFileTypes: true });
			return found
				.filter((one) => !one.isDirectory())
				.map((one) => join(one.parentPath, one.name).slice(join(dir, '/').length));
		},
		async read(path) {
			await plain(path);
			return new Uint8Array(await readFile(join(dir, path)));
		},
		async *stream(path) {
			await plain(path);
			yield* createReadStream(join(dir, path), { highWaterMark: 1 << 20 });
		},
		size: plain,
	};
}

/** Writes files that must not exist yet, durable once they return, and remembers their hashes. */
export class BagWriter {
	readonly hashes = new Map<string, string>();
	readonly #dir: string;
	#bytes = 0;

	constructor(dir: string) {
		this.#dir = dir;
	}

	/** Bytes written so far. */
	get bytes(): number {
		return this.#bytes;
	}

	async write(path: string, content: Uint8Array | string): Promise<string> {
		const bytes = typeof content === 'string' ? Buffer.from(content) : content;
		return this.stream(path, [bytes]);
	}

	/** Returns the SHA-256 in hex. Throws `exists`; `hash-mismatch` when `expected` is given and it is another. */
	async stream(
		path: string,
		content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
		expected?: string,
	): Promise<string> {
		const full = join(this.#dir, path);
		await mkdir(dirname(full), { recursive: true });
		const file = await open(full, 'wx', 0o644).catch((cause: NodeJS.ErrnoException) => {
			throw cause.code === 'EEXIST'
				? new CustosError('exists', 'there is something in the place of the bag already', { cause })
				: cause;
		});
		const hash = createHash('sha256');
		try {
			for await (const piece of content) {
				hash.update(piece);
				this.#bytes += piece.length;
				await file.writeFile(piece);
			}
			await file.sync();
		} finally {
			await file.close();
		}
		const digest = hash.digest('hex');
		if (expected !== undefined && digest !== expected)
			throw new CustosError('hash-mismatch', `what was written as ${path} is not what was promised`);
		this.hashes.set(path, digest);
		return digest;
	}
}
