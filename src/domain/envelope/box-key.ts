import { hsalsa } from '@noble/ciphers/salsa.js';
import { platform } from '#platform';
import { type Bytes, utf8 } from '../bytes.ts';

/** "expand 32-byte k", the Salsa20 constant, as little-endian words. */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);
const COMMITMENT_LABEL = utf8('custos/box-commit/v1\n');

export interface BoxKey {
	/** The same 32 bytes as `nacl.box.before`. */
	readonly key: Bytes;
	/** 32 bytes, shown in clear, that no other key, ephemeral or recipient gives. */
	readonly commitment: Bytes;
}

/**
 * The key of a box from what X25519 gave between `ephemeral` and `recipient` (public keys in the roles they have):
 * HSalsa20, as in NaCl. The X25519 is left to the platform, which refuses the small-order keys that NaCl lets pass, and
 * which is some twenty times faster under Node.
 */
export function boxKey(shared: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): BoxKey {
	const key = hsalsa20(shared);
	return { key, commitment: platform.sha256(COMMITMENT_LABEL, ephemeral, recipient, key) };
}

function hsalsa20(shared: Uint8Array): Bytes {
	const out = new Uint32Array(8);
	hsalsa(SIGMA, words(shared), new Uint32Array(4), out);
	const bytes = new Uint8Array(32);
	const view = new DataView(bytes.buffer);
	out.forEach((word, i) => {
		view.setUint32(4 * i, word, true);
	});
	return bytes;
}

function words(bytes: Uint8Array): Uint32Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}
