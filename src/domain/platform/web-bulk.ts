import type { Bytes } from '../bytes.ts';
import type { Sha256 } from './port.ts';

/** Quicker code for many bytes, where there is some. Same results as the platform's own. */
export interface Bulk {
	/** Ciphertext ‖ tag. */
	seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array;
	/** Throws anything if the tag does not match. */
	open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Bytes;
	/** Null if the tag does not match. */
	secretboxOpen(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | null;
	createSha256(): Sha256;
	sha256(parts: readonly Uint8Array[]): Bytes;
	/** Throws anything if the result is all zero. */
	x25519(secret: Uint8Array, publicKey: Uint8Array): Uint8Array;
}

/** From this many bytes on a cipher's way into WebAssembly and back is worth it; a hash's and a key agreement's always is. */
export const BULK = 512;

let loaded: Bulk | undefined;

/** What has been loaded, if anything. */
export function bulk(): Bulk | undefined {
	return loaded;
}

/** From now on web.ts uses it. */
export function useBulk(code: Bulk): void {
	loaded = code;
}
