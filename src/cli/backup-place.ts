import { mkdir, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Messages } from './messages.ts';
import { Told } from './told.ts';
import { printable } from './words.ts';

/** What every folder has that was ever backed up into. */
const OURS = 'objects';

/** A folder, or `s3:BUCKET` as it is. */
export function placeOf(argument: string): string {
	return isBucket(argument) ? argument : resolve(argument);
}

/** Where a backup goes: a folder of its own, new, empty or of earlier backups. Throws `exists`, or what the file system says. */
export async function targetOf(argument: string, t: Messages): Promise<string> {
	const place = placeOf(argument);
	const there = isBucket(argument) ? [] : ((await namesIn(place)) ?? []);
	if (there.length > 0 && !there.includes(OURS)) throw new Told('exists', t.machine.notOurs(printable(place)));
	// Here the file system says what it does not allow, and of which folder.
	if (!isBucket(argument)) await mkdir(place, { recursive: true, mode: 0o700 });
	return place;
}

/** Where a backup is read from. Throws `not-found` where there is none, or what the file system says. */
export async function sourceOf(argument: string, t: Messages): Promise<string> {
	const place = placeOf(argument);
	if (!isBucket(argument) && !(await namesIn(place))?.includes(OURS))
		throw new Told('not-found', t.machine.noBackup(printable(place)));
	return place;
}

function isBucket(argument: string): boolean {
	return argument.startsWith('s3:');
}

/** Undefined where there is nothing. */
async function namesIn(folder: string): Promise<string[] | undefined> {
	try {
		return await readdir(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
