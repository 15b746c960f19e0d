import { readFile, unlink } from 'node:fs/promises';
import { readRecoveryText, recoveryText } from '../client/recovery-key.ts';
import type { Bytes } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { writeNew } from './profile/durable-file.ts';

/** Writes the recovery key as `age -i` reads it, mode 0600. Throws `exists` rather than to overwrite. */
export async function writeRecoveryFile(path: string, secret: Bytes, about: readonly string[]): Promise<void> {
	await writeNew(path, recoveryText(secret, about)).catch((cause: NodeJS.ErrnoException) => {
		throw cause.code === 'EEXIST' ? new CustosError('exists', `${path} is there already`, { cause }) : cause;
	});
}

/** Reads it back, or undefined when there is no such file. Throws `bad-key` when it holds no key. */
export async function readRecoveryFile(path: string): Promise<Bytes | undefined> {
	const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	return content === undefined ? undefined : readRecoveryText(content);
}

/** Takes back a key that nothing was sealed to. */
export async function removeRecoveryFile(path: string): Promise<void> {
	await unlink(path);
}
