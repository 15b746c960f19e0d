import { Client } from 'pg';
import { z } from 'zod';
import { restore } from '../../workers/backup/restore.ts';
import { BackupPlace, openBackupPlace } from './backup-place.ts';
import { notaryFolder, storeConfig } from './home.ts';
import { openStore } from './store.ts';
import { runTask } from './task.ts';

const Options = z.strictObject({
	from: BackupPlace,
	also: z.array(BackupPlace).default([]),
	recovery: z.string(),
	logKey: z.string().optional(),
	number: z.number().int().min(1).optional(),
});

/** `custos restore`: an archive from a backup, on a machine without one. `npm start` then runs it. */
await runTask('nothing', Options, async ({ home, database, options, progress }) => {
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
		also: await Promise.all(options.also.map((place) => openBackupPlace(place, 'read', process.env))),
		databaseUrl,
		store: await openStore(storeConfig(home, databaseUrl)),
		notaryHome: notaryFolder(home),
		recoveryIdentity: options.recovery,
		...(number === undefined ? {} : { number }),
		...(logKey === undefined ? {} : { logKey }),
		onProgress: (phase) => progress(phase, 1, 1),
	});
});
