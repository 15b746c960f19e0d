import { droppedHandle } from './file-access.ts';
import { type Dropped, listDropped } from './list-dropped.ts';
import { listHandles } from './list-handles.ts';
import { collect, type Listing, listedFile } from './listing.ts';

/** What somebody chose to give: folders, files, or both. */
export interface Chosen {
	/** Names of what was chosen, sorted: they name the delivery. */
	names: readonly string[];
	/** Goes through it as it is now. */
	list(counted: (files: number, bytes: number) => void): Promise<Listing>;
}

/** What was all to be found by its handles when it was listed first. */
export function chosenHandles(handles: readonly FileSystemHandle[]): Chosen {
	const names = handles.map((one) => one.name).sort();
	return { names, list: async (counted) => ({ ...(await collect(listHandles(handles), counted)), handles }) };
}

/** From `<input type="file">`, with or without `webkitdirectory`; undefined if nothing was chosen. */
export function chosenFiles(files: readonly File[]): Chosen | undefined {
	if (files.length === 0) return undefined;
	const all = files.map((file) => ({ path: pathOf(file), file }));
	const names = [...new Set(all.map(({ path }) => path.split('/', 1)[0] as string))].sort();
	const folder = files.some((one) => one.webkitRelativePath !== '');
	return {
		names,
		list: async (counted) => ({ ...(await collect(listedOf(all), counted)), ...(folder && { folder }) }),
	};
}

/** Chromium writes a backslash in a path as a slash; in the name it stands as it is. */
function pathOf({ name, webkitRelativePath: path }: File): string {
	return path === '' ? name : `${path.slice(0, -name.length)}${name}`;
}

function* listedOf(all: readonly { path: string; file: File }[]) {
	for (const { path, file } of all) yield { file: listedFile(path, file) };
}

/** What was dropped; undefined if no file or folder was among it. To be called at once: a drop is over when its event is. */
export async function chosenByDrop(transfer: DataTransfer): Promise<Chosen | undefined> {
	const dropped = await Promise.all([...transfer.items].filter((one) => one.kind === 'file').map(takenUp));
	if (dropped.length === 0) return undefined;
	const handles = dropped.flatMap(({ handle }) => handle ?? []);
	return {
		names: dropped.map((one) => one.name).sort(),
		async list(counted) {
			let whole = true;
			const hidden = (): void => {
				whole = false;
			};
			const listing = await collect(listDropped(dropped, hidden), counted);
			return whole ? { ...listing, handles } : listing;
		},
	};
}

async function takenUp(item: DataTransferItem): Promise<Dropped> {
	const [entry, file] = [item.webkitGetAsEntry() ?? undefined, item.getAsFile() ?? undefined];
	const handle = await droppedHandle(item);
	return { name: entry?.name ?? handle?.name ?? file?.name ?? '', entry, handle, file };
}
