import { describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { openChunks } from '../../src/domain/envelope/body.ts';
import { SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readItem, sealItem } from './sealed-item.ts';

describe.each([3 * 65_536 + 500, 3 * 65_536])('3: a body of %i bytes', (size) => {
	const plaintext = platform.randomBytes(size);
	const item = sealItem('00112233445566778899aabbccddeeff', plaintext);
	const { payloadKey } = openPrefix(item.prefix, item.secret, item.committed);

	it('cut anywhere is an error at the end, chunk borders included', async () => {
		const lengths = [
			0,
			1,
			15,
			16,
			17,
			...[1, 2, 3].flatMap((i) => [-1, 0, 1, 16].map((more) => i * SEALED_CHUNK_SIZE + more)),
		];
		for (const length of [...lengths, item.body.length - 1].filter((length) => length < item.body.length)) {
			const body = item.body.subarray(0, length);
			const released: Uint8Array[] = [];
			await expect(readItem({ ...item, body }, released)).rejects.toMatchObject({ code: 'damaged' });
			const whole = concat(...released);
			expect(whole).toEqual(plaintext.subarray(0, whole.length));
			expect(() => openChunks(payloadKey, body, 0, true)).toThrow(expect.objectContaining({ code: 'damaged' }));
		}
	});

	it('extended is an error: by a byte, by a tag, by a chunk, by itself', async () => {
		const extra = [
			new Uint8Array(1),
			new Uint8Array(16),
			item.body.subarray(0, SEALED_CHUNK_SIZE),
			item.body.subarray(3 * SEALED_CHUNK_SIZE),
			item.body,
		];
		for (const more of extra.filter(({ length }) => length > 0)) {
			const body = concat(item.body, more);
			await expect(readItem({ ...item, body })).rejects.toMatchObject({ code: 'damaged' });
			expect(() => openChunks(payloadKey, body, 0, true)).toThrow(expect.objectContaining({ code: 'damaged' }));
		}
	});

	it('whose start is served as its end is an error', () => {
		const start = item.body.subarray(0, SEALED_CHUNK_SIZE);
		expect(() => openChunks(payloadKey, start, 0, true)).toThrow(expect.objectContaining({ code: 'damaged' }));
	});
});
