import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { nativeChunkSealer, sealChunks } from '../../src/domain/envelope/body.ts';
import { CHUNK_SIZE, sealedSize } from '../../src/domain/envelope/chunk-range.ts';
import { isCustosError } from '../../src/domain/errors.ts';

vi.mock('#platform', () => import('../../src/domain/platform/web.ts'));

test('chunks sealed by WebCrypto are those of the plain functions, wherever they stand in a body', async () => {
	const key = randomBytes(32);
	const sealer = await nativeChunkSealer(key);
	if (sealer === undefined) throw new Error('this platform has no native sealer');
	for (const [size, first, isLast] of [
		[1, 0, true],
		[CHUNK_SIZE, 7, false],
		[3 * CHUNK_SIZE, 2 ** 33, false],
		[2 * CHUNK_SIZE + 5, 3, true],
		[2 * CHUNK_SIZE, 4, true],
	] as const) {
		const plain = randomBytes(size);
		const into = new Uint8Array(sealedSize(size));
		await sealer(plain, first, isLast, into);
		expect(Buffer.compare(into, sealChunks(key, plain, first, isLast))).toBe(0);
	}
	await expect(sealer(randomBytes(5), 0, false, new Uint8Array(21))).rejects.toSatisfy((error) =>
		isCustosError(error, 'size-mismatch'),
	);
});
