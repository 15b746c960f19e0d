import { type Listed, listedFile, unnamed, unreadable } from './listing.ts';

/** Everything below dropped entries. */
export async function* listEntries(
	entries: readonly FileSystemEntry[],
	under = '',
): AsyncGenerator<Listed, void, undefined> {
	for (const one of entries) {
		if (one.name === '') {
			yield unnamed(under);
			continue;
		}
		const path = `${under}${one.name}`;
		try {
			if (one.isDirectory) {
				const inside = await entriesIn(one as FileSystemDirectoryEntry);
				yield* listEntries(inside, `${path}/`);
			} else yield { file: listedFile(path, await fileOf(one as FileSystemFileEntry)) };
		} catch {
			yield unreadable(path);
		}
	}
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
	return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** What lies in a folder: a reader gives a hundred at a time, and none at the end. Rejects where it cannot be read. */
export async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader();
	const all: FileSystemEntry[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
		if (some.length === 0) return all;
		all.push(...some);
	}
}
