import type { Kysely } from 'kysely';
import { entryTexts } from '../../src/app/entries.ts';
import type { Expungement } from '../../src/app/gone.ts';
import { keyLinks } from '../../src/app/key-links.ts';
import { connect } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/tables.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { eraseIn, placesOf } from './erase-bodies.ts';
import { layProof } from './expunged-proofs.ts';
import { type Manifest, manifestNumbers } from './manifest.ts';

type Dropped = NonNullable<Manifest['expunged']>[number];

/**
 * What a backup says of items that were expunged since the last one: that they are, by the log's own entry, and that their
 * bodies are gone from the backup too, or until when a retention keeps them (without any prefix, so closed to everybody).
 */
export async function dropExpunged(
	databaseUrl: string,
	target: BlobStore,
	expunged: readonly Expungement[],
	last: Manifest | undefined,
	now: Date,
): Promise<Dropped[]> {
	const before = new Map((last?.expunged ?? []).map((one) => [one.item, one]));
	const { db: pool } = connect(databaseUrl, { max: 1 });
	try {
		return await pool.connection().execute(async (db) => {
			const dropped: Dropped[] = [];
			for (const one of expunged) {
				const known = before.get(one.item);
				const due = known === undefined || (known.until !== null && Date.parse(known.until) <= now.getTime());
				if (!due) dropped.push(known);
				else dropped.push(await drop(db, target, one));
			}
			return dropped;
		});
	} finally {
		await pool.destroy();
	}
}

async function drop(db: Kysely<Database>, target: BlobStore, { item, idx }: Expungement): Promise<Dropped> {
	const [entry] = await entryTexts(db, [idx]);
	await layProof(target, { entry: entry as EntryText, links: await keyLinks(db) }, item);
	const until = await eraseIn(db, target, await placesOf(db, item));
	return { item, until: until?.toISOString() ?? null };
}

/** Takes out of the target what no part of this backup names: what was saved before anything in it was expunged. */
export async function dropEarlier(target: BlobStore, manifest: Manifest): Promise<void> {
	const named = new Set([...manifest.chunks, ...(manifest.byHand ?? [])].map((one) => one.key));
	for await (const [number, key] of manifestNumbers(target)) if (number < manifest.number) await target.erase(key);
	for (const folder of ['tables/', 'by-hand/'])
		for await (const { key } of target.list(folder))
			if (!named.has(key) && !key.endsWith('.md')) await target.erase(key);
}
