import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Runs Node 24 with `args` in this process's place: same terminal, folder, signals and exit code. The child also gets
 * a pipe on descriptor 3 that closes when this process is gone (see infra/embedded/parent.ts).
 */
export function launch(root, args) {
	const bin = join(root, 'node_modules/.bin');
	// Compiled once, the program starts in half the time; where the folder cannot be written Node does without.
	const cache = process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/compile');
	const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
	// Each thread with an allocator's arena of its own holds on to a fifth more memory than two arenas for all.
	const arenas = process.env.MALLOC_ARENA_MAX ?? '2';
	const env = {
		...process.env,
		PATH: path,
		NODE_COMPILE_CACHE: cache,
		MALLOC_ARENA_MAX: arenas,
		CUSTOS_PARENT_FD: '3',
	};
	const child = spawn(join(bin, 'node'), args, { env, stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
		process.on(signal, () => {
			// The terminal itself sends these to the whole foreground group; once is enough.
			if (process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
			child.kill(signal);
		});
	}
	child.on('error', (error) => {
		process.stderr.write(`custos: Node 24 could not be started (${error.code})\n`);
		process.exit(126);
	});
	child.on('exit', (code, signal) => {
		process.exit(signal ? 128 + constants.signals[signal] : code);
	});
}
