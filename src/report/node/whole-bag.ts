import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { BagReader } from '../verify/bag-reader.ts';
import { zipBag } from '../zip-sink.ts';
import { openBagFolder } from './bag-folder.ts';
import { openBagZip } from './bag-zip.ts';

/** A bag, in a folder or a zip. */
export async function openBag(path: string): Promise<BagReader> {
	return (await stat(path)).isDirectory() ? openBagFolder(path) : openBagZip(path);
}

/** A bag as one zip: as it lies there, or made of the folder. `modified`: the time of the files in it. */
export async function zipOf(path: string, modified: Date): Promise<ReadableStream<Uint8Array>> {
	if (!(await stat(path)).isDirectory()) return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
	const bag = openBagFolder(path);
	const zip = zipBag('custody-report', modified);
	const filled = (async () => {
		for (const one of (await bag.list()).sort()) await zip.add(one, bag.stream(one), await bag.size(one));
		await zip.close();
	})();
	// Whoever reads hears of it.
	filled.catch((error: unknown) => zip.abort(error));
	return zip.readable;
}
