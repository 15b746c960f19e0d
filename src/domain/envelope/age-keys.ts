import { bech32 } from '@scure/base';
import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';

const SECRET_PREFIX = 'age-secret-key-';
const PUBLIC_PREFIX = 'age';

/** An X25519 secret as `age -i` reads it: `AGE-SECRET-KEY-1…`, upper case. Throws `bad-key` unless it is 32 bytes. */
export function encodeSecretKey(secret: Uint8Array): string {
	return encode(SECRET_PREFIX, secret).toUpperCase();
}

/** The 32 bytes of `AGE-SECRET-KEY-1…`. Throws `bad-key`; the message never shows the key. */
export function decodeSecretKey(encoded: string): Bytes {
	if (encoded !== encoded.toUpperCase()) throw new CustosError('bad-key', 'an age secret key is upper case');
	return decode(SECRET_PREFIX, encoded.toLowerCase());
}

/** An X25519 public key as `age -r` reads it: `age1…`. Throws `bad-key` unless it is 32 bytes. */
export function encodeRecipient(publicKey: Uint8Array): string {
	return encode(PUBLIC_PREFIX, publicKey);
}

/** The 32 bytes of `age1…`. Throws `bad-key`. */
export function decodeRecipient(encoded: string): Bytes {
	if (encoded !== encoded.toLowerCase()) throw new CustosError('bad-key', 'an age recipient is lower case');
	return decode(PUBLIC_PREFIX, encoded);
}

function encode(prefix: string, key: Uint8Array): string {
	if (key.length !== 32) throw new CustosError('bad-key', 'an X25519 key is 32 bytes');
	return bech32.encodeFromBytes(prefix, key);
}

function decode(prefix: string, encoded: string): Bytes {
	let decoded: { prefix: string; bytes: Uint8Array };
	try {
		decoded = bech32.decodeToBytes(encoded);
	} catch {
		throw new CustosError('bad-key', 'this is not a bech32 key'); // the cause would quote the key
	}
	if (decoded.prefix !== prefix || decoded.bytes.length !== 32) {
		throw new CustosError('bad-key', `expected a key that begins with ${prefix}1`);
	}
	return decoded.bytes as Bytes;
}
