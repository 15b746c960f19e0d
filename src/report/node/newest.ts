import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** When the newest of these files, or of the files in these folders, was changed, in milliseconds since 1970. */
export async function newest(paths: readonly string[]): Promise<number> {
	let last = 0;
	for (const path of paths) {
		const about = await stat(path);
		const inside = about.isDirectory() ? await readdir(path, { recursive: true, withFileTypes: true }) : [];
		for (const file of inside.filter((one) => one.isFile()))
			last = Math.max(last, (await stat(join(file.parentPath, file.name))).mtimeMs);
		last = Math.max(last, about.mtimeMs);
	}
	return last;
}

/** The same of one file that need not be there: 0 then. */
export async function changedAt(path: string): Promise<number> {
	return stat(path).then(
		(about) => about.mtimeMs,
		() => 0,
	);
}
