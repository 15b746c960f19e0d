import { mkdir, rename, rm } from 'node:fs/promises';
import type { Connection } from '../../client/connection.ts';
import type { Id } from '../../domain/ids.ts';
import { makeReport, type ReportWish } from '../../report/gather/make-report.ts';
import { reportAssets } from '../../report/node/assets.ts';
import { bagFolderSink } from '../../report/node/bag-folder.ts';
import { zipBag } from '../../report/zip-sink.ts';
import { newFile, notMade } from '../new-file.ts';

/** Where the bag is to be: a folder or a zip, neither of which may be there. */
export interface ReportPlace {
	path: string;
	zip: boolean;
}

/**
 * Makes a report. Folder or zip get their name when the bag is whole; until then they are PATH.part, and nothing is left of
 * that after a failure. Resolves with the report's id.
 */
export function writeReport(
	connection: Connection,
	wish: ReportWish,
	{ path, zip }: ReportPlace,
	signal: AbortSignal,
): Promise<{ report: Id; index: number }> {
	return zip ? intoZip(connection, wish, path, signal) : intoFolder(connection, wish, path);
}

async function intoFolder(connection: Connection, wish: ReportWish, path: string) {
	const part = `${path}.part`;
	// The one folder that is made here, and never the way to it; what cannot be made has not begun a report.
	// Nobody else on this computer may read it: it may hold originals, and the keys to them.
	await mkdir(part, { mode: 0o700 }).catch(notMade(part));
	try {
		const made = await makeReport(connection, wish, { sink: bagFolderSink(part), assets: await reportAssets() });
		await rename(part, path);
		return made;
	} catch (error) {
		await rm(part, { recursive: true, force: true });
		throw error;
	}
}

async function intoZip(connection: Connection, wish: ReportWish, path: string, signal: AbortSignal) {
	const file = await newFile(path);
	const bag = zipBag('custody-report', connection.now());
	const filled = file.fill(bag.readable, { signal, wrote: () => undefined });
	const made = (async () => {
		try {
			const done = await makeReport(connection, wish, { sink: bag, assets: await reportAssets() });
			await bag.close();
			return done;
		} catch (error) {
			await bag.abort(error);
			throw error;
		}
	})();
	// Both end before anything is said, so that nothing is left of the part. A file that takes no more ends the bag without
	// a reason, and what the bag breaks off for ends the file too: so it is the file that knows.
	await Promise.allSettled([filled, made]);
	await filled;
	return made;
}
