import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { CustosError } from '../../src/domain/errors.ts';

/** A process beyond doubt: pids are reused, the start time (in clock ticks since boot) and the boot tell them apart. */
export interface ProcessMark {
	pid: number;
	startTicks: number;
	boot: string;
}

/** This boot's random id. Linux only. */
export function bootId(): string {
	return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The mark of a running process, or undefined if there is none with this pid (a zombie counts as gone). */
export function markOf(pid: number): ProcessMark | undefined {
	const stat = readProc(pid, 'stat');
	if (stat === undefined) return undefined;
	// The program's name stands in parentheses and may hold anything; the fields follow the last one.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [state, startTicks] = [fields[0], Number(fields[19])];
	if (state === 'Z' || state === 'X' || !Number.isSafeInteger(startTicks)) return undefined;
	return { pid, startTicks, boot: bootId() };
}

/** True while the very process of this mark runs. */
export function isRunning(mark: ProcessMark): boolean {
	const now = markOf(mark.pid);
	return now !== undefined && now.startTicks === mark.startTicks && now.boot === mark.boot;
}

/** The folder a process works in, or undefined when it is gone or not ours to see. */
export function workingFolderOf(pid: number): string | undefined {
	return readProcLink(pid, 'cwd');
}

/** The program a process runs; ends in ` (deleted)` when its file was replaced. */
export function programOf(pid: number): string | undefined {
	return readProcLink(pid, 'exe');
}

/** All pids now. */
export function pids(): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number);
}

/** Sends a signal to the very process of this mark; false when it is gone. Rejects `internal` when it is not ours. */
export function signalTo(mark: ProcessMark, signal: NodeJS.Signals): boolean {
	if (!isRunning(mark)) return false;
	try {
		return process.kill(mark.pid, signal);
	} catch (cause) {
		if (hasCode(cause, 'ESRCH')) return false;
		throw new CustosError('internal', `process ${mark.pid} could not be sent ${signal}`, { cause });
	}
}

/** True if `error` is a system error with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
	return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function readProc(pid: number, file: string): string | undefined {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch (error) {
		if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return undefined;
		throw error;
	}
}

function readProcLink(pid: number, link: string): string | undefined {
	try {
		return readlinkSync(`/proc/${pid}/${link}`);
	} catch (error) {
		if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return undefined;
		throw error;
	}
}
