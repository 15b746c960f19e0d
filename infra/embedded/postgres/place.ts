import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CustosError } from '../../../src/domain/errors.ts';
import type { Binaries } from './binaries.ts';
import { installedBinaries, program } from './binaries.ts';
import type { ServerUser } from './server-user.ts';
import { databaseUser, serverUser, spawnAs } from './server-user.ts';

/** Where one home's cluster lies and who runs it. */
export interface Place {
	/** Ours: settings, server log, and below it what the server owns. */
	folder: string;
	/** The server's: PGDATA. */
	data: string;
	/** What the server prints. */
	serverLog: string;
	binaries: Binaries;
	user: ServerUser;
}

const shared = `/var/lib/${databaseUser}`;

/**
 * Decides where the cluster of `home` lies: in `home/postgres`; or, when root's server user cannot reach that folder,
 * in /var/lib/custos-db, with a file in `home/postgres` that says so. Throws `config`.
 */
export function placeCluster(home: string, log: (line: string) => void): Place {
	const user = serverUser();
	const near = join(realpathSync(home), 'postgres');
	mkdirSync(near, { recursive: true, mode: 0o700 });
	const binaries = reachableBinaries(user, log);
	const folder = user.asRoot ? reachableFolder(near, user, log) : near;
	return { folder, data: join(folder, 'data'), serverLog: join(folder, 'server.log'), binaries, user };
}

/** Makes a folder of mode 0700 that belongs to the server's user. */
export function makeServerFolder(path: string, user: ServerUser): void {
	mkdirSync(path, { recursive: true, mode: 0o700 });
	if (user.asRoot) chownSync(path, user.uid, user.gid);
	chmodSync(path, 0o700);
}

function reachableFolder(near: string, user: ServerUser, log: (line: string) => void): string {
	const pointer = join(near, 'elsewhere');
	if (existsSync(pointer)) {
		const folder = readFileSync(pointer, 'utf8').trim();
		if (existsSync(join(folder, 'data'))) return folder;
		throw new CustosError('config', `the database of this home should be in ${folder} and is not there`);
	}
	// The server's user may pass through the home and into this folder; it may list neither.
	for (const folder of [dirname(near), near]) chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011);
	if (canReach(near, user)) return near;
	if (existsSync(join(near, 'data')))
		throw new CustosError(
			'config',
			`the user ${user.name} can no longer reach ${near}: allow it to pass (chmod o+x) every folder above`,
		);
	// Never a name that another home at the same path could have had: its database is not this one's.
	const folder = join(shared, randomBytes(8).toString('hex'));
	mkdirSync(folder, { recursive: true });
	for (const passable of [shared, folder]) chmodSync(passable, 0o711);
	makeServerFolder(join(folder, 'data'), user);
	writeFileSync(`${pointer}.new`, `${folder}\n`, { flush: true });
	renameSync(`${pointer}.new`, pointer);
	log(`the database is in ${folder}: the user ${user.name} cannot reach ${near}`);
	return folder;
}

function reachableBinaries(user: ServerUser, log: (line: string) => void): Binaries {
	const installed = installedBinaries();
	if (!user.asRoot || runs(installed, user)) return installed;
	const copy = { ...installed, folder: join(shared, `bin-${installed.version}`) };
	if (existsSync(copy.folder) && runs(copy, user)) return copy;
	const fresh = `${copy.folder}.${process.pid}`;
	mkdirSync(shared, { recursive: true });
	chmodSync(shared, 0o711);
	cpSync(installed.folder, fresh, { recursive: true, verbatimSymlinks: true });
	allowReading(fresh);
	rmSync(copy.folder, { recursive: true, force: true });
	renameSync(fresh, copy.folder);
	log(`PostgreSQL's programs were copied to ${copy.folder}: the user ${user.name} cannot reach ${installed.folder}`);
	if (!runs(copy, user))
		throw new CustosError('config', `the user ${user.name} cannot run PostgreSQL from ${copy.folder}`);
	return copy;
}

/** Whatever the umask was when they were installed. */
function allowReading(folder: string): void {
	chmodSync(folder, 0o755);
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) allowReading(path);
		else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
	}
}

/** The programs find their libraries and the shared files can be read. */
function runs(binaries: Binaries, user: ServerUser): boolean {
	const tries: [string, string[]][] = [
		[program(binaries, 'postgres'), ['--version']],
		[program(binaries, 'initdb'), ['--version']],
		['test', ['-r', join(binaries.folder, 'share/postgresql/postgres.bki')]],
	];
	return tries.every(([command, args]) => spawnSync(command, args, { ...spawnAs(user), stdio: 'ignore' }).status === 0);
}

function canReach(folder: string, user: ServerUser): boolean {
	return spawnSync('test', ['-x', folder], { ...spawnAs(user), stdio: 'ignore' }).status === 0;
}
