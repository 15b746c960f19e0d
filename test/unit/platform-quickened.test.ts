import { randomBytes } from 'node:crypto';
import nacl from 'tweetnacl';
import { beforeAll, expect, test } from 'vitest';
import { isCustosError } from '../../src/domain/errors.ts';
import { platform as node } from '../../src/domain/platform/node.ts';
import { platform as web } from '../../src/domain/platform/web.ts';
import { bulk } from '../../src/domain/platform/web-bulk.ts';
import { quicken } from '../../src/domain/platform/web-quicken.ts';

beforeAll(async () => {
	expect(bulk()).toBeUndefined();
	await quicken();
	expect(bulk()).toBeDefined();
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('seals and opens as the others do, at every size', () => {
	for (const size of [0, 1, 4095, 4096, 5000, 65_536, 200_001]) {
		const [key, nonce, plain] = [randomBytes(32), randomBytes(12), randomBytes(size)];
		const sealed = web.aeadSeal(key, nonce, plain);
		expect(hex(sealed)).toBe(hex(node.aeadSeal(key, nonce, plain)));
		expect(hex(web.aeadOpen(key, nonce, sealed))).toBe(hex(plain));
		const room = new Uint8Array(size + 16);
		expect(web.aeadSeal(key, nonce, plain, room)).toBe(room);
		expect(hex(room)).toBe(hex(sealed));
	}
});

test('one flipped bit anywhere is damage', () => {
	const [key, nonce] = [randomBytes(32), randomBytes(12)];
	const sealed = web.aeadSeal(key, nonce, randomBytes(10_000));
	for (const at of [0, 5000, 9999, 10_000, 10_015]) {
		const spoilt = sealed.slice();
		spoilt[at] = (spoilt[at] as number) ^ 1;
		expect(() => web.aeadOpen(key, nonce, spoilt)).toThrow(
			expect.toSatisfy((error) => isCustosError(error, 'damaged')),
		);
	}
});

test('hashes that are under way at once do not disturb one another', () => {
	const files = Array.from({ length: 5 }, (_, i) => randomBytes(i * 40_000 + 17));
	const states = files.map(() => web.createSha256());
	for (let at = 0; at < 200_000; at += 7001)
		for (const [i, state] of states.entries()) state.update(files[i]?.subarray(at, at + 7001) as Uint8Array);
	for (const [i, state] of states.entries()) {
		const file = files[i] as Uint8Array;
		expect(hex(state.digest())).toBe(hex(node.sha256(file)));
		expect(hex(web.sha256(file, file))).toBe(hex(node.sha256(file, file)));
	}
	expect(hex(web.createSha256().digest())).toBe(hex(node.sha256()));
});

test('small hashes, authentication, derivation and agreement are those of the others', () => {
	for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
		const [a, b] = [randomBytes(size), randomBytes(size + 3)];
		expect(hex(web.sha256(a, b))).toBe(hex(node.sha256(a, b)));
		expect(hex(web.hmacSha256(a, b))).toBe(hex(node.hmacSha256(a, b)));
		expect(hex(web.hkdfSha256(a, b, a, 70))).toBe(hex(node.hkdfSha256(a, b, a, 70)));
	}
	for (let i = 0; i < 20; i++) {
		const [secret, other] = [randomBytes(32), node.x25519Public(randomBytes(32))];
		if (i % 2 === 1) other[31] = (other[31] as number) | 0x80;
		expect(hex(web.x25519(secret, other))).toBe(hex(node.x25519(secret, other)));
	}
	for (const weak of ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`])
		expect(() => web.x25519(randomBytes(32), Buffer.from(weak, 'hex'))).toThrow(
			expect.toSatisfy((error) => isCustosError(error, 'bad-key')),
		);
});

test('boxes open as the others open them, and spoilt ones do not', () => {
	for (const size of [0, 1, 63, 64, 65, 900, 5000]) {
		const [key, nonce, plain] = [randomBytes(32), randomBytes(24), randomBytes(size)];
		const box = nacl.secretbox(plain, nonce, key);
		for (const platform of [node, web]) {
			expect(hex(platform.secretboxOpen(key, nonce, box) as Uint8Array)).toBe(hex(plain));
			for (const at of [0, 15, box.length - 1])
				expect(platform.secretboxOpen(key, nonce, box.with(at, (box[at] as number) ^ 1))).toBeNull();
			expect(platform.secretboxOpen(randomBytes(32), nonce, box)).toBeNull();
		}
	}
});
