import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { superuser } from '../../infra/embedded/postgres/cluster.ts';
import { placeCluster } from '../../infra/embedded/postgres/place.ts';
import { port } from '../../infra/embedded/postgres/settings.ts';
import { ensureSocketFolder } from '../../infra/embedded/postgres/sockets.ts';
import { connectionOptions, startPostgres } from '../../infra/embedded/postgres.ts';
import { parseKeys } from '../../workers/notary/keys.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { NoteKey } from '../domain/ledger/note.ts';
import { type ApiConfig, apiConfig } from './config.ts';

/** The data folder of the archive on this machine: CUSTOS_HOME, or where the system keeps such things. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
	const { CUSTOS_HOME, XDG_DATA_HOME } = env;
	if (CUSTOS_HOME) return resolve(CUSTOS_HOME);
	if (process.getuid?.() === 0) return '/var/lib/custos';
	return join(XDG_DATA_HOME || join(homedir(), '.local/share'), 'custos');
}

/** Where the notary keeps its keys and saved head. */
export function notaryFolder(home: string): string {
	return join(home, 'notary');
}

/** The file that says that a restore into this home has begun and not ended, and into which object store. */
export function restoringMark(home: string): string {
	return join(home, 'restoring');
}

/** True if a restore was broken off before it put the notary's keys in their place, which it does last. */
export async function isHalfRestored(home: string): Promise<boolean> {
	const isThere = (path: string): Promise<boolean> =>
		access(path).then(
			() => true,
			() => false,
		);
	return (await isThere(restoringMark(home))) && !(await isThere(join(notaryFolder(home), 'keys.json')));
}

/** The log's first key, and its later ones, as the notary's own folder has them. Throws `not-found` where there is no archive. */
export async function logKeyOf(home: string): Promise<NoteKey> {
	const path = join(notaryFolder(home), 'keys.json');
	const source = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
		if (cause.code === 'ENOENT')
			throw new CustosError('not-found', `there is no archive in ${home}: set CUSTOS_HOME to its data folder`, {
				cause,
			});
		throw cause;
	});
	return parseKeys(source).key;
}

/** A way into the archive's database. */
export interface HomeDatabase {
	/** The URL for a role: `custos_auditor`, or `superuser`. */
	url(role: string, database?: string): string;
	superuser: string;
	/** Stops the server if it was started for this. */
	stop(): Promise<void>;
}

/** Connects to the database that `npm start` runs; if nothing runs, starts it for as long as it is needed. */
export async function homeDatabase(home: string, log: (line: string) => void): Promise<HomeDatabase> {
	try {
		const started = await startPostgres({ home, log });
		return database(started.socketDir, () => started.stop());
	} catch (error) {
		// Somebody supervises it already: it runs, or is just being started.
		if (!isCustosError(error, 'conflict')) throw error;
		return database(ensureSocketFolder(placeCluster(home, log)), async () => {});
	}
}

function database(socketDir: string, stop: () => Promise<void>): HomeDatabase {
	const { host } = connectionOptions({ socketDir }, { database: 'custos', user: superuser });
	return {
		superuser,
		url: (role, name = 'custos') =>
			`postgresql://${role}@/${name}?host=${encodeURIComponent(String(host))}&port=${port}`,
		stop,
	};
}

/** Which object store the settings name: a bucket at an address, or a folder. */
export function storeName({ OBJECTS, S3_BUCKET, S3_ENDPOINT }: ApiConfig): string {
	return S3_BUCKET === undefined ? `folder ${OBJECTS}` : `bucket ${S3_BUCKET} at ${S3_ENDPOINT ?? 'AWS'}`;
}

/** The settings of this home's object store: the bucket that S3_… names, else the folder beside the database. */
export function storeConfig(home: string, databaseUrl: string): ApiConfig {
	return apiConfig({ OBJECTS: join(home, 'objects'), ...process.env, DATABASE_URL: databaseUrl });
}
