import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A script of this folder, run by the same Node, after it has said its one line of JSON. */
export interface RunningScript<T> {
	process: ChildProcess;
	said: T;
	/** What it wrote to stderr so far. */
	log: string[];
	/** Sends a signal and waits for the end. */
	end(signal: NodeJS.Signals): Promise<void>;
}

/** Runs `name` with `args`; rejects with what it wrote when it ends without a word. */
export async function runScript<T>(name: string, ...args: string[]): Promise<RunningScript<T>> {
	const path = fileURLToPath(new URL(name, import.meta.url));
	const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	const log: string[] = [];
	createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
	const exit = once(child, 'exit');
	const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
	const first = await Promise.race([line, exit.then(() => undefined)]);
	if (first === undefined) throw new Error(`${name} ended: ${log.join('\n')}`);
	return {
		process: child,
		said: JSON.parse(first[0]) as T,
		log,
		async end(signal) {
			child.kill(signal);
			await exit;
		},
	};
}
