import { droppedHandle } from './file-access.ts';
import { listEntries } from './list-entries.ts';
import { listHandles } from './list-handles.ts';
import { collect, type Listing, listedFile } from './listing.ts';

/** What somebody chose to give: folders, files, or both. */
export interface Chosen {
	/** Names of what was chosen, sorted: they name the delivery. */
	names: readonly string[];
	/** Where the browser can find it again without asking; undefined where it cannot. */
	handles?: readonly FileSystemHandle[];
	/** Goes through it as it is now. */
	list(counted: (files: number, bytes: number) => void): Promise<Listing>;
}

export function chosenHandles(handles: readonly FileSystemHandle[]): Chosen {
	const names = handles.map((one) => one.name).sort();
	return { names, handles, list: (counted) => collect(listHandles(handles), counted) };
}

/** From `<input type="file">`, with or without `webkitdirectory`; undefined if nothing was chosen. */
export function chosenFiles(files: readonly File[]): Chosen | undefined {
	if (files.length === 0) return undefined;
	const all = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
	const names = [...new Set(all.map(({ path }) => path.split('/', 1)[0] as string))].sort();
	return { names, list: (counted) => collect(listedOf(all), counted) };
}

function* listedOf(all: readonly { path: string; file: File }[]) {
	for (const { path, file } of all) yield { file: listedFile(path, file) };
}

/** What was dropped; undefined if no file or folder was among it. To be called at once: a drop is over when its event is. */
export async function chosenByDrop(transfer: DataTransfer): Promise<Chosen | undefined> {
	const items = [...transfer.items].filter((one) => one.kind === 'file');
	const entries = items.flatMap((one) => one.webkitGetAsEntry() ?? []);
	const handles = await Promise.all(items.map(droppedHandle));
	if (items.length === 0) return undefined;
	if (handles.every((one) => one !== undefined)) return chosenHandles(handles);
	const names = entries.map((one) => one.name).sort();
	return { names, list: (counted) => collect(listEntries(entries), counted) };
}
