import { CustosError } from '../../../domain/errors.ts';
import { openDropped } from '../../../report/verify/dropped-files.ts';
import {
	bagSource,
	type Compared,
	compareSources,
	keyNamed,
	type Source,
	textSource,
} from '../../../report/verify/two-histories.ts';
import { openZip } from '../../../report/verify/zip-bag.ts';
import type { Picked } from './picked.ts';

/** Receipts of an archive's whole life; larger files of text are none. */
const LARGEST = 200_000_000;

/**
 * Holds a bag against another bag, a checkpoint, receipts, or what a witness kept, under the key that the bag names.
 * Throws `bad-key` for a bag of another log, `bad-proof` where something does not verify under that key.
 */
export async function comparePicked(bag: Picked['source'], other: Picked['source']): Promise<Compared> {
	const sources = await Promise.all([bag, other].map(sourceOf));
	return compareSources(sources, keyNamed(sources));
}

async function sourceOf(source: Picked['source']): Promise<Source> {
	if ('files' in source) return bagSource(openDropped(source.files));
	const { zip } = source;
	if ((await zip.slice(0, 2).text()) === 'PK') return bagSource(openZip(zip));
	if (zip.size > LARGEST) throw new CustosError('too-large', 'this file is too large for a checkpoint or for receipts');
	return textSource(await zip.text());
}
