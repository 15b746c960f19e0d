import { readdir, readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Limits } from './limits.ts';

const EVERY_MS = 150;
const PAGE = 4096;
/** What bubblewrap and the bridge may need besides the program. */
const MARGIN = 256 * 1024 * 1024;

/**
 * Watches resident memory and the number of processes of a whole jail: limits the kernel keeps per process only, and
 * not at all for root. `on.started` hears the process id of the jail's first process, from bubblewrap's `info`;
 * `on.exceeded`, once, a word for what was too much. Returns what stops the watch.
 */
export function watch(
	info: Readable,
	limits: Limits,
	on: { started: (pid: number) => void; exceeded: (what: string) => void },
): () => void {
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	let text = '';

	async function look(pid: number): Promise<void> {
		const pids = await family(pid);
		let bytes = 0;
		for (const one of pids) bytes += await resident(one);
		if (stopped) return;
		if (bytes > limits.memory + MARGIN) return on.exceeded('memory');
		if (pids.length > limits.processes) return on.exceeded('processes');
		later(pid);
	}

	/** A jail that cannot be watched is not let run. */
	function later(pid: number): void {
		timer = setTimeout(() => {
			look(pid).catch(() => on.exceeded('memory'));
		}, EVERY_MS);
	}

	info.on('data', (chunk: Buffer) => {
		text += chunk.toString('latin1');
		const pid = /"child-pid":\s*(\d+)[\s,}]/.exec(text)?.[1];
		if (pid === undefined || timer !== undefined || stopped) return;
		later(Number(pid));
		on.started(Number(pid));
	});
	// Bubblewrap closes this pipe when it likes; what it said before is enough.
	info.on('error', () => info.destroy());

	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}

/** `pid` and all its descendants; those that end meanwhile are left out. */
async function family(pid: number): Promise<number[]> {
	const found = [pid];
	for (const one of found) {
		for (const thread of await gone(readdir(`/proc/${one}/task`), [])) {
			const children = await gone(readFile(`/proc/${one}/task/${thread}/children`, 'latin1'), '');
			found.push(...children.split(' ').filter(Boolean).map(Number));
		}
	}
	return found;
}

async function resident(pid: number): Promise<number> {
	const fields = await gone(readFile(`/proc/${pid}/statm`, 'latin1'), '0 0');
	return Number(fields.split(' ')[1]) * PAGE;
}

/** A process may end while it is looked at: then `instead`. */
async function gone<T>(reading: Promise<T>, instead: T): Promise<T> {
	try {
		return await reading;
	} catch {
		return instead;
	}
}
