import { spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { CustosError } from '../../src/domain/errors.ts';
import { bridged, type Command, fds, jailArguments, jailUser, type Places } from './jail.ts';
import type { Limits } from './limits.ts';
import { serveRanges } from './range-server.ts';
import { filter } from './seccomp.ts';
import type { Source } from './source.ts';
import { ToolReport } from './tool-report.ts';
import { watch } from './watchdog.ts';

/** Takes output as it comes. */
export type Taker = (chunk: Uint8Array) => void | Promise<void>;

/** One run of the jail. */
export interface Job {
	/** One program, or two, the first writing what the second reads. */
	readonly commands: readonly [Command] | readonly [Command, Command];
	readonly source: Source;
	readonly limits: Limits;
	/** Milliseconds until the whole jail is killed. */
	readonly wallMs: number;
	/** Bytes of standard output and side output together. */
	readonly maxOutput: number;
	readonly signal?: AbortSignal | undefined;
	/** Output as it comes; the program waits while a promise is pending. */
	readonly onOutput: Taker;
	/** What the only, or second, program writes to its file descriptor 3. */
	readonly onSide?: Taker;
	/** What the first of two programs writes to its file descriptor 3. */
	readonly onList?: Taker;
}

const ignore = (): void => undefined;
const STDERR_TAIL = 16 * 1024;
/** Bubblewrap tells its child's process id well before this. */
const START_MS = 5_000;
const SIGXCPU = 128 + 24;
const OUT_OF_MEMORY = /Cannot allocate memory|bad_alloc|out of memory/i;
const TOO_MANY_PIXELS = /exceeds specified max pixel count|Picture size \d+x\d+ is invalid/;

/**
 * Runs the job and resolves with the tail of standard error once the program ended well.
 * Rejects `limit` (time, memory, processes, output, pixels), `tool-failed` (with a ToolReport as cause), `no-jail` when
 * the jail did not come up, the signal's reason when aborted, or what `source.read` rejected with. Nothing of the jail
 * is left running afterwards.
 */
export async function run(places: Places, job: Job): Promise<{ stderr: string }> {
	job.signal?.throwIfAborted();
	const child = spawn(places.bwrap, jailArguments(places, bridged(job.commands, job.source.size, job.limits)), {
		stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
		env: {},
		cwd: '/',
		...jailUser(places),
	});
	let failure: unknown;
	let ready = false;
	let jail: number | undefined;
	let ended = false;
	let fallback: NodeJS.Timeout | undefined;
	const kill = (reason: unknown): void => {
		failure ??= reason;
		if (ended || (jail !== undefined && end(jail))) return;
		fallback ??= setTimeout(() => child.kill('SIGKILL'), START_MS);
	};
	const limit = (what: string): void => kill(new CustosError('limit', `${names(job)} met the limit on ${what}`));

	const exit = new Promise<number>((resolve) => {
		child.once('error', (cause) => {
			failure ??= new CustosError('no-jail', 'bubblewrap cannot be started', { cause });
			resolve(1);
		});
		child.once('exit', (code) => {
			ended = true;
			clearTimeout(fallback);
			resolve(code ?? 137);
		});
	});
	if (child.pid === undefined) {
		await exit;
		throw failure;
	}

	const pipe = (fd: number): Duplex => child.stdio[fd] as Duplex;
	serveRanges(pipe(fds.source), job.source, { ready: () => (ready = true), broken: kill });
	const started = (pid: number): void => {
		jail = pid;
		if (failure !== undefined) end(pid);
	};
	const unwatch = watch(pipe(fds.info), job.limits, { started, exceeded: limit });
	const seccomp = pipe(fds.seccomp);
	// When bubblewrap ends before it read the filter, its exit tells why.
	seccomp.on('error', () => seccomp.destroy());
	seccomp.end(filter(process.arch));
	const timer = setTimeout(limit, job.wallMs, 'time');
	const abort = (): void => kill(job.signal?.reason);
	job.signal?.addEventListener('abort', abort, { once: true });

	let produced = 0;
	let stderr = Buffer.alloc(0);
	const consume = async (stream: Readable, take: (chunk: Buffer) => void | Promise<void>): Promise<void> => {
		try {
			for await (const chunk of stream as AsyncIterable<Buffer>) {
				produced += chunk.length;
				if (produced > job.maxOutput) limit('output');
				if (failure === undefined) await take(chunk);
			}
		} catch (error) {
			kill(error);
		}
	};
	try {
		const [code] = await Promise.all([
			exit,
			consume(child.stdout as Readable, job.onOutput),
			consume(pipe(fds.side), job.onSide ?? ignore),
			consume(pipe(fds.list), job.onList ?? ignore),
			consume(child.stderr as Readable, (chunk) => {
				stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL);
			}),
		]);
		const report = { commands: job.commands, exitCode: code, stderrTail: stderr.toString('utf8') };
		if (failure !== undefined) throw withReport(failure, report);
		if (code !== 0) throw judge(names(job), ready, new ToolReport(report));
		return { stderr: report.stderrTail };
	} finally {
		clearTimeout(timer);
		unwatch();
		job.signal?.removeEventListener('abort', abort);
		for (const stream of child.stdio) stream?.destroy();
	}
}

function names(job: Job): string {
	return [...new Set(job.commands.map((one) => one.program))].join(' and ');
}

/**
 * Kills the jail's first process, and with it all the others; bubblewrap outside then ends by itself. (Killed the other
 * way round, early enough, bubblewrap would leave a child waiting for ever.) False when it is already gone.
 */
function end(jail: number): boolean {
	try {
		return process.kill(jail, 'SIGKILL');
	} catch {
		return false;
	}
}

type Report = ConstructorParameters<typeof ToolReport>[0];

function withReport(failure: unknown, report: Report): unknown {
	if (!(failure instanceof CustosError) || failure.cause !== undefined || failure.code !== 'limit') return failure;
	return new CustosError(failure.code, failure.message, { cause: new ToolReport(report) });
}

function judge(program: string, ready: boolean, cause: ToolReport): CustosError {
	const { exitCode: code, stderrTail } = cause;
	if (!ready) return new CustosError('no-jail', 'the jail for hostile files cannot be made on this machine', { cause });
	if (code === SIGXCPU) return new CustosError('limit', `${program} met the limit on processor time`, { cause });
	if (OUT_OF_MEMORY.test(stderrTail)) return new CustosError('limit', `${program} met the limit on memory`, { cause });
	if (TOO_MANY_PIXELS.test(stderrTail))
		return new CustosError('limit', `${program} met the limit on pixels`, { cause });
	return new CustosError('tool-failed', `${program} could not read this file (exit ${code})`, { cause });
}
