import type { Bytes } from '../bytes.ts';
import { requireLength } from './key-shape.ts';
import type { NativeBulk } from './port.ts';

/** As the newest browsers call it, whose types do not know it yet. */
const CIPHER = 'ChaCha20-Poly1305';

/** WebCrypto, which only a secure context has: some twice as quick as WebAssembly, in threads of its own. */
export const webNative: NativeBulk | undefined = globalThis.crypto?.subtle && {
	async sha256(data) {
		return new Uint8Array(await crypto.subtle.digest('SHA-256', data as Bytes));
	},

	async aeadSealer(key) {
		requireLength(key, 32, 'an AEAD key');
		const imported = await importKey(key);
		if (imported === undefined) return undefined;
		return async (nonce, plaintext, into) => {
			requireLength(nonce, 12, 'an AEAD nonce');
			// The nonce may be rewritten once this has returned.
			const about = { name: CIPHER, iv: nonce.slice() };
			into.set(new Uint8Array(await crypto.subtle.encrypt(about, imported, plaintext as Bytes)));
		};
	},
};

async function importKey(key: Uint8Array): Promise<CryptoKey | undefined> {
	try {
		return await crypto.subtle.importKey('raw-secret' as 'raw', key as Bytes, CIPHER, false, ['encrypt']);
	} catch {
		// Not known here: WebAssembly does it.
		return undefined;
	}
}
