import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fs, fsUnless } from './fs-errors.ts';

const DAY_MS = 24 * 3600 * 1000;
const UPLOAD_MS = 30 * DAY_MS;

/**
 * Removes what crashes and lost callers left behind: temporary files untouched for a day; uploads whose part file was
 * untouched for 30 days, and the memory of completed ones; data of an upload without a part file, after a day.
 * Returns how many files it removed.
 */
export async function sweep(temporary: string, uploads: string, nowMs: number): Promise<number> {
	let removed = 0;
	const drop = async (path: string): Promise<void> => {
		await fsUnless('ENOENT', unlink(path));
		removed++;
	};
	const ageOf = async (path: string): Promise<number | undefined> => {
		const facts = await fsUnless('ENOENT', stat(path));
		return facts === undefined ? undefined : nowMs - facts.mtimeMs;
	};
	const isOld = async (path: string, limitMs: number): Promise<boolean> => ((await ageOf(path)) ?? 0) > limitMs;

	for (const name of await fs(readdir(temporary))) {
		if (await isOld(join(temporary, name), DAY_MS)) await drop(join(temporary, name));
	}
	const names = new Set(await fs(readdir(uploads)));
	for (const name of names) {
		if (name.endsWith('.data') || !(await isOld(join(uploads, name), UPLOAD_MS))) continue;
		await drop(join(uploads, name));
		names.delete(name);
	}
	for (const name of names) {
		if (!name.endsWith('.data') || names.has(name.replace(/data$/, 'parts'))) continue;
		if (await isOld(join(uploads, name), DAY_MS)) await drop(join(uploads, name));
	}
	return removed;
}
