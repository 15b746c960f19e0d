import { CustosError } from '../../../domain/errors.ts';
import { saveFile } from '../../parts/save-file.ts';
import type { SavePlace } from './place.ts';
import { streamDownload } from './stream-download.ts';

/** The most that is gathered in memory where nothing better is to be had, in bytes. */
export const MEMORY_LIMIT = 512 << 20;

/** What browsers offer beyond the compiler's own library. */
interface Picker {
	showSaveFilePicker?(options: object): Promise<FileSystemFileHandle & { remove?(): Promise<void> }>;
}

/** How this browser can save: it is known before anything is asked. */
export function savingKind(): SavePlace['kind'] {
	if ('showSaveFilePicker' in window) return 'file';
	return 'serviceWorker' in navigator ? 'download' : 'memory';
}

/** Asks where to save. Must be the first thing after a click. Undefined: the person thought better of it. */
export async function choosePlace(name: string): Promise<SavePlace | undefined> {
	const picker = (window as Picker).showSaveFilePicker;
	if (picker !== undefined) return pickedPlace(picker, name);
	if (savingKind() === 'download') return { kind: 'download', ...(await streamDownload(name)) };
	return memoryPlace(name);
}

async function pickedPlace(
	pick: NonNullable<Picker['showSaveFilePicker']>,
	name: string,
): Promise<SavePlace | undefined> {
	try {
		const accept = name.endsWith('.age') ? { 'application/octet-stream': ['.age'] } : { 'application/zip': ['.zip'] };
		const types = [{ accept }];
		const handle = await pick.call(window, { suggestedName: name, types });
		return {
			kind: 'file',
			sink: await handle.createWritable(),
			finish: () => handle.getFile(),
			// The browser made an empty file when it asked.
			discard: async () => handle.remove?.(),
		};
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') return undefined;
		throw new CustosError('unreadable', 'nothing can be written at the place that was chosen', { cause: error });
	}
}

function memoryPlace(name: string): SavePlace {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	return {
		kind: 'memory',
		sink: new WritableStream({
			write(piece) {
				size += piece.length;
				if (size > MEMORY_LIMIT)
					throw new CustosError('too-large', `this browser can only hold reports of up to ${MEMORY_LIMIT} bytes`);
				pieces.push(new Uint8Array(piece));
			},
		}),
		async finish() {
			const file = new File(pieces, name, { type: 'application/zip' });
			saveFile(name, file, 'application/zip');
			return file;
		},
		async discard() {
			pieces.length = 0;
		},
	};
}
