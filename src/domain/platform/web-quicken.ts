import { createSHA256 } from 'hash-wasm';
import sodium from 'libsodium-wrappers';
import type { Bytes } from '../bytes.ts';
import { useBulk } from './web-bulk.ts';

let loading: Promise<void> | undefined;

/**
 * Loads WebAssembly for ciphers, key agreement and SHA-256 (libsodium, hash-wasm), two to five times as quick as JavaScript: to
 * be awaited once in every page and worker that seals or opens footage, or opens many entries. Needs `'wasm-unsafe-eval'` in the page's rules. Where it cannot be loaded it
 * rejects with the reason, and everything goes on as before.
 */
export function quicken(): Promise<void> {
	loading ??= load();
	return loading;
}

/** Each call into WebAssembly costs more than copying a little. */
const room = new Uint8Array(4096);

function joined(parts: readonly Uint8Array[]): readonly Uint8Array[] {
	let size = 0;
	for (const part of parts) size += part.length;
	if (parts.length < 2 || size > room.length) return parts;
	let at = 0;
	for (const part of parts) {
		room.set(part, at);
		at += part.length;
	}
	return [room.subarray(0, size)];
}

async function load(): Promise<void> {
	await sodium.ready;
	const hasher = await createSHA256();
	useBulk({
		seal: (key, nonce, plaintext) =>
			sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, null, null, nonce, key),
		open: (key, nonce, sealed) =>
			sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key) as Bytes,
		secretboxOpen(key, nonce, box) {
			try {
				return sodium.crypto_secretbox_open_easy(box, nonce, key);
			} catch {
				return null;
			}
		},
		x25519: (secret, publicKey) => sodium.crypto_scalarmult(secret, publicKey),
		sha256(parts) {
			hasher.init();
			for (const part of joined(parts)) hasher.update(part);
			return hasher.digest('binary') as Bytes;
		},
		createSha256() {
			// One instance serves every hash that is under way: each keeps its own state between pieces.
			hasher.init();
			let state = hasher.save();
			return {
				update(data) {
					hasher.load(state);
					hasher.update(data);
					state = hasher.save();
					return this;
				},
				digest() {
					hasher.load(state);
					return hasher.digest('binary') as Bytes;
				},
			};
		},
	});
}
