import { isSecondCopy } from '../../workers/copies/mark.ts';
import { isCustosError } from '../domain/errors.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { createFilesStore } from '../store/files-store.ts';
import { openBackupPlace } from './backup-place.ts';
import { openSecondBucket } from './bucket.ts';
import { secondConfig } from './config.ts';
import { NothingNewer } from './nothing-newer.ts';

/**
 * Who is asked what was expunged after a backup: the places that were named, and the second copy that the settings name, which is
 * only read. Throws `NothingNewer` where nobody could be asked, or that copy does not answer, or nothing lies in its place (its disk may not
 * be mounted); with `nothingNewer` it is then not asked, and is `silent`.
 */
export async function newerPlaces(
	{ also, nothingNewer }: { also: readonly string[]; nothingNewer: boolean },
	env: NodeJS.ProcessEnv,
): Promise<{ places: BlobStore[]; second: string | null; silent: string | null }> {
	const places = await Promise.all(also.map((place) => openBackupPlace(place, 'read', env)));
	const named = await secondOf(env);
	if (named === undefined) {
		if (places.length === 0 && !nothingNewer) throw new NothingNewer(null);
		return { places, second: null, silent: null };
	}
	const [there, cause] = await answers(named.store);
	if (there) return { places: [...places, named.store], second: named.place, silent: null };
	if (!nothingNewer) throw new NothingNewer(named.place, cause);
	return { places, second: null, silent: named.place };
}

async function secondOf(env: NodeJS.ProcessEnv): Promise<{ place: string; store: BlobStore } | undefined> {
	const config = secondConfig(env);
	const bucket = openSecondBucket(config);
	if (bucket !== undefined) return { place: `s3:${config.SECOND_S3_BUCKET}`, store: bucket };
	const root = config.SECOND_OBJECTS;
	return root === undefined ? undefined : { place: root, store: await createFilesStore({ root, readOnly: true }) };
}

async function answers(store: BlobStore): Promise<[there: boolean, cause?: unknown]> {
	try {
		return [await isSecondCopy(store)];
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return [false, error];
	}
}
