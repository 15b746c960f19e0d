import { readFile } from 'node:fs/promises';
import { CustosError } from '../domain/errors.ts';

/** A key that was typed, or what the file of that name holds. Throws `bad-key` where it is neither. */
export async function keyFrom(given: string): Promise<string> {
	if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(given.trim())) return given.trim();
	return readFile(given, 'utf8').then(
		(text) => text.trim(),
		(cause: NodeJS.ErrnoException) => {
			if (cause.code !== 'ENOENT' && cause.code !== 'ENAMETOOLONG') throw cause;
			throw new CustosError('bad-key', 'this is neither a key (name+id+key) nor a file with one', { cause });
		},
	);
}
