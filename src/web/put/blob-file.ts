import type { OpenFile, SourceFile } from '../../client/put/ports.ts';
import { CustosError } from '../../domain/errors.ts';

/** Read at once, and ahead while the bytes before are sealed: each asking of the browser costs a few milliseconds. */
const WINDOW = 4 * 2 ** 20;

/** Opens a file that was chosen in a browser, in a thread. */
export const openBlobFile: OpenFile = async ({ handle }) => {
	if (handle instanceof File) return readFrom(handle, () => stillReadable(handle));
	if (!(handle instanceof FileSystemFileHandle)) throw new CustosError('unreadable', 'the file is not at hand');
	const current = (): Promise<File> => readable(handle.getFile());
	return readFrom(await current(), current);
};

/** `now` gives the file as it is now. */
function readFrom(file: File, now: () => Promise<File>): SourceFile {
	const read = (at: number): { at: number; bytes: Promise<Uint8Array> } => {
		const bytes = readable(file.slice(at, at + WINDOW).arrayBuffer()).then((buffer) => new Uint8Array(buffer));
		// Nobody may ever ask for what was read ahead.
		bytes.catch(() => undefined);
		return { at, bytes };
	};
	let [window, ahead]: ReturnType<typeof read>[] = [];
	/** Whether anything was read since the last look. */
	let touched = false;
	return {
		async read(into, offset) {
			touched = true;
			if (offset >= file.size) return 0;
			if (window === undefined || offset < window.at || offset >= window.at + WINDOW) {
				window = ahead?.at === offset ? ahead : read(offset);
				ahead = window.at + WINDOW < file.size ? read(window.at + WINDOW) : undefined;
			}
			const from = offset - window.at;
			const bytes = (await window.bytes).subarray(from, from + into.length);
			into.set(bytes);
			return bytes.length;
		},
		async facts() {
			const { size, lastModified } = touched ? await now() : file;
			touched = false;
			return { size, modifiedMs: lastModified, inode: 0 };
		},
		async close() {
			window = undefined;
			ahead = undefined;
		},
	};
}

/** A chosen file keeps the facts of the moment it was chosen; the browser refuses to read it once it is another. */
async function stillReadable(file: File): Promise<File> {
	await readable(file.slice(0, 1).arrayBuffer());
	return file;
}

async function readable<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (cause) {
		const name = cause instanceof DOMException ? cause.name : 'unknown reason';
		// All that a browser says of a file that is another now; and of one whose name its system's language cannot write.
		if (name === 'NotReadableError')
			throw new CustosError('changed', 'the file changed while it was read, or the browser cannot read it', { cause });
		throw new CustosError('unreadable', `the file cannot be read (${name})`, { cause });
	}
}
