import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Bytes } from '../bytes.ts';
import { requireLength } from './key-shape.ts';

type Curve = 'x25519' | 'ed25519';

/** The DER that stands before the 32 raw bytes of a key (RFC 8410). */
const PKCS8: Record<Curve, Buffer> = {
	x25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
	ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
};
const SPKI: Record<Curve, Buffer> = {
	x25519: Buffer.from('302a300506032b656e032100', 'hex'),
	ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
};

/** Public keys only: the same few people sign most statements, and importing a key costs more than hashing one. */
const KEPT_PUBLIC_KEYS = 512;
const kept = new Map<string, KeyObject>();

/** Throws `bad-key` unless `secret` is 32 bytes. Secrets are never kept. */
export function secretKeyObject(curve: Curve, secret: Uint8Array): KeyObject {
	requireLength(secret, 32, `an ${curve} secret key`);
	const der = Buffer.concat([PKCS8[curve], secret]);
	try {
		return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
	} finally {
		der.fill(0);
	}
}

/** Throws `bad-key` unless `publicKey` is 32 bytes. */
export function publicKeyObject(curve: Curve, publicKey: Uint8Array): KeyObject {
	requireLength(publicKey, 32, `an ${curve} public key`);
	const der = Buffer.concat([SPKI[curve], publicKey]);
	const name = der.toString('latin1');
	const known = kept.get(name);
	if (known !== undefined) return known;
	const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
	if (kept.size >= KEPT_PUBLIC_KEYS) kept.delete(kept.keys().next().value as string);
	kept.set(name, key);
	return key;
}

/** The 32 raw bytes of the public half. */
export function rawPublic(key: KeyObject): Bytes {
	const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
	return new Uint8Array(der.subarray(der.length - 32));
}
