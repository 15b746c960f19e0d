import type { Client } from 'pg';
import { text } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Manifest } from './manifest.ts';
import { cell, tableRows } from './read-rows.ts';

/** Asked for at a time. */
const PAGE = 10_000;

/**
 * Throws `damaged` unless the ledger still has every prefix that the last backup holds of what is not `gone`: this backup holds
 * them anew, and those before it are taken away, so nobody could go back for one that somebody took out of the tables.
 */
export async function requirePrefixes(
	client: Client,
	target: BlobStore,
	last: Manifest,
	gone: readonly string[],
): Promise<void> {
	const items = new Set(gone);
	let ids: string[] = [];
	const ask = async (): Promise<void> => {
		const { rows } = await client.query<{ count: string }>(
			'select count(*) from ledger.prefixes where id = any($1::text[])',
			[ids],
		);
		if (Number(rows[0]?.count) !== ids.length)
			throw new CustosError(
				'damaged',
				'the ledger lacks prefixes that the last backup holds: nothing was taken out of the backups; run `custos audit`',
			);
		ids = [];
	};
	for await (const row of tableRows(target, last, 'ledger.prefixes')) {
		if (!items.has(text(cell(row, 1)))) ids.push(text(cell(row, 0)));
		if (ids.length === PAGE) await ask();
	}
	await ask();
}
