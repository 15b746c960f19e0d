import { readFile, unlink } from 'node:fs/promises';
import { platform } from '#platform';
import type { Bytes } from '../domain/bytes.ts';
import { decodeSecretKey, encodeRecipient, encodeSecretKey } from '../domain/envelope/age-keys.ts';
import { CustosError } from '../domain/errors.ts';
import { writeNew } from './profile/durable-file.ts';

/** Writes the recovery key as `age -i` reads it, mode 0600. Throws `exists` rather than to overwrite. */
export async function writeRecoveryFile(path: string, secret: Bytes, about: readonly string[]): Promise<void> {
	const lines = [
		...about.map((line) => `# ${line}`),
		`# public key: ${encodeRecipient(platform.x25519Public(secret))}`,
		encodeSecretKey(secret),
		'',
	];
	await writeNew(path, lines.join('\n')).catch((cause: NodeJS.ErrnoException) => {
		throw cause.code === 'EEXIST' ? new CustosError('exists', `${path} is there already`, { cause }) : cause;
	});
}

/** Reads it back, or undefined when there is no such file. Throws `bad-key` when it holds no key. */
export async function readRecoveryFile(path: string): Promise<Bytes | undefined> {
	const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	const key = content?.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-1'));
	if (content === undefined) return undefined;
	if (key === undefined) throw new CustosError('bad-key', 'the file named as recovery key holds none');
	return decodeSecretKey(key.trim());
}

/** Takes back a key that nothing was sealed to. */
export async function removeRecoveryFile(path: string): Promise<void> {
	await unlink(path);
}
