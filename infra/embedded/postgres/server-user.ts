import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { CustosError } from '../../../src/domain/errors.ts';

/** The system's user PostgreSQL runs as. `asRoot`: we are root, the server is not. */
export interface ServerUser {
	name: string;
	uid: number;
	gid: number;
	asRoot: boolean;
}

/** The user that owns databases when Custos is started by root: PostgreSQL refuses to run as root. */
export const databaseUser = 'custos-db';

/** Ourselves; or, for root, the system user `custos-db`, created when missing. Throws `config`. */
export function serverUser(): ServerUser {
	const self = currentUser();
	if (self.uid !== 0) return { ...self, asRoot: false };
	const found = lookUp() ?? create();
	if (found.uid === 0) throw new CustosError('config', `the user ${databaseUser} must not be root`);
	return { name: databaseUser, ...found, asRoot: true };
}

/** Name and ids of the user this process runs as. */
export function currentUser(): { name: string; uid: number; gid: number } {
	try {
		const { username, uid, gid } = userInfo();
		return { name: username, uid, gid };
	} catch (cause) {
		throw new CustosError(
			'config',
			`user id ${process.getuid?.()} has no name on this system, which PostgreSQL needs: add it to /etc/passwd`,
			{
				cause,
			},
		);
	}
}

/** Options for child_process that drop root's rights; nothing of the environment is passed on. */
export function spawnAs(user: ServerUser): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
	const env = { PATH: '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
	return { cwd: '/', env, ...(user.asRoot ? { uid: user.uid, gid: user.gid } : {}) };
}

function lookUp(): { uid: number; gid: number } | undefined {
	const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, databaseUser], { encoding: 'utf8' }));
	if (uid?.status !== 0 || gid?.status !== 0) return undefined;
	return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(): { uid: number; gid: number } {
	const ways: [string, string[]][] = [
		[
			'useradd',
			[
				'--system',
				'--user-group',
				'--no-create-home',
				'--home-dir',
				'/nonexistent',
				'--shell',
				'/usr/sbin/nologin',
				databaseUser,
			],
		],
		['adduser', ['--system', '--group', '--no-create-home', '--disabled-login', databaseUser]],
	];
	for (const [command, args] of ways) {
		spawnSync(command, args, { stdio: 'ignore' });
		// Two starts at once may both try; what counts is that the user is there.
		const found = lookUp();
		if (found) return found;
	}
	throw new CustosError(
		'config',
		`the system user ${databaseUser} could not be created: create it, or start Custos as an ordinary user`,
	);
}
