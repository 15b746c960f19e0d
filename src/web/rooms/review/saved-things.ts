import { type DerivedFile, derivedFiles, namesOutside } from '../../../client/case/derived-files.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Connection } from '../../../client/connection.ts';
import { type ItemEntries, openBody, original } from '../../../client/open-item.ts';
import { openPlayable } from '../../../client/play/open-playable.ts';
import { readThrough } from '../../../client/play/read-through.ts';
import type { Hex32 } from '../../../domain/ids.ts';
import { once } from '../../../domain/once.ts';

/** What of an item can be a file on this computer: `made` is everything that its examination made, in one zip. */
export type SavedThing =
	| { readonly what: 'original'; readonly size: number; readonly sha256: Hex32 }
	| { readonly what: 'made'; readonly size: number; readonly files: readonly DerivedFile[] }
	/** `size`: where it is known before it is opened. */
	| { readonly what: 'proxy'; readonly size?: number | undefined };

/** It, opened under an entry of its own. */
export interface OpenedThing {
	/** Index of that entry. */
	readonly entry: number;
	/** As of an `OpenedBody`. */
	readonly passedOver: readonly number[];
	/** Bytes of the file, where that is known before it is written. */
	readonly size?: number;
	/** No byte comes that was not authenticated; it throws at the end unless every hash there is agrees. */
	readonly pieces: AsyncIterable<Uint8Array>;
}

/** Opens it: an entry first, then the key. Rejects as `openBody` and `openPlayable` do. */
export async function openThing(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	thing: SavedThing,
	{ purpose, signal }: { purpose: string; signal: AbortSignal },
): Promise<OpenedThing> {
	if (thing.what === 'proxy') {
		const reader = await openPlayable(connection, open, item, 'proxy', purpose);
		const { opened, passedOver, size } = reader;
		return { entry: opened.index, passedOver, size, pieces: closing(readThrough(reader, signal), reader.close) };
	}
	const body = await openBody(connection, open, item, thing.what === 'made' ? 'working' : 'original', purpose);
	body.secret.fill(0);
	const common = { entry: body.opened.index, passedOver: body.passedOver };
	if (thing.what === 'original') return { ...common, size: thing.size, pieces: original(body, thing) };
	const folder = `item-${item.id.slice(0, 8)}-working-copies`;
	return { ...common, pieces: zipped(folder, () => derivedFiles(body, thing)) };
}

async function* closing<T>(pieces: AsyncIterable<T>, close: () => void): AsyncGenerator<T> {
	try {
		yield* pieces;
	} finally {
		close();
	}
}

/** The files in a zip with one folder at its top. */
async function* zipped(folder: string, open: () => ReturnType<typeof derivedFiles>): AsyncGenerator<Uint8Array> {
	const [files, { zipBag }] = await Promise.all([open(), import('../../../report/zip-sink.ts')]);
	const bag = zipBag(folder, new Date());
	const fill = async (): Promise<void> => {
		const names = namesOutside(files.map(({ about }) => about));
		for (const [i, { bytes }] of files.entries()) await bag.add(names[i] as string, once(bytes), bytes.length);
		await bag.close();
	};
	const filled = fill();
	// What goes wrong in it is read as the end of the zip; it is heard below, too.
	filled.catch((error: unknown) => bag.abort(error)).catch(() => undefined);
	const reader = bag.readable.getReader();
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
		await filled;
	} finally {
		await reader.cancel();
	}
}
