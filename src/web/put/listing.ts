import type { Refused, Source } from '../../client/put/ports.ts';

/** A file that was chosen, as it was when it was listed. Its place is its path, with the chosen folder's name first. */
export interface ListedFile {
	at: string;
	path: string;
	size: number;
	modifiedMs: number;
	/** What a thread opens. */
	handle: File | FileSystemFileHandle;
}

/** One step of going through what was chosen. */
export type Listed = { file: ListedFile } | { refused: Refused };

/** All that was chosen, in the order of paths. */
export interface Listing {
	files: readonly ListedFile[];
	refused: readonly Refused[];
	bytes: number;
	/** Where the browser finds all of it again without asking; undefined where it does not, or would not find all. */
	handles?: readonly FileSystemHandle[];
	/** True of a folder's files as `<input webkitdirectory>` lists them: names that are no text are passed over in it. */
	folder?: boolean;
}

/** A file as it is listed. */
export function listedFile(path: string, file: File, handle: ListedFile['handle'] = file): ListedFile {
	return { at: path, path, size: file.size, modifiedMs: file.lastModified, handle };
}

/** What could not be looked at. */
export function unreadable(path: string): Listed {
	return { refused: { at: path, path, reason: 'unreadable' } };
}

/** What has a name that is no text: a browser gives it without one, and takes it for the folder it lies in. */
export function unnamed(under: string): Listed {
	return unreadable(`${under}\ufffd`);
}

const TOLD_EVERY = 500;

/** Goes through everything; `counted` hears now and then how much there is so far. */
export async function collect(
	steps: AsyncIterable<Listed> | Iterable<Listed>,
	counted: (files: number, bytes: number) => void,
): Promise<Listing> {
	const [files, refused]: [ListedFile[], Refused[]] = [[], []];
	const met = new Map<string, number>();
	let bytes = 0;
	for await (const step of steps) {
		const one = 'file' in step ? step.file : step.refused;
		const before = met.get(one.path) ?? 0;
		met.set(one.path, before + 1);
		// Two folders of one name may be dropped together: their files are told apart by their place.
		if (before > 0) one.at = `${one.path}\0${before}`;
		if ('refused' in step) refused.push(step.refused);
		else {
			files.push(step.file);
			bytes += step.file.size;
		}
		if ((files.length + refused.length) % TOLD_EVERY === 0) counted(files.length, bytes);
	}
	counted(files.length, bytes);
	return { files: files.sort(byPlace), refused: refused.sort(byPlace), bytes };
}

function byPlace(a: { at: string }, b: { at: string }): number {
	return a.at < b.at ? -1 : 1;
}

/** What was listed, for a put. */
export function listingSource({ files, refused }: Listing): Source {
	const handles = new Map(files.map((one) => [one.at, one.handle]));
	return {
		async *walk() {
			for (const { at, path, size, modifiedMs } of files) yield { found: { at, path, size, modifiedMs, inode: 0 } };
			for (const one of refused) yield { refused: one };
		},
		handleOf: (at) => handles.get(at),
		folderOf(at) {
			const end = at.lastIndexOf('/');
			return end <= 0 ? undefined : at.slice(0, end);
		},
	};
}
