/** The parts of the browsers' file access that the compiler's own library does not have yet. */
interface Permitted {
	queryPermission(wish: { mode: 'read' }): Promise<PermissionState>;
	requestPermission(wish: { mode: 'read' }): Promise<PermissionState>;
}
interface DroppedItem {
	getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** True where a folder that was dropped can be kept over a reload. */
export function canKeepDropped(): boolean {
	return 'getAsFileSystemHandle' in DataTransferItem.prototype;
}

/** The handle of something that was dropped; to be called while the drop is being handled. */
export async function droppedHandle(item: DataTransferItem): Promise<FileSystemHandle | undefined> {
	try {
		return (await (item as DroppedItem).getAsFileSystemHandle?.()) ?? undefined;
	} catch {
		// Folders the browser does not give handles of (a whole home, say) still come in the older way.
		return undefined;
	}
}

/** True if all may be read without asking; with `ask`, asks: only in answer to a press of a button. */
export async function mayRead(handles: readonly FileSystemHandle[], ask: boolean): Promise<boolean> {
	for (const one of handles as readonly (FileSystemHandle & Permitted)[]) {
		const state = ask ? await one.requestPermission({ mode: 'read' }) : await one.queryPermission({ mode: 'read' });
		if (state !== 'granted') return false;
	}
	return true;
}
