import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { hasCode } from './proc.ts';

/** As `nice` counts, up to 19: how far this process stands back, and how far its whole session does. */
const STEPS_BACK = 15;
const SESSION_STEPS_BACK = 5;

/**
 * Lets everything else on the machine go first. Where Linux shares the processor among sessions before it looks at single
 * processes (autogroups, sched(7)), a process that leads a session of its own, as those of `npm start` do, stands back
 * only with all of it; a session that others are in too is left as it is.
 */
export function goToBackground(): void {
	setPriority(STEPS_BACK);
	if (!leadsItsSession()) return;
	try {
		writeFileSync('/proc/self/autogroup', String(SESSION_STEPS_BACK));
	} catch (error) {
		// No autogroups here, or not to be written: then the first line was all there is to do.
		if (!hasCode(error, 'ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EAGAIN', 'EINVAL', 'EIO')) throw error;
	}
}

function leadsItsSession(): boolean {
	const stat = readFileSync('/proc/self/stat', 'utf8');
	// State, parent, group and session follow the name, which stands in parentheses and may hold anything.
	return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === process.pid;
}
