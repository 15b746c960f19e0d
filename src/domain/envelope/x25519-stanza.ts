import { platform } from '#platform';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import { isCustosError } from '../errors.ts';
import { decodeBase64, encodeBase64, malformed, type Stanza } from './header.ts';

const TYPE = 'X25519';
const INFO = utf8('age-encryption.org/v1/X25519');
const ZERO_NONCE = new Uint8Array(12);
export const FILE_KEY_SIZE = 16;
const WRAPPED_SIZE = FILE_KEY_SIZE + 16;

/** Wraps a 16-byte file key for one recipient under a fresh ephemeral key. Throws `bad-key`. */
export function wrapFileKey(fileKey: Uint8Array, recipient: Uint8Array): Stanza {
	const { share, shared } = platform.x25519Ephemeral(recipient);
	const body = platform.aeadSeal(wrapKey(shared, share, recipient), ZERO_NONCE, fileKey);
	return { type: TYPE, args: [encodeBase64(share)], body };
}

/**
 * The file key, or undefined when the stanza is not for this identity. Throws `damaged` for an X25519 stanza no honest
 * writer makes: a wrong number of arguments, a wrong length, a small-order share.
 */
export function unwrapFileKey(stanza: Stanza, secret: Uint8Array, recipient: Uint8Array): Bytes | undefined {
	if (stanza.type !== TYPE) return undefined;
	const [argument, ...others] = stanza.args;
	if (argument === undefined || others.length > 0) throw malformed('an X25519 stanza takes one argument');
	const share = decodeBase64(argument);
	if (share.length !== 32) throw malformed('an X25519 share is 32 bytes');
	if (stanza.body.length !== WRAPPED_SIZE) throw malformed('a wrapped file key is 32 bytes');
	const key = wrapKey(agree(secret, share), share, recipient);
	try {
		return platform.aeadOpen(key, ZERO_NONCE, stanza.body);
	} catch (error) {
		if (isCustosError(error, 'damaged')) return undefined; // another recipient's stanza
		throw error;
	}
}

function agree(secret: Uint8Array, share: Uint8Array): Bytes {
	try {
		return platform.x25519(secret, share);
	} catch (cause) {
		throw malformed('an X25519 share is zero or of small order', cause);
	}
}

function wrapKey(shared: Uint8Array, share: Uint8Array, recipient: Uint8Array): Bytes {
	return platform.hkdfSha256(shared, concat(share, recipient), INFO, 32);
}
