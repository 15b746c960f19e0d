import { open, readFile } from 'node:fs/promises';
import { openBagFolder } from '../report/node/bag-folder.ts';
import { openBagZip } from '../report/node/bag-zip.ts';
import { bagSource, type Source, textSource } from '../report/verify/two-histories.ts';
import { thereAt } from './there.ts';

/** What lies there, as a source of what a log signed. Undefined where nothing is there. */
export async function sourceAt(path: string): Promise<Source | undefined> {
	const there = await thereAt(path);
	if (there === undefined) return undefined;
	if (there.isDirectory()) return bagSource(openBagFolder(path));
	if ((await beginning(path)).startsWith('PK')) return bagSource(await openBagZip(path));
	return textSource(await readFile(path, 'utf8'));
}

/** True for a file of text that is no bag, and begins as what a witness keeps does. */
export async function isKept(path: string): Promise<boolean> {
	const there = await thereAt(path);
	return there?.isFile() === true && (await beginning(path)) === '{"';
}

/** Two letters: a bag in a zip may be of any size. */
async function beginning(path: string): Promise<string> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
		return buffer.toString('latin1', 0, bytesRead);
	} finally {
		await file.close();
	}
}
