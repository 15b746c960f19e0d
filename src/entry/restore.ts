import { Client } from 'pg';
import { z } from 'zod';
import { restore } from '../../workers/backup/restore.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { BackupPlace, openBackupPlace } from './backup-place.ts';
import { notaryFolder, storeConfig } from './home.ts';
import { newerPlaces } from './newer-places.ts';
import { openStore } from './store.ts';
import { besideDatabase, runPlainTask, type TaskContext } from './task.ts';

const Options = z.strictObject({
	from: BackupPlace,
	also: z.array(BackupPlace).default([]),
	nothingNewer: z.boolean().default(false),
	recovery: z.string(),
	logKey: z.string().optional(),
	number: z.number().int().min(1).optional(),
});

/** `custos restore`: an archive from a backup, on a machine without one. `npm start` then runs it. */
await runPlainTask(Options, async (context) => {
	// Before a database is made: it is asked first, and may have to be typed again.
	const { places, second, silent } = await newerPlaces(context.options, process.env);
	return besideDatabase(context, async (beside) => ({ ...(await restoreHere(beside, places)), second, silent }));
});

async function restoreHere(
	{ home, database, options, progress }: TaskContext<z.infer<typeof Options>>,
	also: readonly BlobStore[],
) {
	const client = new Client({ connectionString: database.url(database.superuser, 'postgres') });
	await client.connect();
	try {
		const { rowCount } = await client.query(`select 1 from pg_database where datname = 'custos'`);
		if (rowCount === 0) await client.query('create database custos');
	} finally {
		await client.end();
	}
	const databaseUrl = database.url(database.superuser);
	const { number, logKey } = options;
	return restore({
		from: await openBackupPlace(options.from, 'read', process.env),
		also,
		databaseUrl,
		store: await openStore(storeConfig(home, databaseUrl)),
		notaryHome: notaryFolder(home),
		recoveryIdentity: options.recovery,
		...(number === undefined ? {} : { number }),
		...(logKey === undefined ? {} : { logKey }),
		onProgress: (phase) => progress(phase, 1, 1),
	});
}
