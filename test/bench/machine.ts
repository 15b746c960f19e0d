import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running start of Custos for benches and for trying: the real processes on a private home. */
export interface Started {
	server: string;
	code: string;
	home: string;
	stop(): Promise<void>;
}

const checkout = join(import.meta.dirname, '../..');

/** `npm start` on a fresh home and a free port. */
export async function startCustos(env: NodeJS.ProcessEnv = {}): Promise<Started> {
	const home = await mkdtemp(join(tmpdir(), 'custos-bench-'));
	const child = spawn(process.execPath, [join(checkout, 'src/entry/start.ts')], {
		env: { ...process.env, CUSTOS_HOME: home, PORT: String(20_000 + Math.floor(Math.random() * 20_000)), ...env },
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
	for await (const line of createInterface({ input: child.stdout })) {
		if (!line.startsWith('{"ready":"custos"')) continue;
		const { address, code } = JSON.parse(line) as { address: string; code: string };
		return {
			server: address,
			code,
			home,
			async stop() {
				child.kill('SIGTERM');
				await ended;
				await rm(home, { recursive: true, force: true });
			},
		};
	}
	throw new Error('Custos did not start');
}

/** Runs a command to its end; seconds it took. Throws when it fails. */
export async function time(
	command: string,
	args: readonly string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<number> {
	const begun = performance.now();
	await output(command, args, options);
	return (performance.now() - begun) / 1000;
}

/** What a command prints. */
export async function output(
	command: string,
	args: readonly string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<string> {
	const child = spawn(command, args, {
		...(options.cwd ? { cwd: options.cwd } : {}),
		env: { ...process.env, ...options.env },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdin.on('error', () => undefined); // whoever ends without reading it is judged by its exit code
	child.stdin.end(options.input ?? '');
	let [out, err] = ['', ''];
	child.stdout.on('data', (piece: Buffer) => {
		out += piece.toString();
	});
	child.stderr.on('data', (piece: Buffer) => {
		err = (err + piece.toString()).slice(-2000);
	});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	if (code !== 0) throw new Error(`${command} ended with ${code}: ${err}`);
	return out;
}
