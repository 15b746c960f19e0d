import { join } from 'node:path';

/**
 * Where a key lies below `objects/`. `/` in a key becomes a folder whose name ends in `=`, so that `a` and `a/b` can
 * both be objects. 32 hexadecimal digits at the end of a key (random ids: millions of them) are spread over 256 folders
 * whose names end in `@`. Neither sign can be in a key, so no two keys share a path.
 */
export function placeOf(key: string): { folder: string; name: string } {
	const segments = key.split('/');
	const name = segments.pop() as string;
	const folders = segments.map((segment) => segment + FOLDER);
	if (RANDOM.test(name)) folders.push(name.slice(0, 2) + SPREAD);
	return { folder: join(...folders, '.'), name };
}

export const FOLDER = '=';
export const SPREAD = '@';

const RANDOM = /^[0-9a-f]{32}$/;
