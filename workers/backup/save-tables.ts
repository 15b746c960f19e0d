import type { Client } from 'pg';
import { CustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { parseStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { copyChunks } from './copy-chunks.ts';
import type { Chunk, Manifest } from './manifest.ts';
import { storeVerified } from './read-whole.ts';
import { type Noted, type Since, savedTables } from './saved-tables.ts';

/** The ledger at one moment, as far as a backup needs to know before it writes anything. */
export interface LedgerFacts {
	entries: number;
	checkpoint: { size: number; root: string } | null;
	log: string;
}

/** Checks that this is the ledger of the last backup, continued, and that entry 0 names this recovery key. */
export async function ledgerFacts(client: Client, recovery: string, last: Manifest | undefined): Promise<LedgerFacts> {
	const { rows } = await client.query<{ entries: string }>(
		'select coalesce(max(idx) + 1, 0) as entries from ledger.entries',
	);
	const entries = Number(rows[0]?.entries);
	const founding = await client.query<{ statement: Uint8Array }>('select statement from ledger.bodies where idx = 0');
	const statement = founding.rows[0] && parseStatement(founding.rows[0].statement);
	if (statement?.type !== 'archive.founded')
		throw new CustosError('not-found', 'there is no archive yet: nothing to back up');
	if (statement.recovery !== recovery)
		throw new CustosError('bad-key', 'this is not the recovery key of this archive’s entry 0');
	const newest = await client.query<{ size: string; root: string }>(
		'select size, root from ledger.checkpoints order by size desc limit 1',
	);
	const checkpoint = newest.rows[0] ? { size: Number(newest.rows[0].size), root: newest.rows[0].root } : null;
	if (last !== undefined) await checkContinues(client, last, { entries, checkpoint, log: statement.log });
	return { entries, checkpoint, log: statement.log };
}

async function checkContinues(client: Client, last: Manifest, now: LedgerFacts): Promise<void> {
	if (last.log !== now.log) throw new CustosError('conflict', 'the backups there are of another archive');
	if (last.entries > now.entries)
		throw new CustosError(
			'behind',
			`the last backup holds ${last.entries} entries, the database ${now.entries}: it was rolled back`,
		);
	if (last.checkpoint === null) return;
	const { rows } = await client.query<{ root: string }>('select root from ledger.checkpoints where size = $1', [
		last.checkpoint.size,
	]);
	if (rows[0]?.root !== last.checkpoint.root)
		throw new CustosError('forked', 'this ledger is not the one that was backed up before');
}

/**
 * Writes what came since as chunks, each read back. Returns all chunks that make up the tables now. Throws `damaged`
 * unless they hold every prefix there is but those of what is `gone`: no later backup would go back for one that was left
 * out. `anew`: something was expunged since, and what was said goes into new chunks without it.
 */
export async function saveTables(
	client: Client,
	target: BlobStore,
	last: Manifest | undefined,
	{ entries, anew, gone, noted }: { entries: number; anew: boolean; gone: readonly string[]; noted: readonly Noted[] },
	signal?: AbortSignal,
): Promise<{ chunks: Chunk[]; bytes: number }> {
	const since: Since = { entries: last?.entries ?? 0, checkpoint: last?.checkpoint?.size ?? 0 };
	const folder = `tables/${newId(platform.randomBytes)}`;
	const kept = (last?.chunks ?? []).filter(
		(chunk) => !savedTables.some((table) => (table.whole || (anew && table.said)) && table.name === chunk.table),
	);
	const made: Chunk[] = [];
	for (const table of savedTables) {
		for await (const { bytes, rows } of copyChunks(
			client,
			table.select(anew && table.said ? { ...since, entries: 0 } : since, entries, noted),
		)) {
			signal?.throwIfAborted();
			const key = `${folder}/${String(made.length).padStart(6, '0')}`;
			made.push({ ...(await storeVerified(target, key, bytes)), table: table.name, rows });
		}
	}
	await checkPrefixes(client, [...kept, ...made], gone);
	return { chunks: [...kept, ...made], bytes: made.reduce((sum, one) => sum + one.size, 0) };
}

async function checkPrefixes(client: Client, chunks: readonly Chunk[], gone: readonly string[]): Promise<void> {
	const table = 'ledger.prefixes';
	const held = chunks.filter((one) => one.table === table).reduce((sum, one) => sum + one.rows, 0);
	const { rows } = await client.query<{ count: string }>(`select count(*) from ${table} where item <> all($1)`, [gone]);
	const there = Number(rows[0]?.count);
	if (held !== there)
		throw new CustosError(
			'damaged',
			`the ledger holds ${there} prefixes, this backup would hold ${held}: run \`custos audit\`; if that is clean, begin a new backup in an empty folder`,
		);
}
