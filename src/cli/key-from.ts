import { readFile } from 'node:fs/promises';
import { CustosError } from '../domain/errors.ts';
import { parseKey } from '../domain/ledger/note.ts';

/**
 * A log key that was typed, or what the file of that name holds. Throws `bad-key` where it is neither, and where a letter of
 * it was lost: a key that is not whole says nothing about what is held against it.
 */
export async function keyFrom(given: string): Promise<string> {
	const key = /^\S+\+[0-9a-f]{8}\+\S+$/.test(given.trim()) ? given.trim() : await keyInFile(given);
	try {
		parseKey(key);
	} catch (cause) {
		throw new CustosError(
			'bad-key',
			'this is not an Ed25519 log key (name+id+key), or not a whole one: copy it again',
			{ cause },
		);
	}
	return key;
}

function keyInFile(path: string): Promise<string> {
	return readFile(path, 'utf8').then(
		(text) => text.trim(),
		(cause: NodeJS.ErrnoException) => {
			if (cause.code !== 'ENOENT' && cause.code !== 'ENAMETOOLONG') throw cause;
			throw new CustosError('bad-key', 'this is neither a key (name+id+key) nor a file with one', { cause });
		},
	);
}
