import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CustosError } from '../../domain/errors.ts';
import type { BagSink } from '../bag-sink.ts';
import type { BagReader } from '../verify/bag-reader.ts';

/** A bag in a folder, to read. Links and special files are listed, so that the verifier meets and refuses them, but never followed. */
export function openBagFolder(dir: string): BagReader {
	const plain = async (path: string): Promise<number> => {
		const info = await lstat(join(dir, path)).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
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

/** A bag written into a folder, which must be new or empty; nobody else on the computer can read it. Each file is durable once it is added. */
export function bagFolderSink(dir: string): BagSink {
	return {
		async add(path, content) {
			const full = join(dir, path);
			await mkdir(dirname(full), { recursive: true, mode: 0o700 });
			const file = await open(full, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
				throw cause.code === 'EEXIST'
					? new CustosError('exists', 'there is something in the place of the bag already', { cause })
					: cause;
			});
			try {
				for await (const piece of content) await file.writeFile(piece);
				await file.sync();
			} finally {
				await file.close();
			}
		},
	};
}
