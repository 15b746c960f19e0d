import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { giveUp, say } from './say.mjs';

/** Program → Debian package. */
const tools = { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', bwrap: 'bubblewrap', prlimit: 'util-linux' };

/** Finds the system's tools, installs what is missing when it may, or says the one command that does and ends. */
export function ensureSystemTools() {
	const packages = missingPackages();
	if (packages.length === 0) return;
	if (!onPath('apt-get'))
		giveUp(`these are missing: ${packages.join(', ')}. Install them with this system's package tool.`);
	if (process.getuid() !== 0)
		giveUp('some tools of the system are missing. Run this once, then try again:', `  ${asRoot(packages)}`);
	say(`installing ${packages.join(' and ')} with apt-get (once)`);
	const apt = [
		['-q', 'update'],
		['-q', 'install', '-y', '--no-install-recommends', ...packages],
	];
	for (const args of apt) {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		const result = spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
		// A failed update may still leave lists that are good enough; the installation decides.
		if (result.status === 0 || args.includes('update')) continue;
		giveUp(result.stderr.trim(), `\`apt-get ${args.join(' ')}\` failed.`);
	}
	const still = missingPackages();
	if (still.length > 0) giveUp(`apt-get succeeded and yet these are missing: ${still.join(', ')}.`);
}

/** The one command: a fresh machine may have neither lists of packages nor sudo. */
function asRoot(packages) {
	const become = onPath('sudo') ? 'sudo sh -c' : 'su - -c';
	return `${become} 'apt-get update && apt-get install -y ${packages.join(' ')}'`;
}

/**
 * Tries the jail that hostile files are opened in. Without one Custos still takes files in and keeps them, and refuses
 * to examine them; so this warns and goes on.
 */
export function checkJail() {
	const jail = ['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', 'true'];
	const result = spawnSync('bwrap', jail, { encoding: 'utf8' });
	if (result.status === 0) return;
	say(`the jail for hostile files does not work here: ${(result.stderr || String(result.error)).trim()}`);
	say('files will be taken in and kept, but not examined, until user namespaces are allowed:');
	say('  on Debian:          sudo sysctl -w kernel.unprivileged_userns_clone=1');
	say('  on Ubuntu:          sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0');
	say('  in Docker, Podman:  run with --security-opt seccomp=unconfined --security-opt apparmor=unconfined');
}

function missingPackages() {
	return [
		...new Set(
			Object.keys(tools)
				.filter((tool) => !onPath(tool))
				.map((tool) => tools[tool]),
		),
	];
}

function onPath(program) {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return folder !== '';
		} catch {
			return false;
		}
	});
}
