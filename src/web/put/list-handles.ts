import { type Listed, listedFile, unreadable } from './listing.ts';

/** Files asked about at once. */
const AT_ONCE = 32;

/** Everything below handles of files and folders, as the newer way to files gives it. */
export async function* listHandles(handles: readonly FileSystemHandle[], under = ''): AsyncGenerator<Listed> {
	let waiting: Promise<Listed>[] = [];
	for (const one of handles) {
		const path = `${under}${one.name}`;
		if (isFolder(one)) {
			yield* await folder(one, path);
			continue;
		}
		waiting.push(file(one as FileSystemFileHandle, path));
		if (waiting.length < AT_ONCE) continue;
		yield* await Promise.all(waiting);
		waiting = [];
	}
	yield* await Promise.all(waiting);
}

async function folder(handle: FileSystemDirectoryHandle, path: string): Promise<AsyncIterable<Listed> | Listed[]> {
	const inside: FileSystemHandle[] = [];
	try {
		for await (const one of handle.values()) inside.push(one);
	} catch {
		return [unreadable(path)];
	}
	return listHandles(inside, `${path}/`);
}

async function file(handle: FileSystemFileHandle, path: string): Promise<Listed> {
	try {
		return { file: listedFile(path, await handle.getFile(), handle) };
	} catch {
		return unreadable(path);
	}
}

function isFolder(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
	return handle.kind === 'directory';
}
