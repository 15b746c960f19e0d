import { openAsBlob } from 'node:fs';
import type { BagReader } from '../verify/bag-reader.ts';
import { openZip } from '../verify/zip-bag.ts';

/** A bag in a zip file, read in place. */
export async function openBagZip(path: string): Promise<BagReader> {
	return openZip(await openAsBlob(path));
}
