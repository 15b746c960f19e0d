import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { lockHome } from '../../infra/embedded/home-lock.ts';
import { restore } from '../../workers/backup/restore.ts';
import { CustosError } from '../domain/errors.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { BackupPlace, openBackupPlace } from './backup-place.ts';
import { dataFolder, isHalfRestored, notaryFolder, restoringMark, storeConfig, storeName } from './home.ts';
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
	await mkdir(dataFolder(), { recursive: true, mode: 0o700 });
	const lock = await lockHome(dataFolder(), 'a restore');
	try {
		return await besideDatabase(context, async (beside) => ({
			...(await restoreHere(beside, places)),
			second,
			silent,
		}));
	} finally {
		await lock.release();
	}
});

async function restoreHere(
	{ home, database, options, progress }: TaskContext<z.infer<typeof Options>>,
	also: readonly BlobStore[],
) {
	const [mark, again] = [restoringMark(home), await isHalfRestored(home)];
	const databaseUrl = database.url(database.superuser);
	const config = storeConfig(home, databaseUrl);
	if (again) await requireSameStore(mark, storeName(config));
	// The notary's keys come last: without them nothing in its folder is a notary's.
	if (again) await rm(notaryFolder(home), { recursive: true, force: true });
	const client = new Client({ connectionString: database.url(database.superuser, 'postgres') });
	await client.connect();
	try {
		if (again) await client.query('drop database if exists custos with (force)');
		const { rowCount } = await client.query(`select 1 from pg_database where datname = 'custos'`);
		if (rowCount === 0) await client.query('create database custos');
	} finally {
		await client.end();
	}
	const { number, logKey } = options;
	const restored = await restore({
		from: await openBackupPlace(options.from, 'read', process.env),
		also,
		databaseUrl,
		store: await openStore(config),
		notaryHome: notaryFolder(home),
		recoveryIdentity: options.recovery,
		...(number === undefined ? {} : { number }),
		...(logKey === undefined ? {} : { logKey }),
		again,
		onBegun: async () => {
			await writeFile(`${mark}.new`, storeName(config), { flush: true });
			await rename(`${mark}.new`, mark);
		},
		onProgress: (phase) => progress(phase, 1, 1),
	});
	await rm(mark, { force: true });
	return restored;
}

/** What a restore that was broken off had copied is written over, and so not in a store that it never wrote to. */
async function requireSameStore(mark: string, store: string): Promise<void> {
	const begun = await readFile(mark, 'utf8');
	if (begun !== store)
		throw new CustosError(
			'config',
			`the restore that was broken off here went into another object store (${begun}), not ${store}: set that one again, or give CUSTOS_HOME another folder and begin with an empty store`,
		);
}
