import { entryTexts } from '../../src/app/entries.ts';
import { keyLinks } from '../../src/app/key-links.ts';
import { openArchive } from '../../src/client/pin.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { proofNames, readProofs } from '../backup/expunged-proofs.ts';
import type { Parts } from './parts.ts';

/** How long it is not asked again. */
const FRESH_MS = 60_000;

const asked = new WeakMap<BlobStore, { at: number; items: ReadonlySet<Id> }>();

/**
 * Items of this ledger that the second copy proves were expunged, and that nobody has expunged here: this archive was restored
 * from before, without asking that copy. Nothing of them goes there again. Throws `unavailable` until it is known which log to believe.
 */
export async function withheld(
	{ db, pin, log, clock }: Pick<Parts, 'db' | 'pin' | 'log' | 'clock'>,
	second: BlobStore,
): Promise<ReadonlySet<Id>> {
	const before = asked.get(second);
	const age = clock().getTime() - (before?.at ?? Number.NEGATIVE_INFINITY);
	if (before !== undefined && age >= 0 && age < FRESH_MS) return before.items;
	const items = new Set<Id>();
	const names = await proofNames(second);
	const known = names.length === 0 ? [] : await db.selectFrom('expunged').select('item').execute();
	const told = new Set(known.map((one) => one.item));
	if (names.some((name) => !told.has(name))) {
		const known = await pin();
		if (known === undefined)
			throw new CustosError(
				'unavailable',
				'the second copy says of items that they were expunged: nothing in this folder says yet which log to believe',
			);
		const [founding] = await entryTexts(db, [0]);
		const { archive } = openArchive(known, { founding: founding ?? null, links: await keyLinks(db) });
		const { proofs } = await readProofs(second, archive.key, archive.founding);
		for (const { item } of proofs) if (!told.has(item)) items.add(item);
	}
	for (const item of items)
		if (before?.items.has(item) !== true)
			log(
				`ALARM: the second copy proves that the item ${item} was expunged, and here it is not: this archive was restored from before. Expunge it again, or restore again with that copy; nothing of it is copied there`,
			);
	asked.set(second, { at: clock().getTime(), items });
	return items;
}
