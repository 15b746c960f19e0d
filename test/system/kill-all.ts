import { once } from 'node:events';
import { isRunning, markOf, type ProcessMark } from '../../infra/embedded/proc.ts';
import { until } from './embedded/until.ts';
import type { Running } from './running.ts';

/** All of an archive's processes at one blow, PostgreSQL too, as when the power goes. */
export async function killAll(archive: Running): Promise<void> {
	const supervised = await archive.pids();
	const pids = [archive.main().pid, await archive.postmaster(), ...supervised.values()];
	const marks = pids.map((pid) => markOf(pid ?? -1) as ProcessMark);
	if (marks.length !== 6 || !marks.every(isRunning)) throw new Error('not all of the archive runs');
	const ended = once(archive.main(), 'exit');
	for (const { pid } of marks) process.kill(pid, 'SIGKILL');
	await ended;
	await until('all are gone', () => !marks.some(isRunning));
}
