import { lstatSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Limits } from './limits.ts';

/** Where things lie inside the jail, whatever their place outside. */
export const inside = {
	node: '/jail/node',
	bridge: '/jail/bridge.mjs',
	prlimit: '/jail/prlimit',
	ffmpeg: '/jail/ffmpeg',
	ffprobe: '/jail/ffprobe',
} as const;

/** A program of the jail and its arguments. */
export interface Command {
	readonly program: 'ffmpeg' | 'ffprobe';
	readonly args: readonly string[];
}

/** Programs outside, absolute paths. */
export interface Places {
	readonly bwrap: string;
	readonly prlimit: string;
	readonly node: string;
	readonly ffmpeg: string;
	readonly ffprobe: string;
}

/** The jail's file descriptors: standard input is empty, 1 and 2 are the program's. */
export const fds = { source: 3, side: 4, seccomp: 5, info: 6, list: 7 } as const;

/** The bridge listens here, on the loopback of the jail's own network: the only address there is. */
export const PORT = 8000;
export const INPUT = `http://127.0.0.1:${PORT}/input`;

const SCRATCH = 16 * 1024 * 1024;
const NOBODY = '65534';
const bridgePath = fileURLToPath(new URL('./bridge.mjs', import.meta.url));

/**
 * Arguments for bubblewrap: new user, mount, network, process, host-name and message namespaces; no capability; empty
 * environment; libraries and five programs read-only; 16 MiB of scratch; no /proc, no /sys, of /dev only /dev/null.
 */
export function jailArguments(places: Places, command: readonly string[]): string[] {
	return [
		'--unshare-all',
		'--unshare-user',
		'--uid',
		NOBODY,
		'--gid',
		NOBODY,
		'--hostname',
		'jail',
		'--die-with-parent',
		'--new-session',
		'--cap-drop',
		'ALL',
		'--clearenv',
		'--seccomp',
		String(fds.seccomp),
		'--info-fd',
		String(fds.info),
		...libraries(places),
		'--ro-bind-try',
		'/etc/ld.so.cache',
		'/etc/ld.so.cache',
		'--ro-bind-try',
		'/etc/alternatives',
		'/etc/alternatives',
		'--dev-bind',
		'/dev/null',
		'/dev/null',
		'--size',
		String(SCRATCH),
		'--tmpfs',
		'/tmp',
		'--ro-bind',
		places.node,
		inside.node,
		'--ro-bind',
		bridgePath,
		inside.bridge,
		'--ro-bind',
		places.prlimit,
		inside.prlimit,
		'--ro-bind',
		places.ffmpeg,
		inside.ffmpeg,
		'--ro-bind',
		places.ffprobe,
		inside.ffprobe,
		'--remount-ro',
		'/',
		'--chdir',
		'/tmp',
		'--',
		...command,
	];
}

/** The command in the jail: the bridge, which runs the programs under resource limits. `size` of the input, in bytes. */
export function bridged(commands: readonly Command[], size: number, limits: Limits): string[] {
	const seconds = Math.ceil(limits.cpuMs / 1000);
	const programs = commands.map(({ program, args }) => [
		inside.prlimit,
		`--as=${limits.memory}`,
		`--cpu=${seconds}:${seconds + 2}`,
		`--fsize=${SCRATCH}`,
		`--nofile=${limits.files}`,
		`--nproc=${limits.processes}`,
		'--core=0',
		inside[program],
		...args,
	]);
	return [inside.node, '--v8-pool-size=1', inside.bridge, JSON.stringify({ size, port: PORT, programs })];
}

/** The folders of shared libraries, as links or folders as they are on this machine. */
function libraries(places: Places): string[] {
	const args: string[] = [];
	for (const folder of ['/usr/lib', '/usr/lib32', '/usr/lib64', '/lib', '/lib32', '/lib64']) {
		const there = lstatSync(folder, { throwIfNoEntry: false });
		if (there?.isSymbolicLink()) args.push('--symlink', readlinkSync(folder), folder);
		else if (there?.isDirectory()) args.push('--ro-bind', folder, folder);
	}
	if (dirname(places.ffmpeg) === '/usr/local/bin') args.push('--ro-bind-try', '/usr/local/lib', '/usr/local/lib');
	return args;
}

/**
 * The user to start bubblewrap as. Root becomes nobody where nobody can reach what the jail shows, so that even the
 * user outside the jail is powerless; otherwise, and for ordinary users, nothing changes.
 */
export function jailUser(places: Places): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const shown = [places.node, places.prlimit, places.ffmpeg, places.ffprobe, places.bwrap, bridgePath];
	return shown.every(reachableByAll) ? { uid: Number(NOBODY), gid: Number(NOBODY) } : undefined;
}

function reachableByAll(path: string): boolean {
	const there = lstatSync(path, { throwIfNoEntry: false });
	if (there === undefined || (!there.isSymbolicLink() && (there.mode & (there.isDirectory() ? 0o1 : 0o4)) === 0))
		return false;
	return path === '/' || reachableByAll(dirname(path));
}
