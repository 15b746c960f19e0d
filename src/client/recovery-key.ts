import { platform } from '#platform';
import type { Bytes } from '../domain/bytes.ts';
import { decodeSecretKey, encodeRecipient, encodeSecretKey } from '../domain/envelope/age-keys.ts';
import { CustosError } from '../domain/errors.ts';

/** The recovery key as a text that `age -i` reads. `about` are lines for whoever finds it. */
export function recoveryText(secret: Bytes, about: readonly string[]): string {
	return [
		...about.map((line) => `# ${line}`),
		`# public key: ${encodeRecipient(platform.x25519Public(secret))}`,
		encodeSecretKey(secret),
		'',
	].join('\n');
}

/** Reads it back. Throws `bad-key` when the text holds no key. */
export function readRecoveryText(content: string): Bytes {
	const key = content.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-1'));
	if (key === undefined) throw new CustosError('bad-key', 'the file named as recovery key holds none');
	return decodeSecretKey(key.trim());
}
