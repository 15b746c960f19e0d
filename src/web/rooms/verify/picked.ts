/** A file of a bag that was dropped as a folder, with its path as the browser tells it. */
export interface PickedFile {
	readonly path: string;
	readonly file: Blob;
}

/** A bag somebody dropped or picked, not read yet. */
export interface Picked {
	/** As it is called where it came from. */
	readonly name: string;
	readonly source: { readonly zip: Blob } | { readonly files: readonly PickedFile[] };
}

/** What came out of a file dialog: one file is a zip, several are a folder. Undefined for nothing. */
export function pickedFrom(files: readonly File[]): Picked | undefined {
	const [first] = files;
	if (first === undefined) return undefined;
	const inFolder = first.webkitRelativePath !== '';
	if (files.length === 1 && !inFolder) return { name: first.name, source: { zip: first } };
	return {
		name: inFolder ? (first.webkitRelativePath.split('/')[0] ?? '') : first.name,
		source: { files: files.map((file) => ({ path: file.webkitRelativePath || file.name, file })) },
	};
}

/** What was dropped: a zip, a folder, or the files of one. Folders are walked; must be called in the drop's own turn. */
export async function droppedFrom(transfer: DataTransfer): Promise<Picked | undefined> {
	const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
	if (entries.every((entry) => entry.isFile)) return pickedFrom([...transfer.files]);
	const handles = [...transfer.items].map((item: HandlingItem) => item.getAsFileSystemHandle?.());
	const files: PickedFile[] = [];
	try {
		for (const entry of entries) await walk(entry, files);
	} catch (error) {
		// A page that was opened as a file itself gets no entries out of folders, but handles.
		const found = await Promise.all(handles);
		if (files.length > 0 || found.includes(undefined)) throw error;
		for (const handle of found) if (handle !== undefined && handle !== null) await walkHandle(handle, '', files);
	}
	return files.length === 0 ? undefined : { name: entries[0]?.name ?? '', source: { files } };
}

/** As Chromium has it: https://wicg.github.io/file-system-access/#drag-and-drop */
interface HandlingItem extends DataTransferItem {
	getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

async function walkHandle(handle: FileSystemHandle, above: string, into: PickedFile[]): Promise<void> {
	const path = `${above}/${handle.name}`;
	if (handle instanceof FileSystemFileHandle) into.push({ path, file: await handle.getFile() });
	else if (handle instanceof FileSystemDirectoryHandle)
		for await (const one of handle.values()) await walkHandle(one, path, into);
}

async function walk(entry: FileSystemEntry, into: PickedFile[]): Promise<void> {
	if (entry.isFile) {
		const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
		into.push({ path: entry.fullPath, file });
		return;
	}
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	for (;;) {
		// A hundred at a time, until there are none.
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
		if (some.length === 0) return;
		for (const one of some) await walk(one, into);
	}
}
