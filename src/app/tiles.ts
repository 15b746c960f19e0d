import { lastCheckpoint, leaves, tileReader } from '../db/log-store.ts';
import { type Bytes, concat } from '../domain/bytes.ts';
import { formatBundle } from '../domain/ledger/bundle.ts';
import { parseTilePath } from '../domain/ledger/tile-path.ts';
import { TILE_WIDTH } from '../domain/ledger/tiles.ts';
import { nothing } from './access.ts';
import type { Context } from './context.ts';

/** The newest checkpoint, for whoever follows the log. Throws `not-found` before entry 0. */
export async function checkpoint(ctx: Context): Promise<string> {
	const newest = await lastCheckpoint(ctx.db);
	if (newest === undefined) throw nothing();
	return newest.note;
}

/**
 * One tile of hashes or one bundle of leaves (C2SP tlog-tiles), by its path. Never of more than the newest checkpoint
 * covers. A leaf is two salted hashes and discloses nothing. Throws `not-found`.
 */
export async function tile(ctx: Context, path: string): Promise<Bytes> {
	const { level, index, width } = parseTilePath(path);
	const size = (await lastCheckpoint(ctx.db))?.size ?? 0;
	const there = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
	const from = index * TILE_WIDTH;
	if (from + width > there) throw nothing();
	if (level === 'entries') return formatBundle(await leaves(ctx.db, from, from + width));
	return concat(...(await tileReader(ctx.db)(level, from, from + width)));
}
