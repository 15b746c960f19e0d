import { lastCheckpoint, tileReader } from '../db/log-store.ts';
import { toBase64, toHex } from '../domain/bytes.ts';
import type { Id } from '../domain/ids.ts';
import { formatProof } from '../domain/ledger/proof.ts';
import type { Remains } from '../domain/ledger/remains.ts';
import { inclusionProver } from '../domain/ledger/tiles.ts';
import { nothing } from './access.ts';
import type { Context, Person } from './context.ts';
import { cachedTiles } from './entries.ts';
import { PAGE } from './read.ts';

/** What remains of the events `after` .. of an expunged item, for members of a case it was in; with proofs under the newest checkpoint. */
export async function remainsOf(
	ctx: Context,
	person: Person,
	item: Id,
	after: number,
): Promise<{ entries: Remains[]; next: number | null }> {
	const gone = await ctx.db
		.selectFrom('expunged as e')
		.innerJoin('expunged_in as x', 'x.item', 'e.item')
		.innerJoin('members as m', 'm.case_id', 'x.case_id')
		.select('e.n')
		.where('e.item', '=', item)
		.where('m.person', '=', person.key)
		.where('m.active', '=', true)
		.limit(1)
		.executeTakeFirst();
	if (gone === undefined) throw nothing();
	const checkpoint = await lastCheckpoint(ctx.db);
	const rows = await ctx.db
		.selectFrom('ledger.entries')
		.select(['idx', 'n', 'leaf', 'skeleton', 'skeleton_salt'])
		.where('subject', '=', item)
		.where('n', '>', after)
		.where('n', '<=', gone.n)
		.where('idx', '<', checkpoint?.size ?? 0)
		.orderBy('n')
		.limit(PAGE)
		.execute();
	if (checkpoint === undefined) return { entries: [], next: null };
	const prove = inclusionProver(checkpoint.size, cachedTiles(tileReader(ctx.db), checkpoint.size));
	const entries = await Promise.all(
		rows.map(async ({ idx, leaf, skeleton, skeleton_salt: salt }) => ({
			index: idx,
			leaf: toBase64(leaf),
			skeleton,
			salt: toHex(salt),
			proof: formatProof({ index: idx, path: await prove(idx), checkpoint: checkpoint.note }),
		})),
	);
	return { entries, next: rows.length < PAGE ? null : (rows.at(-1)?.n ?? null) };
}
