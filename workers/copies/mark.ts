import { utf8 } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';

/** Lies in every second copy. */
const MARK = 'custos-second-copy';

/** False of an empty place: a new one, or the folder where a disk is not mounted. */
export async function isSecondCopy(store: BlobStore): Promise<boolean> {
	return (await store.head(MARK)) !== undefined;
}

export async function markSecondCopy(store: BlobStore): Promise<void> {
	const mark = utf8('The second copy of a Custos archive.\n');
	await store.put(MARK, mark, { size: mark.length }).catch((error: unknown) => {
		if (!isCustosError(error, 'exists')) throw error;
	});
}
