import {
	createCipheriv,
	createDecipheriv,
	createHash,
	diffieHellman,
	generateKeyPairSync,
	hash,
	type KeyObject,
	randomBytes,
	sign,
	verify,
} from 'node:crypto';
import nacl from 'tweetnacl';
import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { isStrictSignature } from './ed25519-strict.ts';
import { requireLength, roomFor, smallOrder, tagMismatch } from './key-shape.ts';
import { aeadKeyObject, publicKeyObject, rawBytes, rawPublic, secretKeyObject } from './node-keys.ts';
import type { Platform, Sha256 } from './port.ts';

const AEAD = 'chacha20-poly1305';
const TAG_SIZE = 16;
/** Up to this many bytes it is quicker to join the parts than to keep a hashing state. */
const ONE_SHOT = 4096;
/** Ids, salts, nonces and keys are no larger, in bytes. */
const SMALL_RANDOM = 64;

/** The platform port over node:crypto: native code, verification in the thread pool. */
export const platform: Platform = {
	sha256(...parts) {
		if (parts.length === 1) return plain(hash('sha256', parts[0] as Uint8Array, 'buffer'));
		let size = 0;
		for (const part of parts) size += part.length;
		if (size <= ONE_SHOT) return plain(hash('sha256', Buffer.concat(parts, size), 'buffer'));
		const state = createHash('sha256');
		for (const part of parts) state.update(part);
		return plain(state.digest());
	},

	createSha256(): Sha256 {
		const state = createHash('sha256');
		return {
			update(data) {
				state.update(data);
				return this;
			},
			digest: () => plain(state.digest()),
		};
	},

	hmacSha256,

	// RFC 5869 over the quick HMAC: a key object for each of thousands of small keys costs ten times as much.
	hkdfSha256(secret, salt, info, length) {
		if (length > 255 * 32) throw new CustosError('internal', 'HKDF-SHA256 gives at most 8160 bytes');
		const key = hmacSha256(salt.length === 0 ? new Uint8Array(32) : salt, secret);
		const out = new Uint8Array(length);
		let block: Uint8Array = new Uint8Array();
		for (let i = 1, at = 0; at < length; i++, at += 32) {
			block = hmacSha256(key, Buffer.concat([block, info, Uint8Array.of(i)]));
			out.set(block.subarray(0, Math.min(32, length - at)), at);
		}
		return out;
	},

	aeadSeal(key, nonce, plaintext, into) {
		requireLength(key, 32, 'an AEAD key');
		requireLength(nonce, 12, 'an AEAD nonce');
		const out = roomFor(plaintext.length + TAG_SIZE, into);
		const cipher = createCipheriv(AEAD, aeadKeyObject(key), nonce, { authTagLength: TAG_SIZE });
		out.set(cipher.update(plaintext));
		cipher.final();
		out.set(cipher.getAuthTag(), plaintext.length);
		return out;
	},

	aeadOpen(key, nonce, sealed) {
		requireLength(key, 32, 'an AEAD key');
		requireLength(nonce, 12, 'an AEAD nonce');
		if (sealed.length < TAG_SIZE) throw tagMismatch();
		const split = sealed.length - TAG_SIZE;
		const decipher = createDecipheriv(AEAD, aeadKeyObject(key), nonce, { authTagLength: TAG_SIZE });
		decipher.setAuthTag(sealed.subarray(split));
		const out = decipher.update(sealed.subarray(0, split));
		try {
			decipher.final();
		} catch (cause) {
			throw tagMismatch(cause);
		}
		return plain(out);
	},

	x25519: (secret, publicKey) => agree(secretKeyObject('x25519', secret), publicKey),

	x25519Public: (secret) => rawPublic('x25519', secretKeyObject('x25519', secret)),

	x25519Ephemeral(other) {
		const { privateKey, publicKey } = generateKeyPairSync('x25519');
		return { share: rawBytes(publicKey), shared: agree(privateKey, other) };
	},

	secretboxOpen: (key, nonce, box) => nacl.secretbox.open(box, nonce, key),

	ed25519Sign: (seed, message) => plain(sign(null, message, secretKeyObject('ed25519', seed))),

	ed25519Public: (seed) => rawPublic('ed25519', secretKeyObject('ed25519', seed)),

	ed25519Verify(publicKey, message, signature) {
		if (!isStrictSignature(publicKey, signature)) return false;
		return verify(null, message, publicKeyObject('ed25519', publicKey), signature);
	},

	ed25519VerifyAsync(publicKey, message, signature) {
		if (!isStrictSignature(publicKey, signature)) return Promise.resolve(false);
		return new Promise((resolve, reject) => {
			verify(null, message, publicKeyObject('ed25519', publicKey), signature, (error, valid) => {
				if (error) reject(error);
				else resolve(valid);
			});
		});
	},
	randomBytes: (size) => (size > SMALL_RANDOM ? plain(randomBytes(size)) : fewRandomBytes(size)),
};

/** Drawn ahead: asking the generator costs the same for 16 bytes as for a thousand. */
let drawn = Buffer.alloc(0);
let used = 0;

/** Each byte is given out once, and wiped here. */
function fewRandomBytes(size: number): Bytes {
	if (used + size > drawn.length) [drawn, used] = [randomBytes(64 * SMALL_RANDOM), 0];
	const out = Uint8Array.from(drawn.subarray(used, used + size));
	drawn.fill(0, used, used + size);
	used += size;
	return out;
}

/** HMAC (RFC 2104) by two one-shot hashes. */
function hmacSha256(key: Uint8Array, data: Uint8Array): Bytes {
	const short = key.length > 64 ? hash('sha256', key, 'buffer') : key;
	const [inner, outer] = [Buffer.alloc(64 + data.length, 0x36), Buffer.alloc(96, 0x5c)];
	for (let i = 0; i < short.length; i++) {
		inner[i] = (short[i] as number) ^ 0x36;
		outer[i] = (short[i] as number) ^ 0x5c;
	}
	inner.set(data, 64);
	hash('sha256', inner, 'buffer').copy(outer, 64);
	return plain(hash('sha256', outer, 'buffer'));
}

function agree(privateKey: KeyObject, other: Uint8Array): Bytes {
	const publicKey = publicKeyObject('x25519', other);
	let shared: Buffer;
	try {
		shared = diffieHellman({ privateKey, publicKey });
	} catch (cause) {
		throw smallOrder(cause);
	}
	if (shared.every((byte) => byte === 0)) throw smallOrder();
	return plain(shared);
}

/** The same memory as a Uint8Array, so that results compare and print alike on every platform. */
function plain(buffer: Buffer): Bytes {
	return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.length);
}
