import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import { type Bytes, concat, equal, toHex } from '../bytes.ts';
import { isStrictSignature } from './ed25519-strict.ts';
import { requireLength, roomFor, smallOrder, tagMismatch } from './key-shape.ts';
import type { Platform, Sha256 } from './port.ts';
import { BULK, type Bulk, bulk } from './web-bulk.ts';
import { webNative } from './web-native.ts';

/** getRandomValues gives no more at once. */
const RANDOM_AT_ONCE = 65_536;
const TAG_SIZE = 16;

/**
 * The platform port in plain JavaScript (noble): browsers, Cloudflare Workers, and the reference for node.ts. A page that
 * called `quicken` has keys agreed on, bytes hashed and, where there are many, sealed and opened by WebAssembly.
 */
export const platform: Platform = {
	sha256(...parts) {
		const quick = bulk();
		if (quick !== undefined) return quick.sha256(parts);
		const state = sha256.create();
		for (const part of parts) state.update(part);
		return state.digest() as Bytes;
	},

	createSha256(): Sha256 {
		const quick = bulk();
		if (quick !== undefined) return quick.createSha256();
		const state = sha256.create();
		return {
			update(data) {
				state.update(data);
				return this;
			},
			digest: () => state.digest() as Bytes,
		};
	},

	hmacSha256(key, data) {
		const quick = bulk();
		return quick === undefined ? (hmac(sha256, key, data) as Bytes) : hmacBy(quick.sha256, key, data);
	},

	hkdfSha256: (secret, salt, info, length) => hkdf(sha256, secret, salt, info, length) as Bytes,

	aeadSeal(key, nonce, plaintext, into) {
		requireLength(key, 32, 'an AEAD key');
		requireLength(nonce, 12, 'an AEAD nonce');
		const out = roomFor(plaintext.length + TAG_SIZE, into);
		const quick = plaintext.length < BULK ? undefined : bulk();
		if (quick !== undefined) {
			out.set(quick.seal(key, nonce, plaintext));
			return out;
		}
		chacha20poly1305(key, nonce).encrypt(plaintext, out);
		return out;
	},

	aeadOpen(key, nonce, sealed) {
		requireLength(key, 32, 'an AEAD key');
		requireLength(nonce, 12, 'an AEAD nonce');
		try {
			const quick = sealed.length < BULK ? undefined : bulk();
			if (quick !== undefined) return quick.open(key, nonce, sealed);
			return chacha20poly1305(key, nonce).decrypt(sealed) as Bytes;
		} catch (cause) {
			throw tagMismatch(cause);
		}
	},

	x25519: agree,

	x25519Public(secret) {
		requireLength(secret, 32, 'an x25519 secret key');
		return x25519.getPublicKey(secret) as Bytes;
	},

	x25519Ephemeral(publicKey) {
		const { secretKey, publicKey: share } = x25519.keygen();
		return { share: share as Bytes, shared: agree(secretKey, publicKey) };
	},

	secretboxOpen(key, nonce, box) {
		const quick = bulk();
		return quick === undefined ? nacl.secretbox.open(box, nonce, key) : quick.secretboxOpen(key, nonce, box);
	},

	ed25519Sign(seed, message) {
		requireLength(seed, 32, 'an ed25519 secret key');
		return ed25519.sign(message, seed) as Bytes;
	},

	ed25519Public(seed) {
		requireLength(seed, 32, 'an ed25519 secret key');
		return ed25519.getPublicKey(seed) as Bytes;
	},

	ed25519Verify: verify,

	ed25519VerifyAsync: verifyNatively,

	nativeBulk: webNative,

	randomBytes(size) {
		const out = new Uint8Array(size);
		for (let at = 0; at < size; at += RANDOM_AT_ONCE) {
			crypto.getRandomValues(out.subarray(at, Math.min(size, at + RANDOM_AT_ONCE)));
		}
		return out;
	},
};

/** HMAC (RFC 2104) of two hashes. */
function hmacBy(hash: Bulk['sha256'], key: Uint8Array, data: Uint8Array): Bytes {
	const short = key.length > 64 ? hash([key]) : key;
	const [inner, outer] = [new Uint8Array(64).fill(0x36), new Uint8Array(64).fill(0x5c)];
	for (let i = 0; i < short.length; i++) {
		inner[i] = (short[i] as number) ^ 0x36;
		outer[i] = (short[i] as number) ^ 0x5c;
	}
	return hash([outer, hash([inner, data])]);
}

function agree(secret: Uint8Array, publicKey: Uint8Array): Bytes {
	requireLength(secret, 32, 'an x25519 secret key');
	requireLength(publicKey, 32, 'an x25519 public key');
	try {
		const quick = bulk();
		if (quick !== undefined) return quick.x25519(secret, publicKey) as Bytes;
		return x25519.getSharedSecret(secret, publicKey) as Bytes;
	} catch (cause) {
		throw smallOrder(cause);
	}
}

/** The equation without a cofactor, as OpenSSL computes it; noble's own `verify` multiplies by it and would accept more. */
function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
	if (!isStrictSignature(publicKey, signature)) return false;
	const point = pointOf(publicKey);
	if (point === undefined) return false;
	const { Point } = ed25519;
	const r = signature.subarray(0, 32);
	const s = Point.Fn.fromBytes(signature.subarray(32));
	const k = littleEndian(sha512(concat(r, publicKey, message))) % Point.Fn.ORDER;
	const expected = Point.BASE.multiplyUnsafe(s).add(point.negate().multiplyUnsafe(k));
	return equal(expected.toBytes(), r);
}

/** Keys that signatures were lately checked with; undefined where this platform does not know Ed25519. */
const nativeKeys = new Map<string, Promise<CryptoKey | undefined>>();
const REMEMBERED_KEYS = 1000;

/** By the platform's own WebCrypto, which also works without a cofactor and is some fifty times faster; else as above. */
async function verifyNatively(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
	if (!isStrictSignature(publicKey, signature)) return false;
	const name = toHex(publicKey);
	const known = nativeKeys.get(name) ?? importKey(publicKey);
	if (nativeKeys.size >= REMEMBERED_KEYS) nativeKeys.clear();
	nativeKeys.set(name, known);
	const key = await known;
	if (key === undefined) return verify(publicKey, message, signature);
	return crypto.subtle.verify('Ed25519', key, signature as Bytes, message as Bytes);
}

async function importKey(publicKey: Uint8Array): Promise<CryptoKey | undefined> {
	try {
		return await crypto.subtle.importKey('raw', publicKey as Bytes, 'Ed25519', false, ['verify']);
	} catch {
		// Not known here, or no secure context, or no point of the curve: the slow way says which.
		return undefined;
	}
}

/** Undefined when no point of the curve has this y. */
function pointOf(publicKey: Uint8Array) {
	try {
		return ed25519.Point.fromBytes(publicKey);
	} catch {
		return undefined;
	}
}

function littleEndian(bytes: Uint8Array): bigint {
	let out = 0n;
	for (let i = bytes.length - 1; i >= 0; i--) out = (out << 8n) | BigInt(bytes[i] as number);
	return out;
}
