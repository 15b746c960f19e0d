import { platform } from '#platform';
import { type Bytes, concat, equal, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { type Header, malformed, parseHeader, writeCovered, writeMac } from './header.ts';
import { FILE_KEY_SIZE, unwrapFileKey, wrapFileKey } from './x25519-stanza.ts';

const NONCE_SIZE = 16;
const NO_SALT = new Uint8Array(0);

/** Bytes of a prefix with two recipients, as every sealed item has. */
export const PREFIX_SIZE = 282;

export interface SealedPrefix {
	/** age header ‖ 16-byte nonce: what goes before the body. */
	readonly prefix: Bytes;
	/** 32 bytes, for the chunks of exactly one body. */
	readonly payloadKey: Bytes;
}

/**
 * A new prefix for `recipients` (X25519 public keys, in this order: the item's key of its class, the recovery key).
 * The nonce is fresh, so each call gives another payload key. Throws `bad-key`.
 */
export function sealPrefix(input: { fileKey: Uint8Array; recipients: readonly Uint8Array[] }): SealedPrefix {
	const { fileKey, recipients } = input;
	if (fileKey.length !== FILE_KEY_SIZE) throw new CustosError('bad-key', 'an age file key is 16 bytes');
	if (recipients.length === 0) throw new CustosError('bad-key', 'a prefix needs a recipient');
	const covered = writeCovered(recipients.map((recipient) => wrapFileKey(fileKey, recipient)));
	const nonce = platform.randomBytes(NONCE_SIZE);
	const prefix = concat(covered, writeMac(headerMac(fileKey, covered)), nonce);
	return { prefix, payloadKey: derivePayloadKey(fileKey, nonce) };
}

/**
 * Opens a prefix with an X25519 identity (32-byte secret). `committed` is the SHA-256 that the ledger holds for this
 * prefix; it is compared before anything is parsed, because anyone who knows a recipient can make a prefix that opens.
 * Leave it out only for age files that never were in an archive.
 *
 * Throws `hash-mismatch` (not the committed prefix), `damaged` (malformed, or the MAC does not match), `wrong-key` (no
 * stanza is for this identity).
 */
export function openPrefix(prefix: Uint8Array, secret: Uint8Array, committed?: Uint8Array): { payloadKey: Bytes } {
	if (committed !== undefined && !equal(platform.sha256(prefix), committed)) {
		throw new CustosError('hash-mismatch', 'this prefix is not the one in the ledger');
	}
	const header = parseHeader(prefix);
	if (prefix.length !== header.length + NONCE_SIZE) throw malformed('a 16-byte nonce must follow, and nothing else');
	const fileKey = findFileKey(header, secret);
	if (!equal(headerMac(fileKey, prefix.subarray(0, header.coveredLength)), header.mac)) {
		throw new CustosError('damaged', 'the MAC of the age header does not match');
	}
	return { payloadKey: derivePayloadKey(fileKey, prefix.subarray(header.length)) };
}

/** Where the prefix of a whole age file ends and its body begins. Throws `damaged`. */
export function prefixLength(file: Uint8Array): number {
	const length = parseHeader(file).length + NONCE_SIZE;
	if (length > file.length) throw malformed('its nonce is cut short');
	return length;
}

function findFileKey({ stanzas }: Header, secret: Uint8Array): Bytes {
	if (stanzas.length > 1 && stanzas.some(({ type }) => type === 'scrypt')) {
		throw malformed('a passphrase must be the only recipient');
	}
	const recipient = platform.x25519Public(secret);
	for (const stanza of stanzas) {
		const fileKey = unwrapFileKey(stanza, secret, recipient);
		if (fileKey !== undefined) return fileKey;
	}
	throw new CustosError('wrong-key', 'no recipient of this prefix matches the key');
}

function headerMac(fileKey: Uint8Array, covered: Uint8Array): Bytes {
	return platform.hmacSha256(platform.hkdfSha256(fileKey, NO_SALT, utf8('header'), 32), covered);
}

function derivePayloadKey(fileKey: Uint8Array, nonce: Uint8Array): Bytes {
	return platform.hkdfSha256(fileKey, nonce, utf8('payload'), 32);
}
