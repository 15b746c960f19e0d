import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHUNK_SIZE, sealedSize } from '../../src/domain/envelope/chunk-range.ts';
import { platform as node } from '../../src/domain/platform/node.ts';
import { webNative } from '../../src/domain/platform/web-native.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('what WebCrypto hashes and seals is what the others make of it, many at once and with a nonce that is rewritten', async () => {
	if (webNative === undefined) throw new Error('this platform has no WebCrypto');
	for (const size of [0, 1, 65_536, 1_000_003]) {
		const data = randomBytes(size);
		expect(hex(await webNative.sha256(data))).toBe(hex(node.sha256(data)));
	}
	const key = randomBytes(32);
	const seal = await webNative.aeadSealer(key);
	if (seal === undefined) throw new Error('this platform has no ChaCha20-Poly1305');
	const nonce = new Uint8Array(12);
	const plain = [0, 1, 100, CHUNK_SIZE].map((size) => randomBytes(size));
	const rooms = plain.map((one) => new Uint8Array(sealedSize(one.length)));
	const sealing = plain.map((one, i) => {
		nonce[11] = i;
		const made = seal(nonce, one, rooms[i] as Uint8Array<ArrayBuffer>);
		return made;
	});
	nonce.fill(0xff);
	await Promise.all(sealing);
	for (const [i, one] of plain.entries()) {
		const expected = node.aeadSeal(key, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, i), one);
		expect(hex(rooms[i] as Uint8Array)).toBe(hex(expected));
	}
	await expect(seal(new Uint8Array(11), new Uint8Array(), new Uint8Array(16))).rejects.toThrow();
});
