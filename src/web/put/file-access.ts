/** The parts of the browsers' file access that the compiler's own library does not have yet. */
interface Permitted {
	queryPermission(wish: { mode: 'read' }): Promise<PermissionState>;
	requestPermission(wish: { mode: 'read' }): Promise<PermissionState>;
}
interface Picker {
	showDirectoryPicker?(options: { id: string; mode: 'read' }): Promise<FileSystemDirectoryHandle>;
}
interface DroppedItem {
	getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** True where a folder that was picked can be kept over a reload. */
export function canKeepFolders(): boolean {
	return 'showDirectoryPicker' in window;
}

/** Asks for a folder; undefined when the person changed their mind. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | undefined> {
	try {
		return await (window as Picker).showDirectoryPicker?.({ id: 'custos-intake', mode: 'read' });
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') return undefined;
		throw error;
	}
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
