import { z } from 'zod';
import type { Hex32, Id } from '../../domain/ids.ts';
import type { ItemClass } from '../../domain/roles.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { submit } from '../submit.ts';
import { markEntries } from './marks.ts';
import { readDetail } from './sealed-fields.ts';

/** From and to, in milliseconds of the item. */
export const Range = z.tuple([z.number().min(0), z.number().min(0)]);
export type Range = z.infer<typeof Range>;
const Detail = z.object({ ranges: z.array(Range).max(5000) });

/** What one player reported. It is the player's word, signed by its person: nobody else saw the screen. */
export interface Watched {
	item: Id;
	class: ItemClass;
	by: Hex32;
	index: number;
	at: string;
	ranges: Range[];
}

/** Reports what was really shown of an item. */
export async function reportWatched(
	connection: Connection,
	open: OpenCase,
	item: Id,
	cls: ItemClass,
	ranges: readonly Range[],
): Promise<void> {
	const fields = { case: open.id, generation: open.key.generation, item, class: cls };
	const detail = { to: open.key, fields: { ranges: ranges.map((one) => [...one]) } };
	await submit(connection, [{ type: 'item.watched', fields, detail }]);
}

/** What was reported as watched in a case, by anybody; reports that cannot be read are left out. */
export async function watchedIn(connection: Connection, open: OpenCase): Promise<Watched[]> {
	return (await markEntries(connection, open, 'watched')).flatMap((entry) => {
		const { statement: s, index, skeleton } = entry;
		const detail = Detail.safeParse(readDetail(open, entry)?.fields);
		if (s.type !== 'item.watched' || !detail.success) return [];
		return { item: s.item, class: s.class, by: s.actor, index, at: skeleton.time, ranges: detail.data.ranges };
	});
}
