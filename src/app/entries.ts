import type { Kysely } from 'kysely';
import { entries, lastCheckpoint, type StoredEntry, tileReader } from '../db/log-store.ts';
import type { Database } from '../db/tables.ts';
import { type Bytes, text, toBase64, toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { formatProof } from '../domain/ledger/proof.ts';
import type { EntryText } from '../domain/ledger/receipt.ts';
import { inclusionProver, TILE_WIDTH, type TileReader } from '../domain/ledger/tiles.ts';
import { fitting } from './answer-size.ts';

/** Entries at these indices with proofs under the newest checkpoint; those not yet under it are left out. */
export async function entryTexts(db: Kysely<Database>, indices: readonly number[]): Promise<EntryText[]> {
	if (indices.length === 0) return [];
	const rows = await entries(db).where('e.idx', 'in', indices).orderBy('e.idx').execute();
	return withProofs(db, rows);
}

/** Events `after` .. of one subject, oldest first, at most `limit`, and fewer where they are large: whoever wants all goes on. */
export async function historyOf(
	db: Kysely<Database>,
	subject: string,
	after: number,
	limit: number,
): Promise<EntryText[]> {
	const rows = await db
		.selectFrom('ledger.entries')
		.select('idx')
		.where('subject', '=', subject)
		.where('n', '>', after)
		.orderBy('n')
		.limit(limit)
		.execute();
	return entryTexts(
		db,
		await fitting(
			db,
			rows.map((row) => row.idx),
			(index) => [index],
		),
	);
}

/** Turns rows into entries as they travel: under the newest checkpoint, or the one that is given. */
export async function withProofs(
	db: Kysely<Database>,
	rows: readonly StoredEntry[],
	under?: { size: number; note: string },
): Promise<EntryText[]> {
	const checkpoint = under ?? (await lastCheckpoint(db));
	if (checkpoint === undefined) return [];
	const prove = inclusionProver(checkpoint.size, cachedTiles(tileReader(db), checkpoint.size));
	const shown = rows.filter((row) => row.idx < checkpoint.size);
	return Promise.all(
		shown.map(async (row): Promise<EntryText> => {
			const path = await prove(row.idx);
			return {
				statement: text(row.statement),
				signature: toBase64(row.signature),
				...(row.sealed === null ? {} : { sealed: toBase64(row.sealed) }),
				receipt: {
					index: row.idx,
					skeleton: row.skeleton,
					salts: [toHex(row.skeleton_salt), toHex(row.statement_salt)],
					proof: formatProof({ index: row.idx, path, checkpoint: checkpoint.note }),
				},
			};
		}),
	);
}

/** Reads whole tiles once and cuts what is asked from them. */
export function cachedTiles(read: TileReader, size: number): TileReader {
	const tiles = new Map<string, Promise<readonly Bytes[]>>();
	return async (level, from, to) => {
		const tile = Math.floor(from / TILE_WIDTH);
		const start = tile * TILE_WIDTH;
		const end = Math.min(start + TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level));
		const key = `${level}/${tile}`;
		const whole = tiles.get(key) ?? read(level, start, end);
		tiles.set(key, whole);
		return (await whole).slice(from - start, to - start);
	};
}

/** Entries by their index. */
export function byIndex(entries: readonly EntryText[]): Map<number, EntryText> {
	return new Map(entries.map((entry) => [entry.receipt.index, entry]));
}

/** The entry at an index. Throws `unavailable` while it is not under a signed checkpoint. */
export function pick<T>(entries: ReadonlyMap<number, T>, index: number): T {
	const entry = entries.get(index);
	if (entry === undefined) throw notYet();
	return entry;
}

/** What is said of an entry that lies under no checkpoint yet. */
export function notYet(): CustosError {
	return new CustosError(
		'unavailable',
		'this was only just written and is not under a signed checkpoint yet: try again',
	);
}
