import { type Listed, listedFile, unnamed, unreadable } from './listing.ts';

/** Files asked about at once. */
const AT_ONCE = 32;

/**
 * Everything below handles of files and folders, as far as handles show it: Chromium passes over some names and does not
 * say so. Only for what was compared with another list before.
 */
export async function* listHandles(
	handles: readonly FileSystemHandle[],
	under = '',
): AsyncGenerator<Listed, void, undefined> {
	const files: { path: string; handle: FileSystemFileHandle }[] = [];
	for (const one of handles) {
		const path = `${under}${one.name}`;
		if (one.name === '') yield unnamed(under);
		else if (isFolder(one)) yield* await folder(one, path);
		else files.push({ path, handle: one as FileSystemFileHandle });
	}
	yield* listFiles(files);
}

/** Files of handles, some of them at once. */
export async function* listFiles(
	files: readonly { path: string; handle: FileSystemFileHandle }[],
): AsyncGenerator<Listed, void, undefined> {
	for (let from = 0; from < files.length; from += AT_ONCE)
		yield* await Promise.all(files.slice(from, from + AT_ONCE).map(file));
}

/** What a folder shows of itself. Rejects where it cannot be read. */
export async function handlesIn(folder: FileSystemDirectoryHandle): Promise<FileSystemHandle[]> {
	const inside: FileSystemHandle[] = [];
	for await (const one of folder.values()) inside.push(one);
	return inside;
}

async function folder(handle: FileSystemDirectoryHandle, path: string): Promise<AsyncIterable<Listed> | Listed[]> {
	try {
		return listHandles(await handlesIn(handle), `${path}/`);
	} catch {
		return [unreadable(path)];
	}
}

async function file({ path, handle }: { path: string; handle: FileSystemFileHandle }): Promise<Listed> {
	try {
		return { file: listedFile(path, await handle.getFile(), handle) };
	} catch {
		return unreadable(path);
	}
}

function isFolder(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
	return handle.kind === 'directory';
}
