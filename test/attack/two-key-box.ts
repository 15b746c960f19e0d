import { xsalsa20 } from '@noble/ciphers/salsa.js';
import { concat } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';

const P = (1n << 130n) - 5n;
const BLOCK = 1n << 128n;

/**
 * One secretbox text (tag ‖ ciphertext) that authenticates under both keys: the fixture of catalogue number 5. Two of its
 * three blocks are solved so that Poly1305 gives one tag under two keys (two linear equations modulo 2^130 - 5).
 */
export function twoKeyBox(keys: readonly [Uint8Array, Uint8Array], nonce: Uint8Array): Uint8Array {
	const [a, b] = keys.map((key) => polyKey(key, nonce)) as [PolyKey, PolyKey];
	for (;;) {
		const tag = number(platform.randomBytes(16));
		const last = number(platform.randomBytes(16)) + BLOCK;
		// x·r³ + y·r² + last·r = tag - s, for both keys
		const right = [a, b].map(({ r, s }) => mod(mod(tag - s, BLOCK) - last * r, P)) as [bigint, bigint];
		const [a3, a2, b3, b2] = [a.r ** 3n % P, a.r ** 2n % P, b.r ** 3n % P, b.r ** 2n % P];
		const determinant = inverse(mod(a3 * b2 - a2 * b3, P));
		const x = mod((right[0] * b2 - right[1] * a2) * determinant, P);
		const y = mod((right[1] * a3 - right[0] * b3) * determinant, P);
		if ([x, y].every((block) => block >= BLOCK && block < 2n * BLOCK)) {
			return concat(bytes(tag), ...[x, y, last].map((block) => bytes(block - BLOCK)));
		}
	}
}

interface PolyKey {
	readonly r: bigint;
	readonly s: bigint;
}

function polyKey(key: Uint8Array, nonce: Uint8Array): PolyKey {
	const stream = xsalsa20(key, nonce, new Uint8Array(32));
	return { r: number(stream.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn, s: number(stream.subarray(16)) };
}

function number(littleEndian: Uint8Array): bigint {
	return littleEndian.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function bytes(value: bigint): Uint8Array {
	return Uint8Array.from({ length: 16 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

function mod(value: bigint, modulus: bigint): bigint {
	return ((value % modulus) + modulus) % modulus;
}

function inverse(value: bigint): bigint {
	let [out, base] = [1n, value];
	for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) out = (out * base) % P;
		base = (base * base) % P;
	}
	return out;
}
