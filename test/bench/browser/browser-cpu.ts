import { readdir, readFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time, in ms, that the browsers this process started have used so far, with all their processes and threads. */
export async function browserCpu(): Promise<number> {
	const all = new Map<number, { parent: number; name: string; ms: number }>();
	for (const pid of await readdir('/proc')) {
		if (!/^\d+$/.test(pid)) continue;
		// A process may end while we look.
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
		const [, name, rest] = /^\d+ \((.*)\) (.*)/s.exec(stat ?? '') ?? [];
		if (name === undefined || rest === undefined) continue;
		const fields = rest.split(' ');
		const ms = TICK_MS * (Number(fields[11]) + Number(fields[12]));
		all.set(Number(pid), { parent: Number(fields[1]), name, ms });
	}
	const isOurs = (pid: number): boolean => {
		const one = all.get(pid);
		return one !== undefined && (one.parent === process.pid || isOurs(one.parent));
	};
	let sum = 0;
	for (const [pid, one] of all) if (one.name.startsWith('chrom') && isOurs(pid)) sum += one.ms;
	return sum;
}
