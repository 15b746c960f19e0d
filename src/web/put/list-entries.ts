import { type Listed, listedFile, unreadable } from './listing.ts';

/** Everything below dropped entries, as browsers without handles give it. */
export async function* listEntries(entries: readonly FileSystemEntry[], under = ''): AsyncGenerator<Listed> {
	for (const one of entries) {
		const path = `${under}${one.name}`;
		try {
			if (one.isDirectory) {
				const inside = await namesIn(one as FileSystemDirectoryEntry);
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

/** A reader gives a hundred at a time, and none at the end. */
async function namesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader();
	const all: FileSystemEntry[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
		if (some.length === 0) return all;
		all.push(...some);
	}
}
