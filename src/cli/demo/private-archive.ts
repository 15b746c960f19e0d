import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CustosError } from '../../domain/errors.ts';

const START = fileURLToPath(new URL('../../entry/start.ts', import.meta.url));
const Ready = z.object({ ready: z.literal('custos'), address: z.string(), code: z.string() });

/** An archive for one demonstration: all its processes, in a folder that goes with it. */
export interface PrivateArchive {
	/** Where people's folders go. */
	folder: string;
	address: string;
	/** What `npm start` prints for the first steward. */
	code: string;
	/** Ends every process and removes what they wrote. */
	stop(): Promise<void>;
}

/** Starts the archive just as `npm start` does, on a free port. Throws `unavailable` with what it said. */
export async function startPrivateArchive(): Promise<PrivateArchive> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-demo-'));
	const home = join(folder, 'archive');
	await mkdir(home, { mode: 0o700 });
	const child = spawn(process.execPath, [START], {
		env: { ...process.env, CUSTOS_HOME: home, PORT: String(await freePort()) },
		// In a session of its own, so that Ctrl-C at the terminal reaches the demonstration alone and it ends in order.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said: string[] = [];
	const stop = async (): Promise<void> => {
		await end(child);
		const database = /the database is in (\/\S+):/.exec(said.join(''))?.[1];
		if (database !== undefined) await rm(database, { recursive: true, force: true });
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const { address, code } = await ready(child, said);
		return { folder, address, code, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function ready(child: ChildProcess, said: string[]): Promise<z.infer<typeof Ready>> {
	return new Promise((resolve, reject) => {
		const hear = (data: Buffer): void => {
			said.push(data.toString());
			const line = /^\{"ready":"custos".*\}$/m.exec(said.join(''));
			if (line !== null) resolve(Ready.parse(JSON.parse(line[0])));
		};
		child.stdout?.on('data', hear);
		child.stderr?.on('data', hear);
		child.once('error', (cause) =>
			reject(new CustosError('unavailable', 'the archive could not be started', { cause })),
		);
		child.once('exit', () => reject(new CustosError('unavailable', `the archive did not start:\n${said.join('')}`)));
	});
}

async function end(child: ChildProcess): Promise<void> {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill('SIGTERM');
	await ended;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	if (address === null || typeof address === 'string') throw new CustosError('internal', 'a server without a port');
	return address.port;
}
