import { CustosError, isCustosError } from '../../domain/errors.ts';
import { NoRoomHere } from './no-room-here.ts';
import type { Offered, SavePlace } from './place.ts';
import { saveFile } from './save-file.ts';
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
export async function choosePlace(offered: Offered): Promise<SavePlace | undefined> {
	const picker = (window as Picker).showSaveFilePicker;
	if (picker !== undefined) return pickedPlace(picker, offered);
	if (savingKind() === 'download') return { kind: 'download', ...(await streamDownload(offered)) };
	return memoryPlace(offered);
}

/** What a browser throws when it cannot write, by our own names. */
export function whyNotWritten(error: unknown): unknown {
	if (isCustosError(error) || !(error instanceof DOMException)) return error;
	if (error.name === 'QuotaExceededError') return new NoRoomHere(error);
	return new CustosError('unreadable', 'it could not be written at that place', { cause: error });
}

/** The browser made an empty file when it asked. One that cannot be taken away is harmless, and the page says that it may lie there. */
async function takeAway(handle: { remove?(): Promise<void> }): Promise<void> {
	await handle.remove?.().catch(() => undefined);
}

async function pickedPlace(
	pick: NonNullable<Picker['showSaveFilePicker']>,
	{ name, type, ending }: Offered,
): Promise<SavePlace | undefined> {
	try {
		const types = ending === undefined ? {} : { types: [{ accept: { [type]: [ending] } }] };
		const handle = await pick.call(window, { suggestedName: name, ...types });
		return {
			kind: 'file',
			sink: await handle.createWritable(),
			finish: () => handle.getFile(),
			discard: () => takeAway(handle),
		};
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') return undefined;
		throw new CustosError('unreadable', 'nothing can be written at the place that was chosen', { cause: error });
	}
}

function memoryPlace({ name, type }: Offered): SavePlace {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	return {
		kind: 'memory',
		sink: new WritableStream({
			write(piece) {
				size += piece.length;
				if (size > MEMORY_LIMIT)
					throw new CustosError('too-large', `this browser can only hold files of up to ${MEMORY_LIMIT} bytes`);
				pieces.push(new Uint8Array(piece));
			},
		}),
		async finish() {
			const file = new File(pieces, name, { type });
			saveFile(name, file, type);
			return file;
		},
		async discard() {
			pieces.length = 0;
		},
	};
}
