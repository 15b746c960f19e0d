import { z } from 'zod';
import { CustosError } from '../domain/errors.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { createFilesStore } from '../store/files-store.ts';
import { namedPlace } from '../store/named-place.ts';
import { createS3Store } from '../store/s3-store.ts';

/** Where a backup lies: an absolute folder, or `s3:BUCKET` with the settings below. */
export const BackupPlace = z.string().regex(/^(\/|s3:[a-z0-9][a-z0-9.-]+$)/, 'a folder, or s3:BUCKET');

const BackupBucket = z.object({
	BACKUP_S3_ENDPOINT: z.url(),
	BACKUP_S3_REGION: z.string().default('us-east-1'),
	BACKUP_S3_ACCESS_KEY: z.string().min(1),
	BACKUP_S3_SECRET_KEY: z.string().min(1),
});

/** What backups that were cut off left in it days ago goes before the next one. */
async function openFolder(root: string, use: 'read' | 'write'): Promise<BlobStore> {
	const store = await createFilesStore({ root, readOnly: use === 'read' });
	if (use === 'write') await store.sweep();
	return store;
}

/**
 * Opens the place; a folder that fails is named (`PlaceFailed`), and one to be read is not touched. A bucket's keys are other ones
 * than the archive's own: who takes over the archive must not reach its backups.
 */
export async function openBackupPlace(
	place: string,
	use: 'read' | 'write',
	env: NodeJS.ProcessEnv,
): Promise<BlobStore> {
	if (!place.startsWith('s3:')) return namedPlace(place, openFolder(place, use));
	const settings = BackupBucket.safeParse(env);
	if (!settings.success) {
		const [issue] = settings.error.issues;
		throw new CustosError(
			'config',
			`a backup in a bucket wants the setting ${issue?.path.join('.')}: ${issue?.message}`,
		);
	}
	const store = createS3Store({
		endpoint: settings.data.BACKUP_S3_ENDPOINT,
		region: settings.data.BACKUP_S3_REGION,
		bucket: place.slice(3),
		accessKey: settings.data.BACKUP_S3_ACCESS_KEY,
		secretKey: settings.data.BACKUP_S3_SECRET_KEY,
	});
	await store.check();
	return store;
}
