import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Body } from './bodies.ts';

/** Written at once. */
const AT_ONCE = 8;

/** Where the second copy holds the prefix of an item or a derivative. */
export function prefixKey(id: Id): string {
	return `prefixes/${id}`;
}

/**
 * Lays the prefix of each body beside its object, a small file each: with them, and the recovery key, the second copy
 * opens with the stock `age` and no database. Only prefixes that are what their entries commit to.
 */
export async function copyPrefixes(db: Kysely<Database>, second: BlobStore, bodies: readonly Body[]): Promise<void> {
	if (bodies.length === 0) return;
	const hashes = new Map(bodies.map((body) => [body.id, body.prefix]));
	const rows = await db
		.selectFrom('ledger.prefixes')
		.select(['id', 'prefix'])
		.where('id', 'in', [...hashes.keys()])
		.execute();
	const good = rows.filter((row) => toHex(platform.sha256(row.prefix)) === hashes.get(row.id));
	for (let at = 0; at < good.length; at += AT_ONCE)
		await Promise.all(good.slice(at, at + AT_ONCE).map(({ id, prefix }) => put(second, prefixKey(id), prefix)));
}

async function put(second: BlobStore, key: string, bytes: Uint8Array): Promise<void> {
	if ((await second.head(key)) !== undefined) return;
	await second.put(key, bytes, { size: bytes.length, sha256: platform.sha256(bytes) }).catch((error: unknown) => {
		if (!isCustosError(error, 'exists')) throw error;
	});
}
