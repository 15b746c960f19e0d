import { objectKey } from '../../src/app/objects.ts';
import { fromHex } from '../../src/domain/bytes.ts';
import { openChunks } from '../../src/domain/envelope/body.ts';
import { SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { readRange } from './read-whole.ts';
import type { NamedBody } from './saved-ledger.ts';

/** No ffprobe.json is longer, in chunks; it lies at the beginning. */
const LOOKED_AT = 16;

/**
 * The item's true size in bytes, as ffprobe said it when the item was examined; undefined where it said nothing, or what
 * was made then cannot be opened. Reads the beginning only. The size in the record is sealed to the case, and closed to
 * the recovery key.
 */
export async function probedSize(
	from: BlobStore,
	{ prefix: committed, body }: NamedBody,
	prefix: Uint8Array,
	secret: Uint8Array,
): Promise<number | undefined> {
	const length = Math.min(body.size, LOOKED_AT * SEALED_CHUNK_SIZE);
	try {
		const { payloadKey } = openPrefix(prefix, secret, fromHex(committed));
		const sealed = await readRange(from, objectKey(body.object), { offset: body.offset, length });
		const said = Buffer.from(openChunks(payloadKey, sealed, 0, length === body.size)).toString('latin1');
		const size = /^\{.*?"format": \{[^}]*?"size": "(\d{1,15})"/s.exec(said)?.[1];
		return size === undefined ? undefined : Number(size);
	} catch (error) {
		for (const code of ['not-found', 'range', 'damaged', 'hash-mismatch', 'wrong-key'] as const)
			if (isCustosError(error, code)) return undefined;
		throw error;
	}
}
