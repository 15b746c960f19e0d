import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { ProcessMark } from './proc.ts';
import { isRunning, signalTo } from './proc.ts';
import { waitUntil } from './wait.ts';

const Marks = z.array(z.object({ pid: z.int().min(2), startTicks: z.int(), boot: z.string() }));

/** Notes which processes run now, for a later start to end those that should not. Replaces the file in one step. */
export function noteProcesses(file: string, marks: readonly ProcessMark[]): void {
	writeFileSync(`${file}.new`, JSON.stringify(marks), { mode: 0o600 });
	renameSync(`${file}.new`, file);
}

/** Ends the noted processes of an earlier run that still live: SIGTERM, then SIGKILL after `graceMs`. Returns how many. */
export async function endLeftovers(file: string, graceMs: number): Promise<number> {
	const marks = readNote(file).filter(isRunning);
	for (const mark of marks) signalTo(mark, 'SIGTERM');
	if (!(await waitUntil(() => !marks.some(isRunning), graceMs))) {
		for (const mark of marks) signalTo(mark, 'SIGKILL');
		await waitUntil(() => !marks.some(isRunning), 5_000);
	}
	return marks.length;
}

/** A note cut short by a power cut is as good as none: after that nothing of it runs. */
function readNote(file: string): ProcessMark[] {
	if (!existsSync(file)) return [];
	try {
		return Marks.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof z.ZodError) return [];
		throw error;
	}
}
