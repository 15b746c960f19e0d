import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noteNotFound } from '../../../src/app/not-found.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { storeIdentity } from '../../../src/client/identity.ts';
import type { BlobStore } from '../../../src/store/blob-store.ts';
import { createFilesStore } from '../../../src/store/files-store.ts';
import { lateStore } from '../../../src/store/late-store.ts';
import { pairedStore } from '../../../src/store/paired-store.ts';
import { type Program, startProgram } from '../../attack/program.ts';
import { type Live, startLive } from '../live.ts';
import { databaseUrl } from '../postgres-url.ts';

/** An archive whose API has a second copy behind its objects; the process that looks after them is started by the test. */
export interface LiveWithSecond extends Live {
	/** Where objects are written. */
	first: BlobStore;
	second: BlobStore;
	/** Folder of the second copy. */
	secondFolder: string;
	/** Starts the process that looks after objects, in this worker's name. */
	lookAfter(worker: Connection, env?: { [name: string]: string }): Promise<Program>;
}

export async function startWithSecond(): Promise<LiveWithSecond> {
	let started: Live | undefined;
	let first: BlobStore | undefined;
	const second = lateStore(() => createFilesStore({ root: join((started as Live).folder, 'second') }));
	const live = await startLive({
		wrapStore: (files) => {
			first = files;
			return pairedStore(files, {
				second,
				onMissing: (key) => noteNotFound((started as Live).context.db, key),
			});
		},
	});
	started = live;
	const secondFolder = join(live.folder, 'second');
	await mkdir(secondFolder);
	return {
		...live,
		first: first as BlobStore,
		second,
		secondFolder,
		async lookAfter(worker, env = {}) {
			const home = join(live.folder, 'worker');
			await mkdir(home, { recursive: true });
			await writeFile(join(home, 'identity.json'), JSON.stringify(storeIdentity(worker.identity)));
			await writeFile(join(home, 'pin.json'), JSON.stringify(live.pin));
			const program = startProgram('src/entry/copies.ts', {
				DATABASE_URL: databaseUrl({ ...live.database.connection, user: 'custos_api' }),
				OBJECTS: join(live.folder, 'objects'),
				SECOND_OBJECTS: secondFolder,
				SERVER: live.server,
				WORKER_HOME: home,
				REHASH_DAYS: '0',
				REHASH_SHARE: '100',
				...env,
			});
			await program.ready;
			return program;
		},
	};
}
