import { describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { flip, readItem, sealItem } from './sealed-item.ts';

const plaintext = platform.randomBytes(3 * 65_536 + 500);
const item = sealItem('00112233445566778899aabbccddeeff', plaintext);

describe('1: any bit flipped', () => {
	it('in the prefix: not the committed one, and even without a ledger it gives no plaintext', async () => {
		for (let at = 0; at < item.prefix.length; at++) {
			const prefix = flip(item.prefix, at);
			await expect(readItem({ ...item, prefix })).rejects.toMatchObject({ code: 'hash-mismatch' });
			await expect(readItem({ ...item, prefix, committed: platform.sha256(prefix) })).rejects.toMatchObject({
				code: expect.stringMatching(/^(damaged|wrong-key)$/),
			});
		}
	});

	it('in the nonce: another payload key, so not a byte comes out', async () => {
		const prefix = flip(item.prefix, item.prefix.length - 3);
		expect(openPrefix(prefix, item.secret).payloadKey).not.toEqual(openPrefix(item.prefix, item.secret).payloadKey);
		const released: Uint8Array[] = [];
		await expect(readItem({ ...item, prefix, committed: platform.sha256(prefix) }, released)).rejects.toMatchObject({
			code: 'damaged',
		});
		expect(released).toHaveLength(0);
	});

	it('in the body: only whole chunks before it came out, and the end is an error', async () => {
		const edges = [0, 1, 2, 3].flatMap((i) => [
			i * SEALED_CHUNK_SIZE,
			i * SEALED_CHUNK_SIZE + 400,
			(i + 1) * SEALED_CHUNK_SIZE - 1,
		]);
		for (const at of [...edges, item.body.length - 1].filter((at) => at < item.body.length)) {
			const released: Uint8Array[] = [];
			await expect(readItem({ ...item, body: flip(item.body, at) }, released)).rejects.toMatchObject({
				code: 'damaged',
			});
			expect(concat(...released)).toEqual(plaintext.subarray(0, Math.floor(at / SEALED_CHUNK_SIZE) * 65_536));
		}
		expect(await readItem(item)).toEqual(plaintext);
	});
});
