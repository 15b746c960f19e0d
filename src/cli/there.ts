import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What lies at a path; undefined where nothing does. Whatever else keeps it from being looked at is thrown as the system says it. */
export async function thereAt(path: string): Promise<Stats | undefined> {
	return stat(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
}
