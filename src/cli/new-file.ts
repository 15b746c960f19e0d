import { constants } from 'node:fs';
import { access, link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CustosError } from '../domain/errors.ts';

/** Throws `exists` when the file, or a part of it from an earlier attempt, is there. Asked before anything is opened. */
export async function assertNew(path: string): Promise<void> {
	for (const one of [path, `${path}.part`]) {
		const there = await access(one, constants.F_OK).then(
			() => true,
			() => false,
		);
		if (there) throw new CustosError('exists', `${one} is there already and is never overwritten`);
	}
}

/**
 * Throws the file system's error, naming the folder, unless what is to be made at `path` has a folder to be in that may be
 * written to. Asked before anything is opened: a folder is never made on the way to one that was mistyped.
 */
export async function assertPlace(path: string): Promise<void> {
	const folder = dirname(path);
	await access(`${folder}/.`, constants.W_OK | constants.X_OK).catch((cause: NodeJS.ErrnoException) => {
		throw Object.assign(cause, { path: folder });
	});
}

/** Says of a folder that is there and takes nothing (as /proc) that it may not be written to. */
export function notMade(path: string): (cause: NodeJS.ErrnoException) => never {
	return (cause) => {
		throw cause.code === 'ENOENT' ? Object.assign(cause, { code: 'EACCES', path: dirname(path) }) : cause;
	};
}

/** A file that is being written as FILE.part. */
export interface NewFile {
	/**
	 * Writes the stream, and gives the file its name only after the stream ended without complaint and all is on disk.
	 * Throws what the stream throws, and `exists`; nothing is left then.
	 */
	fill(
		content: AsyncIterable<Uint8Array>,
		options: { modified?: Date; signal: AbortSignal; wrote(bytes: number): void },
	): Promise<void>;
	/** Takes the empty file away again. */
	discard(): Promise<void>;
}

/** Opens FILE.part for its owner alone: that it can be written is known before anything is opened for it. */
export async function newFile(path: string): Promise<NewFile> {
	await assertPlace(path);
	await assertNew(path);
	const part = `${path}.part`;
	const file = await open(part, 'wx', 0o600).catch(notMade(part));
	const discard = async (): Promise<void> => {
		await file.close().catch(() => undefined);
		await unlink(part);
	};
	return {
		discard,
		async fill(content, { modified, signal, wrote }) {
			try {
				for await (const piece of content) {
					signal.throwIfAborted();
					await file.writeFile(piece);
					wrote(piece.length);
				}
				if (modified !== undefined) await file.utimes(modified, modified);
				await file.sync();
				await file.close();
				await giveName(part, path);
			} catch (error) {
				await discard();
				throw error;
			}
			const folder = await open(dirname(path), constants.O_RDONLY);
			await folder.sync().finally(() => folder.close());
		},
	};
}

/** Never over another file: `link` refuses that; where there are no hard links, it is looked up first. */
async function giveName(part: string, path: string): Promise<void> {
	try {
		await link(part, path);
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === 'EEXIST')
			throw new CustosError('exists', `${path} has appeared meanwhile and is not overwritten`, { cause });
		await assertNameFree(path);
		await rename(part, path);
		return;
	}
	await unlink(part);
}

async function assertNameFree(path: string): Promise<void> {
	const free = await access(path, constants.F_OK).then(
		() => false,
		() => true,
	);
	if (!free) throw new CustosError('exists', `${path} has appeared meanwhile and is not overwritten`);
}
