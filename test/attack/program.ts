import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parentPipe } from '../../infra/embedded/parent.ts';

const checkout = resolve(import.meta.dirname, '../..');

/** One of our own programs as a process of its own, which dies with us if we are killed. */
export interface Program {
	/** Its first line that says it is ready. Rejects with what it said if it ends before. */
	ready: Promise<{ [name: string]: unknown }>;
	/** How it ended: its exit code, or the signal. */
	ended: Promise<string>;
	/** What it said on standard error. */
	said(): string;
	/** SIGKILL, without waiting. */
	kill(): void;
	/** SIGKILL, and gone. */
	stop(): Promise<void>;
}

export function startProgram(file: string, env: { [name: string]: string }): Program {
	const child = spawn(process.execPath, [resolve(checkout, file)], {
		env: { PATH: process.env['PATH'], ...env, ...parentPipe },
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
	});
	let said = '';
	child.stderr?.on('data', (bytes: Buffer) => {
		said += bytes.toString();
	});
	const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
	const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
	const ready = Promise.race([
		once(lines, 'line').then(([line]) => JSON.parse(line as string) as { [name: string]: unknown }),
		ended.then((how) => Promise.reject(new Error(`${file} ended (${how}): ${said}`))),
	]);
	// Whoever waits for it hears of it; a program that is killed on purpose is nobody's failure.
	ready.catch(() => undefined);
	return {
		ready,
		ended,
		said: () => said,
		kill: () => void child.kill('SIGKILL'),
		async stop() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

export function startNotaryProgram(url: string, home: string, more: { [name: string]: string } = {}): Program {
	return startProgram('workers/notary/main.ts', { DATABASE_URL: url, NOTARY_HOME: home, ...more });
}
