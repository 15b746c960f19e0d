import { noteNotFound } from '../../src/app/not-found.ts';
import { objectKey } from '../../src/app/objects.ts';
import { lastCheckpoint } from '../../src/db/log-store.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { bodiesOf } from './bodies.ts';
import { isSecondCopy, markSecondCopy } from './mark.ts';
import { hurried } from './pace.ts';
import type { Parts } from './parts.ts';
import { copyPrefixes } from './prefixes.ts';
import { readProgress, saveProgress } from './progress.ts';
import { bringToSecond } from './to-second.ts';
import { withheld } from './withheld.ts';

/** Entries looked through at a time. */
const PAGE = 500;

/**
 * Brings what is new in the ledger to the second copy, objects and prefixes, in the order of its entries, until nothing
 * is left. A restart goes on at the first object that was not known to be there; an empty place is filled from the beginning. What the first store cannot give whole
 * is passed over, and noted for the re-hash, which comes back to it. Rejects `unavailable` and the like when either
 * store does not answer: call again.
 */
export async function copyNew(parts: Parts, second: BlobStore): Promise<void> {
	const { db, clock, signal } = parts;
	let progress = await readProgress(db, 'copy', clock());
	if (!(await isSecondCopy(second))) {
		progress = { next: 0, began: clock(), bytes: 0, ended: null };
		await saveProgress(db, 'copy', progress, clock());
		// The proofs of what was expunged lay in the place before it.
		await db.updateTable('destruction').set({ second: null }).execute();
		await markSecondCopy(second);
	}
	const size = (await lastCheckpoint(db))?.size ?? 0;
	while (progress.next < size) {
		const to = Math.min(size, progress.next + PAGE);
		for (const run of await bodiesOf(db, progress.next, to)) {
			signal.throwIfAborted();
			if (!(await bringToSecond(parts, second, run, hurried))) await noteNotFound(db, objectKey(run.object));
			const held = await withheld(parts, second);
			await copyPrefixes(
				db,
				second,
				run.bodies.filter((one) => !held.has(one.item)),
			);
			const bytes = run.bodies.reduce((sum, one) => sum + one.size, progress.bytes);
			progress = { ...progress, bytes, next: (run.bodies.at(-1)?.idx ?? to - 1) + 1 };
			await saveProgress(db, 'copy', progress, clock());
		}
		progress = { ...progress, next: to };
		if (to === size) progress.ended = clock();
		await saveProgress(db, 'copy', progress, clock());
	}
}
