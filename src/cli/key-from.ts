import { readFile } from 'node:fs/promises';

/** A key that was typed, or what the file of that name holds. */
export async function keyFrom(given: string): Promise<string> {
	if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(given.trim())) return given.trim();
	return (await readFile(given, 'utf8')).trim();
}
