import type { z } from 'zod';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { type OpenRemains, openRemains, type Remains } from '../../domain/ledger/remains.ts';
import { answers } from '../../domain/wire.ts';
import type { Connection } from '../connection.ts';

/** What remains of one event of an expunged item: what the notary said of it, and as it travels. */
export interface Remaining extends OpenRemains {
	text: Remains;
}

/**
 * What remains of events 1..n of an item, the last being the one that expunged it: each opened and proven, none left out. Throws
 * `not-found` for whoever was in no case of it, `bad-proof`.
 */
export async function remainsOf(connection: Connection, item: Id): Promise<Remaining[]> {
	const all: Remaining[] = [];
	for (let after: number | null = 0; after !== null; ) {
		const page: z.infer<typeof answers.remains> = await connection.ask(
			answers.remains,
			`/v1/items/${item}/remains?after=${after}`,
		);
		const opened = page.entries.map((text) => ({ ...openRemains(text, connection.archive.key), text }));
		await connection.follow(opened.map((one) => one.checkpoint));
		all.push(...opened);
		after = page.next;
	}
	for (const [i, { skeleton }] of all.entries()) {
		const { kind, id, n } = skeleton.subject;
		if (kind !== 'item' || id !== item || n !== i + 1)
			throw new CustosError(
				'bad-proof',
				`the archive left out event ${i + 1} of this item, or shows another in its place`,
			);
	}
	const last = all.at(-1)?.skeleton;
	if (last?.type !== 'item.expunged' || last.result !== 'accepted')
		throw new CustosError('bad-proof', 'the archive does not show the entry that expunged this item');
	return all;
}
