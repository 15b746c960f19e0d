import { ed25519 } from '@noble/curves/ed25519.js';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform as node } from '../../src/domain/platform/node.ts';
import { platform as web } from '../../src/domain/platform/web.ts';

const empty = new Uint8Array(0);
const L = ed25519.Point.Fn.ORDER;

const smallOrder = [
	'0100000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000080',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0000000000000000000000000000000000000000000000000000000000000080',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];

/** X25519 points of small order (RFC 7748 section 6.1 and its non-canonical forms). */
const smallX25519 = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'0000000000000000000000000000000000000000000000000000000000000080',
];

describe.each([
	['node', node],
	['web', web],
] as const)('platform %s', (_, p) => {
	it('hashes (FIPS 180-4)', () => {
		const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
		expect(toHex(p.sha256(utf8('abc')))).toBe(abc);
		expect(toHex(p.sha256(utf8('a'), empty, utf8('bc')))).toBe(abc);
		expect(toHex(p.createSha256().update(utf8('ab')).update(utf8('c')).digest())).toBe(abc);
		expect(toHex(p.sha256())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
	});

	it('authenticates (RFC 4231 case 2)', () => {
		expect(toHex(p.hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?')))).toBe(
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		);
	});

	it('derives (RFC 5869 cases 1 and 3)', () => {
		const secret = new Uint8Array(22).fill(0x0b);
		expect(
			toHex(p.hkdfSha256(secret, fromHex('000102030405060708090a0b0c'), fromHex('f0f1f2f3f4f5f6f7f8f9'), 42)),
		).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
		expect(toHex(p.hkdfSha256(secret, empty, empty, 42))).toBe(
			'8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
		);
	});

	it('seals and opens (RFC 8439 section 2.8.2 key and nonce, no associated data)', () => {
		const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
		const nonce = fromHex('070000004041424344454647');
		const plaintext = utf8(
			"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
		);
		const sealed = p.aeadSeal(key, nonce, plaintext);
		expect(toHex(sealed)).toMatch(/^d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6/);
		expect(p.aeadOpen(key, nonce, sealed)).toEqual(plaintext);
		for (const at of [0, 50, sealed.length - 1]) {
			const bad = Uint8Array.from(sealed);
			bad[at] = (bad[at] as number) ^ 1;
			expect(() => p.aeadOpen(key, nonce, bad)).toThrow(expect.objectContaining({ code: 'damaged' }));
		}
		expect(() => p.aeadOpen(key, nonce, sealed.subarray(0, 15))).toThrow(expect.objectContaining({ code: 'damaged' }));
		expect(() => p.aeadSeal(key.subarray(1), nonce, plaintext)).toThrow(expect.objectContaining({ code: 'bad-key' }));
		expect(p.aeadOpen(key, nonce, p.aeadSeal(key, nonce, empty))).toEqual(empty);
		const room = new Uint8Array(sealed.length + 20).fill(9);
		expect(p.aeadSeal(key, nonce, plaintext, room.subarray(10, 10 + sealed.length)).buffer).toBe(room.buffer);
		expect(room.subarray(10, -10)).toEqual(sealed);
		expect(new Set([...room.subarray(0, 10), ...room.subarray(-10)])).toEqual(new Set([9]));
		expect(() => p.aeadSeal(key, nonce, plaintext, room)).toThrow(expect.objectContaining({ code: 'internal' }));
	});

	it('agrees on a secret (RFC 7748 sections 5.2 and 6.1)', () => {
		expect(
			toHex(
				p.x25519(
					fromHex('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4'),
					fromHex('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c'),
				),
			),
		).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552');
		const alice = fromHex('77076d0a7318a57d3c16c17251b26645df4c2f92ebc099f4d6c6d4f5b9c5f7b5');
		expect(p.x25519Public(alice)).toEqual(nacl.scalarMult.base(alice));
	});

	it.each(smallX25519)('refuses the small-order X25519 key %s', (hex) => {
		expect(() => p.x25519(p.randomBytes(32), fromHex(hex))).toThrow(expect.objectContaining({ code: 'bad-key' }));
		expect(() => p.x25519Ephemeral(fromHex(hex))).toThrow(expect.objectContaining({ code: 'bad-key' }));
	});

	it('agrees under a key pair made for one call', () => {
		const secret = p.randomBytes(32);
		const { share, shared } = p.x25519Ephemeral(p.x25519Public(secret));
		expect(p.x25519(secret, share)).toEqual(shared);
		expect(p.x25519Ephemeral(p.x25519Public(secret)).share).not.toEqual(share);
	});

	it('refuses keys of a wrong length', () => {
		for (const length of [0, 31, 33]) {
			const bad = new Uint8Array(length).fill(9);
			const good = p.randomBytes(32);
			expect(() => p.x25519(bad, good)).toThrow(expect.objectContaining({ code: 'bad-key' }));
			expect(() => p.x25519(good, bad)).toThrow(expect.objectContaining({ code: 'bad-key' }));
			expect(() => p.x25519Public(bad)).toThrow(expect.objectContaining({ code: 'bad-key' }));
			expect(() => p.ed25519Sign(bad, empty)).toThrow(expect.objectContaining({ code: 'bad-key' }));
			expect(p.ed25519Verify(bad, empty, new Uint8Array(64))).toBe(false);
		}
	});

	it('signs and verifies (RFC 8032 section 7.1 test 3)', async () => {
		const seed = fromHex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7');
		const publicKey = fromHex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025');
		const message = fromHex('af82');
		const signature = p.ed25519Sign(seed, message);
		expect(p.ed25519Public(seed)).toEqual(publicKey);
		expect(toHex(signature)).toBe(
			'6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
		);
		expect(p.ed25519Verify(publicKey, message, signature)).toBe(true);
		expect(await p.ed25519VerifyAsync(publicKey, message, signature)).toBe(true);
		expect(p.ed25519Verify(publicKey, utf8('other'), signature)).toBe(false);
		expect(await p.ed25519VerifyAsync(publicKey, utf8('other'), signature)).toBe(false);
	});

	it('refuses S + L', () => {
		const seed = p.randomBytes(32);
		const signature = p.ed25519Sign(seed, empty);
		let s = 0n;
		for (let i = 63; i >= 32; i--) s = (s << 8n) | BigInt(signature[i] as number);
		s += L;
		const forged = Uint8Array.from(signature, (byte, i) =>
			i < 32 ? byte : Number((s >> BigInt(8 * (i - 32))) & 255n),
		);
		expect(nacl.sign.detached.verify(empty, forged, p.ed25519Public(seed))).toBe(true); // why this check is ours
		expect(p.ed25519Verify(p.ed25519Public(seed), empty, forged)).toBe(false);
	});

	it.each(smallOrder)('refuses the small-order point %s as key and as R', async (hex) => {
		const point = fromHex(hex);
		// With a small-order key A, R = A or the neutral point and S = 0 verify for one message in eight without a check.
		for (let i = 0; i < 16; i++) {
			const message = Uint8Array.of(i);
			for (const r of smallOrder) {
				const forged = concat(fromHex(r), new Uint8Array(32));
				expect(p.ed25519Verify(point, message, forged)).toBe(false);
			}
		}
		const seed = p.randomBytes(32);
		expect(p.ed25519Verify(p.ed25519Public(seed), empty, concat(point, new Uint8Array(32)))).toBe(false);
		expect(await p.ed25519VerifyAsync(point, empty, concat(point, new Uint8Array(32)))).toBe(false);
	});

	it('answers false, never an error, to a key that is no point', async () => {
		const noPoint = new Uint8Array(32);
		noPoint[0] = 2;
		expect(() => ed25519.Point.fromBytes(noPoint)).toThrow();
		const signature = p.ed25519Sign(p.randomBytes(32), empty);
		expect(p.ed25519Verify(noPoint, empty, signature)).toBe(false);
		expect(await p.ed25519VerifyAsync(noPoint, empty, signature)).toBe(false);
	});

	it('notices that the array of a secret was overwritten', () => {
		const secret = p.randomBytes(32);
		const [before, copy] = [p.x25519Public(secret), Uint8Array.from(secret)];
		const signer = p.ed25519Public(secret); // the same array as a key of the other curve
		secret[5] = (secret[5] as number) ^ 1;
		expect(p.x25519Public(secret)).not.toEqual(before);
		expect(p.x25519Public(copy)).toEqual(before);
		expect(p.ed25519Public(copy)).toEqual(signer);
	});

	it('gives random bytes of any size', () => {
		expect(p.randomBytes(0)).toHaveLength(0);
		expect(p.randomBytes(200_000)).toHaveLength(200_000);
		expect(p.randomBytes(32)).not.toEqual(p.randomBytes(32));
		expect(p.randomBytes(32)).toBeInstanceOf(Uint8Array);
	});
});

describe('both platforms', () => {
	it('give the same bytes for random inputs', () => {
		for (let i = 0; i < 40; i++) {
			const [a, b] = [node.randomBytes(32), node.randomBytes(32)];
			const data = node.randomBytes(i * 37);
			const nonce = node.randomBytes(12);
			expect(node.sha256(data, a)).toEqual(web.sha256(data, a));
			expect(node.hmacSha256(a, data)).toEqual(web.hmacSha256(a, data));
			expect(node.hkdfSha256(a, b, data.subarray(0, 1024), 64)).toEqual(
				web.hkdfSha256(a, b, data.subarray(0, 1024), 64),
			);
			const sealed = node.aeadSeal(a, nonce, data);
			expect(sealed).toEqual(web.aeadSeal(a, nonce, data));
			expect(web.aeadOpen(a, nonce, sealed)).toEqual(node.aeadOpen(a, nonce, sealed));
			expect(node.x25519(a, b)).toEqual(web.x25519(a, b));
			expect(node.x25519(a, b)).toEqual(nacl.scalarMult(a, b));
			expect(node.x25519Public(a)).toEqual(web.x25519Public(a));
			expect(node.ed25519Public(a)).toEqual(web.ed25519Public(a));
			const signature = node.ed25519Sign(a, data);
			expect(signature).toEqual(web.ed25519Sign(a, data));
			expect(web.ed25519Verify(node.ed25519Public(a), data, signature)).toBe(true);
			expect(node.ed25519Verify(node.ed25519Public(a), data, signature)).toBe(true);
		}
	});

	it('agree about a key with a small-order component: the equation has no cofactor', () => {
		const { Point } = ed25519;
		const torsion = Point.fromBytes(fromHex(smallOrder[6] as string));
		const seed = node.randomBytes(32);
		const secret = ed25519.utils.getExtendedPublicKey(seed).scalar;
		const mixed = Point.BASE.multiply(secret).add(torsion).toBytes();
		let accepted = 0;
		for (let i = 0; i < 40; i++) {
			const message = Uint8Array.of(i);
			const nonce = 12345n + BigInt(i);
			const r = Point.BASE.multiply(nonce).toBytes();
			const k = challenge(r, mixed, message);
			const s = (nonce + k * secret) % L;
			const signature = concat(
				r,
				Uint8Array.from({ length: 32 }, (_, j) => Number((s >> BigInt(8 * j)) & 255n)),
			);
			const answer = node.ed25519Verify(mixed, message, signature);
			expect(web.ed25519Verify(mixed, message, signature)).toBe(answer);
			if (answer) accepted++;
		}
		expect(accepted).toBeLessThan(20);
	});
});

function challenge(r: Uint8Array, a: Uint8Array, message: Uint8Array): bigint {
	const digest = nacl.hash(concat(r, a, message));
	let out = 0n;
	for (let i = 63; i >= 0; i--) out = (out << 8n) | BigInt(digest[i] as number);
	return out % L;
}
