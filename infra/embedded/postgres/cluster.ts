import { spawn } from 'node:child_process';
import {
	chmodSync,
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CustosError } from '../../../src/domain/errors.ts';
import { program } from './binaries.ts';
import type { Place } from './place.ts';
import { makeServerFolder } from './place.ts';
import { currentUser, spawnAs } from './server-user.ts';

/** The database role with all rights; only for setting up roles and for tests. */
export const superuser = 'postgres';

const majorVersion = '18';

/** Makes the cluster if there is none; checks that it is ours to run if there is. Throws `config`, `disk-full`. */
export async function ensureCluster(place: Place): Promise<void> {
	if (existsSync(join(place.data, 'PG_VERSION'))) return checkCluster(place);
	// Made beside and moved in place when whole: a start that was cut off leaves nothing half made.
	const fresh = join(place.folder, 'data.new');
	rmSync(fresh, { recursive: true, force: true });
	makeServerFolder(fresh, place.user);
	await initdb(place, fresh);
	renameSync(fresh, place.data);
	syncFolder(place.folder);
}

/**
 * Writes who may connect: over the unix socket, the system users named here, whose names the kernel vouches for (peer).
 * These files are ours, not the server's.
 */
export function writeAccess(place: Place): { hba: string; ident: string } {
	const hba = join(place.folder, 'hba.conf');
	const ident = join(place.folder, 'ident.conf');
	const users = new Set([currentUser().name, place.user.name]);
	writeFileSync(hba, 'local all all peer map=custos\n');
	writeFileSync(ident, [...users].map((name) => `custos "${name}" all\n`).join(''));
	for (const file of [hba, ident]) chmodSync(file, 0o644);
	return { hba, ident };
}

function checkCluster(place: Place): void {
	const version = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim();
	if (version !== majorVersion) {
		throw new CustosError(
			'config',
			`the database in ${place.data} is PostgreSQL ${version}; this Custos runs ${majorVersion}`,
		);
	}
	const { uid } = statSync(place.data);
	if (uid === place.user.uid) return;
	throw new CustosError(
		'config',
		`the database in ${place.data} belongs to user id ${uid}, not to ${place.user.name} (${place.user.uid})`,
	);
}

function initdb(place: Place, folder: string): Promise<void> {
	const args = [
		`--pgdata=${folder}`,
		`--username=${superuser}`,
		'--encoding=UTF8',
		// The C library's locales differ between systems; the built-in one does not.
		'--locale=C',
		'--locale-provider=builtin',
		'--builtin-locale=C.UTF-8',
		'--data-checksums',
		'--auth-local=peer',
		'--auth-host=reject',
		'--no-instructions',
	];
	return new Promise((resolve, reject) => {
		const child = spawn(program(place.binaries, 'initdb'), args, {
			...spawnAs(place.user),
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let said = '';
		child.stderr.on('data', (data: Buffer) => {
			said = (said + data.toString('utf8')).slice(-20_000);
		});
		child.on('error', (cause) => reject(new CustosError('config', 'initdb could not be started', { cause })));
		child.on('close', (code) => {
			if (code === 0) return resolve();
			const full = said.includes('No space left on device');
			const what = full ? 'there is no room for the database' : `initdb failed (${code})`;
			reject(new CustosError(full ? 'disk-full' : 'config', `${what}: ${causeOf(said)}`));
		});
	});
}

/** The line that says why initdb failed: not the last one, which tells that it cleared away what it had made. */
export function causeOf(said: string): string | undefined {
	const lines = said.trim().split('\n');
	const line = [/No space left on device/, /\b(PANIC|FATAL|error):/, /./].flatMap(
		(sign) => lines.find((one) => sign.test(one)) ?? [],
	);
	return line[0]?.trim();
}

function syncFolder(path: string): void {
	const folder = openSync(path, 'r');
	fsyncSync(folder);
	closeSync(folder);
}
