import { entriesIn, listEntries } from './list-entries.ts';
import { handlesIn, listFiles, listHandles } from './list-handles.ts';
import { type Listed, listedFile, unnamed, unreadable } from './listing.ts';

/** One dropped thing or something in it, in each of the ways a browser gives it. */
export interface Dropped {
	name: string;
	entry?: FileSystemEntry | undefined;
	handle?: FileSystemHandle | undefined;
	/** Of what is no file of a disk, as a picture dragged out of a page. */
	file?: File | undefined;
}

/**
 * Everything below what was dropped. Chromium's handles of folders pass over names that it holds to be unsafe (a colon, a
 * question mark, `x.lnk`), and do not say so; entries have them. `hidden` is called for all that handles alone would lose.
 */
export async function* listDropped(
	all: readonly Dropped[],
	hidden: () => void,
	under = '',
): AsyncGenerator<Listed, void, undefined> {
	const files: { path: string; handle: FileSystemFileHandle }[] = [];
	for (const { name, entry, handle, file } of all) {
		const path = `${under}${name}`;
		if (name === '') {
			hidden();
			yield unnamed(under);
		} else if (handle === undefined) {
			hidden();
			if (entry !== undefined) yield* listEntries([entry], under);
			else yield file === undefined ? unreadable(path) : { file: listedFile(path, file) };
		} else if (entry === undefined) yield* listHandles([handle], under);
		else if (entry.isDirectory && handle.kind === 'directory')
			yield* folder(entry as FileSystemDirectoryEntry, handle as FileSystemDirectoryHandle, hidden, path);
		else files.push({ path, handle: handle as FileSystemFileHandle });
	}
	yield* listFiles(files);
}

async function* folder(
	entry: FileSystemDirectoryEntry,
	handle: FileSystemDirectoryHandle,
	hidden: () => void,
	path: string,
): AsyncGenerator<Listed, void, undefined> {
	const [entries, handles] = await Promise.all([given(entriesIn(entry)), given(handlesIn(handle))]);
	// Without the entries nobody can tell whether the handles are all there is.
	if (entries === undefined) yield unreadable(path);
	const byName = new Map(handles?.map((one) => [one.name, one]));
	const both: Dropped[] = (entries ?? []).map((one) => ({
		name: one.name,
		entry: one,
		handle: byName.get(one.name),
	}));
	const met = new Set(both.map(({ name }) => name));
	for (const [name, one] of byName) if (!met.has(name)) both.push({ name, handle: one });
	yield* listDropped(both, hidden, `${path}/`);
}

async function given<T>(list: Promise<T[]>): Promise<T[] | undefined> {
	try {
		return await list;
	} catch {
		return undefined;
	}
}
