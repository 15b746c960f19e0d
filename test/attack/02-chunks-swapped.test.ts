import { describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { openChunks } from '../../src/domain/envelope/body.ts';
import { SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readItem, sealItem } from './sealed-item.ts';

const plaintext = platform.randomBytes(4 * 65_536);
const item = sealItem('00112233445566778899aabbccddeeff', plaintext);
const chunks = [0, 1, 2, 3].map((i) => item.body.subarray(i * SEALED_CHUNK_SIZE, (i + 1) * SEALED_CHUNK_SIZE));
const order = (...places: number[]) => concat(...places.map((i) => chunks[i] as Uint8Array));

describe('2: chunks swapped', () => {
	it.each([[[1, 0, 2, 3]], [[0, 2, 1, 3]], [[0, 1, 3, 2]], [[3, 1, 2, 0]], [[0, 0, 2, 3]], [[0, 1, 2, 2]]])(
		'as %j',
		async (places) => {
			const released: Uint8Array[] = [];
			await expect(readItem({ ...item, body: order(...places) }, released)).rejects.toMatchObject({ code: 'damaged' });
			const intact = places.findIndex((place, i) => place !== i);
			expect(concat(...released)).toEqual(plaintext.subarray(0, intact * 65_536));
		},
	);

	it('a chunk served for another by a range request', () => {
		const { payloadKey } = openPrefix(item.prefix, item.secret, item.committed);
		for (const asked of [0, 1, 2, 3]) {
			for (const served of [0, 1, 2, 3]) {
				const open = () => openChunks(payloadKey, chunks[served] as Uint8Array, asked, asked === 3);
				if (asked === served) expect(open()).toEqual(plaintext.subarray(asked * 65_536, (asked + 1) * 65_536));
				else expect(open).toThrow(expect.objectContaining({ code: 'damaged' }));
			}
		}
	});
});
