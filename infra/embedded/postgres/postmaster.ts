import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CustosError } from '../../../src/domain/errors.ts';
import type { ProcessMark } from '../proc.ts';
import { hasCode, isRunning, markOf, pids, programOf, signalTo, workingFolderOf } from '../proc.ts';
import { waitUntil } from '../wait.ts';
import { program } from './binaries.ts';
import { writeAccess } from './cluster.ts';
import type { Place } from './place.ts';
import { spawnAs } from './server-user.ts';
import { port, serverSettings } from './settings.ts';
import { ensureSocketFolder } from './sockets.ts';

/** A running server. `gone` resolves when its main process has ended, for whatever reason. */
export interface Postmaster {
	mark: ProcessMark;
	socketDir: string;
	gone: Promise<void>;
}

type Log = (line: string) => void;

/**
 * The server of this data folder that an earlier, killed Custos left running, or undefined. One that runs programs
 * that were replaced since is stopped instead. What is in postmaster.pid is believed only of a process that works in
 * the data folder, as PostgreSQL's main process does: pids are reused.
 */
export async function adoptPostmaster(place: Place, log: Log): Promise<Postmaster | undefined> {
	const noted = readPidFile(place);
	const mark = noted && serves(noted.pid, place) ? markOf(noted.pid) : undefined;
	if (!noted || !mark) return undefined;
	if (programOf(mark.pid) !== realpathSync(program(place.binaries, 'postgres'))) {
		log(`PostgreSQL (process ${mark.pid}) runs other programs than those installed; restarting it`);
		await stopPostmaster(mark, place);
		return undefined;
	}
	if (!(await becomesReady(mark, place, log))) return undefined;
	log(`adopted the PostgreSQL that was still running (process ${mark.pid})`);
	return { mark, socketDir: noted.socketDir, gone: whenGone(mark) };
}

/** Starts the server and waits until it takes connections. Rejects `unavailable`, with the last word of its log. */
export async function launchPostmaster(place: Place, log: Log): Promise<Postmaster> {
	await clearLeftovers(place, log);
	const socketDir = ensureSocketFolder(place);
	forgetDeadServer(place, socketDir);
	const settings = Object.entries(serverSettings({ sockets: socketDir, ...writeAccess(place) }));
	const args = ['-D', place.data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
	const output = openLog(place.serverLog);
	// Its own session: Ctrl-C in the terminal must not stop the server before those who use it.
	const child = spawn(program(place.binaries, 'postgres'), args, {
		...spawnAs(place.user),
		detached: true,
		stdio: ['ignore', output, output],
	});
	closeSync(output);
	const gone = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	child.unref();
	const mark = child.pid === undefined ? undefined : markOf(child.pid);
	if (mark && (await becomesReady(mark, place, log))) return { mark, socketDir, gone };
	throw new CustosError('unavailable', `PostgreSQL did not start: ${lastWord(place)}`);
}

/** Fast shutdown (open transactions are rolled back); if that takes over 30 s an immediate one, which costs a recovery at the next start. */
export async function stopPostmaster(mark: ProcessMark, place: Place): Promise<void> {
	for (const [signal, graceMs] of [
		['SIGINT', 30_000],
		['SIGQUIT', 5_000],
		['SIGKILL', 5_000],
	] as const) {
		signalTo(mark, signal);
		if (await waitUntil(() => !isRunning(mark), graceMs)) break;
	}
	await clearLeftovers(place, () => undefined);
}

/** Recovery after a crash may take minutes; so this waits as long as the process lives. */
async function becomesReady(mark: ProcessMark, place: Place, log: Log): Promise<boolean> {
	const ready = (): boolean => {
		const noted = readPidFile(place);
		return noted?.pid === mark.pid && noted.status === 'ready';
	};
	while (!(await waitUntil(() => ready() || !isRunning(mark), 15_000)))
		log('PostgreSQL is not ready yet (it may be recovering)');
	return isRunning(mark);
}

/** Processes of a server that died take a moment to notice; two servers on one data folder would destroy it. */
async function clearLeftovers(place: Place, log: Log): Promise<void> {
	const leftovers = (): number[] => pids().filter((pid) => serves(pid, place));
	if (!(await waitUntil(() => leftovers().length === 0, 3_000))) {
		const marks = leftovers()
			.map(markOf)
			.filter((mark) => mark !== undefined);
		log(`ending ${marks.length} processes that a dead PostgreSQL left behind`);
		for (const mark of marks) signalTo(mark, 'SIGKILL');
		if (!(await waitUntil(() => leftovers().length === 0, 5_000)))
			throw new CustosError('unavailable', 'processes of a dead PostgreSQL do not end');
	}
}

/**
 * PostgreSQL takes any process of its own user that has the noted pid for a server: one that got the number since, or
 * the zombie of the old one where nothing collects zombies, as in many containers; and it stops at a note that a power
 * cut left empty. We know that no server is left.
 */
function forgetDeadServer(place: Place, socketDir: string): void {
	const noted = readPidFile(place);
	if (noted && !existsSync(`/proc/${noted.pid}`)) return; // PostgreSQL sees for itself that this one is dead
	const socketLock = join(socketDir, `.s.PGSQL.${port}.lock`);
	for (const path of [join(place.data, 'postmaster.pid'), socketLock]) rmSync(path, { force: true });
}

/** A process that is not our child can only be watched; this does not keep us running. */
function whenGone(mark: ProcessMark): Promise<void> {
	return new Promise((resolve) => {
		const timer = setInterval(() => {
			if (isRunning(mark)) return;
			clearInterval(timer);
			resolve();
		}, 100);
		timer.unref();
	});
}

function serves(pid: number, place: Place): boolean {
	const running = basename(programOf(pid)?.replace(/ \(deleted\)$/, '') ?? '');
	return running === 'postgres' && workingFolderOf(pid) === realpathSync(place.data);
}

/** Lines of postmaster.pid: pid, data folder, start time, port, socket folder, address, shared memory, status. */
function readPidFile(place: Place): { pid: number; socketDir: string; status: string } | undefined {
	try {
		const lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
		const pid = Number(lines[0]);
		if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
		return { pid, socketDir: lines[4] ?? '', status: lines[7]?.trim() ?? '' };
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return undefined;
		throw error;
	}
}

/** Appended to by the server itself, so that it goes on when we are gone; one older file is kept. */
function openLog(path: string): number {
	if (existsSync(path) && statSync(path).size > 1_000_000) renameSync(path, `${path}.1`);
	return openSync(path, 'a', 0o600);
}

function lastWord(place: Place): string {
	const lines = readFileSync(place.serverLog, 'utf8').trimEnd().split('\n').slice(-20);
	return lines.findLast((line) => line.includes('FATAL')) ?? lines.at(-1) ?? `see ${place.serverLog}`;
}
