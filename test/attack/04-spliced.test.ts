import { describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { openPrefix, sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readItem, sealItem } from './sealed-item.ts';

const plaintext = platform.randomBytes(2 * 65_536);
const item = sealItem('00112233445566778899aabbccddeeff', plaintext);
const other = sealItem('ffeeddccbbaa99887766554433221100', plaintext);

describe('4: spliced from another item of the same intake', () => {
	it('a chunk', async () => {
		const body = concat(item.body.subarray(0, SEALED_CHUNK_SIZE), other.body.subarray(SEALED_CHUNK_SIZE));
		await expect(readItem({ ...item, body })).rejects.toMatchObject({ code: 'damaged' });
	});

	it('the body', async () => {
		const released: Uint8Array[] = [];
		await expect(readItem({ ...item, body: other.body }, released)).rejects.toMatchObject({ code: 'damaged' });
		expect(released).toHaveLength(0);
	});

	it('prefix and body: the key of one item does not open another, even without the ledger', async () => {
		const swapped = { ...item, prefix: other.prefix, body: other.body };
		await expect(readItem(swapped)).rejects.toMatchObject({ code: 'hash-mismatch' });
		await expect(readItem({ ...swapped, committed: other.committed })).rejects.toMatchObject({ code: 'wrong-key' });
	});

	it('a stanza: the MAC covers every recipient', async () => {
		const again = sealPrefix({ fileKey: platform.randomBytes(16), recipients: [item.publicKey, other.publicKey] });
		const prefix = Uint8Array.from(item.prefix);
		prefix.set(again.prefix.subarray(120, 218), 120); // the second of two equally long stanzas
		await expect(readItem({ ...item, prefix, committed: platform.sha256(prefix) })).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringContaining('MAC'),
		});
	});
});

describe('4b: a new prefix and body made for the same recipient', () => {
	it('would open, so it is refused for not being the committed prefix, before a byte is shown', async () => {
		const { prefix, payloadKey } = sealPrefix({ fileKey: platform.randomBytes(16), recipients: [item.publicKey] });
		const body = sealChunks(payloadKey, platform.randomBytes(2 * 65_536), 0, true);
		expect(openPrefix(prefix, item.secret).payloadKey).toEqual(payloadKey);
		const released: Uint8Array[] = [];
		await expect(readItem({ ...item, prefix, body }, released)).rejects.toMatchObject({ code: 'hash-mismatch' });
		expect(released).toHaveLength(0);
	});
});
