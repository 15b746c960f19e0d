import type { Bytes } from '../bytes.ts';

/** A SHA-256 that is fed piece by piece. `digest` may be called once. */
export interface Sha256 {
	update(data: Uint8Array): this;
	digest(): Bytes;
}

/** Native code for many bytes that a platform lends only by promises, while its plain functions are slower. Same results. */
export interface NativeBulk {
	sha256(data: Uint8Array): Promise<Bytes>;
	/**
	 * ChaCha20-Poly1305 under this key, as `aeadSeal`, each result written into the room given with it; the nonce may be
	 * rewritten once the call has returned, the plaintext once it resolves. Resolves with undefined where the platform has no such cipher.
	 */
	aeadSealer(
		key: Uint8Array,
	): Promise<((nonce: Uint8Array, plaintext: Uint8Array, into: Bytes) => Promise<void>) | undefined>;
}

/**
 * What Custos asks of the machine under it. `#platform` resolves to node.ts under Node (native code) and to web.ts
 * elsewhere; both give the same results, byte for byte (test/unit/platform.test.ts runs the same vectors over both).
 */
export interface Platform {
	/** SHA-256 of the parts, one after another, without joining them first. */
	sha256(...parts: readonly Uint8Array[]): Bytes;
	createSha256(): Sha256;
	hmacSha256(key: Uint8Array, data: Uint8Array): Bytes;
	/** HKDF-SHA256 (RFC 5869). `length` in bytes, at most 8160. */
	hkdfSha256(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Bytes;
	/**
	 * ChaCha20-Poly1305 (RFC 8439), 12-byte nonce, no associated data. Writes ciphertext ‖ 16-byte tag, into `into` if it
	 * is given: as many bytes, and none of the plaintext's.
	 */
	aeadSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, into?: Bytes): Bytes;
	/** Throws CustosError `damaged` if the tag does not match. */
	aeadOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Bytes;
	/** X25519 (RFC 7748). Throws CustosError `bad-key` if the result is all zero (small-order point). */
	x25519(secret: Uint8Array, publicKey: Uint8Array): Bytes;
	x25519Public(secret: Uint8Array): Bytes;
	/** A key pair made for this call only: its public half, and what it and `publicKey` agree on. Throws `bad-key` as x25519. */
	x25519Ephemeral(publicKey: Uint8Array): { share: Bytes; shared: Bytes };
	/** XSalsa20-Poly1305 as NaCl's `secretbox`: tag ‖ ciphertext under a 32-byte key and a 24-byte nonce. Null if the tag does not match. */
	secretboxOpen(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | null;
	/** Ed25519 (RFC 8032) from a 32-byte seed; 64-byte signature. */
	ed25519Sign(seed: Uint8Array, message: Uint8Array): Bytes;
	ed25519Public(seed: Uint8Array): Bytes;
	/** Strict: false for S ≥ L and for small-order public keys or R, malformed lengths included; never throws. */
	ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
	/** The same check off the calling thread where the platform can. */
	ed25519VerifyAsync(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
	/** Undefined where the functions above are as quick. */
	readonly nativeBulk?: NativeBulk | undefined;
	/** `size` random bytes from the system's generator. */
	randomBytes(size: number): Bytes;
}
