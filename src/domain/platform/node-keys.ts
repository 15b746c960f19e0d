import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { type Bytes, equal } from '../bytes.ts';
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

/** Importing a key costs as much as using it once, and the same few people sign most statements. */
const KEPT_PUBLIC_KEYS = 512;
const keptPublic = new Map<string, KeyObject>();

/** A chunk key is used thousands of times; importing it each time costs a fifth of sealing a chunk. */
const keptAead = new WeakMap<Uint8Array, { copy: Uint8Array; key: KeyObject }>();

/** The key of a cipher, imported once for as long as the caller keeps the very array. */
export function aeadKeyObject(key: Uint8Array): KeyObject {
	const known = keptAead.get(key);
	if (known !== undefined && equal(known.copy, key)) return known.key;
	const made = createSecretKey(key);
	keptAead.set(key, { copy: Uint8Array.from(key), key: made });
	return made;
}

/** An imported secret lives exactly as long as the caller keeps the very array it came in; the copy notices if the array is overwritten. */
const keptSecret = new WeakMap<Uint8Array, { curve: Curve; copy: Uint8Array; key: KeyObject }>();

/** Throws `bad-key` unless `secret` is 32 bytes. */
export function secretKeyObject(curve: Curve, secret: Uint8Array): KeyObject {
	requireLength(secret, 32, `an ${curve} secret key`);
	const known = keptSecret.get(secret);
	if (known !== undefined && known.curve === curve && equal(known.copy, secret)) return known.key;
	const der = Buffer.concat([PKCS8[curve], secret]);
	const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
	der.fill(0);
	keptSecret.set(secret, { curve, copy: Uint8Array.from(secret), key });
	return key;
}

/** Throws `bad-key` unless `publicKey` is 32 bytes. */
export function publicKeyObject(curve: Curve, publicKey: Uint8Array): KeyObject {
	requireLength(publicKey, 32, `an ${curve} public key`);
	const der = Buffer.concat([SPKI[curve], publicKey]);
	return (
		keptPublic.get(der.toString('latin1')) ?? keep(der, createPublicKey({ key: der, format: 'der', type: 'spki' }))
	);
}

/** The 32 raw bytes of the public half; whoever asks for it is about to use it. */
export function rawPublic(curve: Curve, secret: KeyObject): Bytes {
	const key = createPublicKey(secret);
	const raw = rawBytes(key);
	keep(Buffer.concat([SPKI[curve], raw]), key);
	return raw;
}

/** The 32 raw bytes of a public key. */
export function rawBytes(key: KeyObject): Bytes {
	const { x } = key.export({ format: 'jwk' });
	return new Uint8Array(Buffer.from(x as string, 'base64url'));
}

function keep(der: Buffer, key: KeyObject): KeyObject {
	if (keptPublic.size >= KEPT_PUBLIC_KEYS) keptPublic.delete(keptPublic.keys().next().value as string);
	keptPublic.set(der.toString('latin1'), key);
	return key;
}
