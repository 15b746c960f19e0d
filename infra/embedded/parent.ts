import { Socket } from 'node:net';

/** Names the descriptor of the pipe that the starter of this process holds open. */
const variable = 'CUSTOS_PARENT_FD';

/**
 * Ends this process when the one that started it is gone, even by `kill -9`: the kernel then closes the other end of
 * the pipe on descriptor 3. It is told as a SIGTERM, so that the usual orderly end runs; ten seconds later by force.
 * Does nothing when there is no such pipe. Call it once, first thing.
 */
export function exitWithParent(): void {
	const descriptor = Number(process.env[variable] ?? '');
	delete process.env[variable];
	if (!Number.isSafeInteger(descriptor) || descriptor < 3) return;
	const pipe = new Socket({ fd: descriptor, readable: true, writable: false });
	pipe.on('error', () => pipe.destroy());
	pipe.on('close', () => {
		setTimeout(() => process.exit(1), 10_000).unref();
		process.kill(process.pid, 'SIGTERM');
	});
	pipe.resume();
	pipe.unref();
}

/** What to add to a child's environment when its `stdio[3]` is a pipe. */
export const parentPipe = { [variable]: '3' } as const;
