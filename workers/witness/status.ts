import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTRADICTIONS, lastCosigned, openHead, watchedLogs } from './folder.ts';

/** What a witness knows of a log. */
export interface WatchedLog {
	log: string;
	/** Entries in the last checkpoint it cosigned; 0 before the first. */
	size: number;
	/** When that was; null before the first. */
	at: string | null;
}

export interface WitnessStatus {
	logs: WatchedLog[];
	/** Files that show what a log signed against what was seen of it. */
	contradictions: string[];
}

/** What the folder of a witness tells of its work, also while it runs. */
export async function witnessStatus(folder: string): Promise<WitnessStatus> {
	const logs = await Promise.all(
		[...new Set((await watchedLogs(folder)).map((key) => key.name))].map(async (name): Promise<WatchedLog> => {
			const head = await openHead(folder, name);
			await head.close();
			const { size, note } = head.current;
			return { log: name, size, at: note === '' ? null : (await lastCosigned(folder, name)).toISOString() };
		}),
	);
	const kept = join(folder, CONTRADICTIONS);
	const names = await readdir(kept).catch((cause: NodeJS.ErrnoException) => {
		if (cause.code === 'ENOENT') return [];
		throw cause;
	});
	return { logs, contradictions: names.sort().map((name) => join(kept, name)) };
}
