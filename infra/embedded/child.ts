import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parentPipe } from './parent.ts';
import type { ProcessMark } from './proc.ts';
import { markOf } from './proc.ts';

/** A process to keep running. */
export interface ProcessSpec {
	/** One word, for the log. */
	name: string;
	command: string;
	args: readonly string[];
	env?: NodeJS.ProcessEnv;
	/** When it counts as started: a line it prints matches, or the promise resolves. Without it: at once. */
	ready?: RegExp | ((signal: AbortSignal) => Promise<void>);
}

/** How a child ended: with an exit code, or by a signal. */
export interface Ending {
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** One run of a spec. */
export interface Child {
	process: ChildProcess;
	mark: ProcessMark | undefined;
	ended: Promise<Ending>;
	/** Resolves true once ready, false if it ended before. */
	ready: Promise<boolean>;
}

/**
 * Starts a process in a session of its own (the terminal's Ctrl-C does not reach it), with what it prints going line by
 * line to `log`, and with a pipe on descriptor 3 that closes when we are gone (parent.ts).
 */
export function startChild(spec: ProcessSpec, log: (line: string) => void): Child {
	const child = spawn(spec.command, spec.args, {
		env: { ...(spec.env ?? process.env), ...parentPipe },
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		detached: true,
	});
	const ended = new Promise<Ending>((resolve) => {
		child.once('exit', (code, signal) => resolve({ code, signal }));
		child.once('error', (error) => {
			log(`could not be started: ${error.message}`);
			resolve({ code: 127, signal: null });
		});
	});
	const printed = new Promise<void>((resolve) => {
		for (const stream of [child.stdout, child.stderr]) {
			if (!stream) continue;
			createInterface({ input: stream }).on('line', (line) => {
				log(line);
				if (spec.ready instanceof RegExp && spec.ready.test(line)) resolve();
			});
		}
	});
	child.stdio[3]?.on('error', () => undefined); // it never carries anything; its end is told by `ended`
	const ready = becomesReady(spec, printed, ended).catch((error: unknown) => {
		log(`did not become ready: ${error instanceof Error ? error.message : String(error)}`);
		child.kill('SIGKILL');
		return false;
	});
	return { process: child, mark: child.pid === undefined ? undefined : markOf(child.pid), ended, ready };
}

async function becomesReady(spec: ProcessSpec, printed: Promise<void>, ended: Promise<Ending>): Promise<boolean> {
	if (spec.ready === undefined) return true;
	const over = new AbortController();
	const started = spec.ready instanceof RegExp ? printed : spec.ready(over.signal);
	started.catch(() => undefined); // heard by the race unless the child ended first
	try {
		return await Promise.race([started.then(() => true), ended.then(() => false)]);
	} finally {
		over.abort();
	}
}
