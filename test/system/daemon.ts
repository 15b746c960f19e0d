import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that runs until it is stopped, and dies with us if we are killed. */
export interface Daemon {
	/** How it ended, once it has; with the end of what it wrote. */
	ended(): string | undefined;
	stop(): Promise<void>;
}

interface Place {
	cwd: string;
	env: NodeJS.ProcessEnv;
}

/** Starts a program. `setpriv` has the kernel kill it when this process goes, however it goes. */
export function startDaemon(program: string, args: readonly string[], place: Place): Daemon {
	const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
		...place,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said = tail(child);
	let end: string | undefined;
	const gone = new Promise<void>((resolve) => {
		child.once('error', (error) => {
			end = `${program} did not start: ${error.message}`;
			resolve();
		});
		child.once('exit', (code, signal) => {
			end = `${program} ended (${signal ?? code}): ${said()}`;
			resolve();
		});
	});
	return {
		ended: () => end,
		async stop() {
			child.kill('SIGKILL');
			await gone;
		},
	};
}

/** Runs a program to its end and returns what it printed. Throws with the end of its output if it fails. */
export async function runTool(program: string, args: readonly string[], place: Place): Promise<string> {
	const child = spawn(program, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
	const said = tail(child);
	const [code, signal] = await once(child, 'close');
	if (code !== 0) throw new Error(`${program} ${args[0] ?? ''} failed (${signal ?? code}): ${said()}`);
	return said();
}

function tail(child: ChildProcess): () => string {
	let text = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk: Buffer) => {
			text = (text + chunk.toString()).slice(-8000);
		});
	}
	return () => text.trim();
}

/** Asks again and again, 20 ms apart, until `ready` says true; fails when the daemon ends or the time is over. */
export async function waitFor(
	what: string,
	limitMs: number,
	daemon: Daemon,
	ready: () => Promise<boolean>,
): Promise<void> {
	const until = performance.now() + limitMs;
	for (;;) {
		const end = daemon.ended();
		if (end !== undefined) throw new Error(end);
		// Refused connections are what we wait to be over; the last failure is the cause if they never are.
		const failure: unknown = await ready().then(
			(yes) => (yes ? undefined : 'not ready'),
			(error: unknown) => error,
		);
		if (failure === undefined) return;
		if (performance.now() > until) throw new Error(`${what} was not ready after ${limitMs} ms`, { cause: failure });
		await delay(20);
	}
}

/** Ports of the loopback that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer().listen(0, '127.0.0.1');
			await once(server, 'listening');
			return server;
		}),
	);
	return Promise.all(
		servers.map(async (server) => {
			const address = server.address();
			if (address === null || typeof address === 'string') throw new Error('a server without a port');
			server.close();
			await once(server, 'close');
			return address.port;
		}),
	);
}
