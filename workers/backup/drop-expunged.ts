import type { Client } from 'pg';
import { entryTexts } from '../../src/app/entries.ts';
import { connect } from '../../src/db/connect.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import { openEntry } from '../../src/domain/ledger/receipt.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { eraseIn } from './erase-bodies.ts';
import { layProof } from './expunged-proofs.ts';
import { type Manifest, manifestNumbers } from './manifest.ts';
import { proveExpunged, type ToErase } from './prove-expunged.ts';

type Dropped = NonNullable<Manifest['expunged']>[number];
type Earlier = NonNullable<Manifest['earlier']>[number];

/** What was expunged, as far as a backup goes by it. */
export interface Expunged {
	/** As the last backup has it; nothing of it is due. */
	known: readonly Dropped[];
	/** To be taken out of the backup now, as the log's key proves. */
	due: readonly ToErase[];
	/** The tables say so, and nothing proves it: it is saved like any other, and nothing of it is taken out. */
	unproven: readonly string[];
}

/**
 * Items that were expunged in the first `entries`, or later than the state that was restored here, by the notary's own key and not by
 * what the tables say of it. Throws `unavailable`
 * while an expungement is not under a checkpoint yet, `damaged` where an entry says one that is not proven.
 */
export async function expungedIn(
	client: Client,
	databaseUrl: string,
	{ entries, signed }: { entries: number; signed: number },
	last: Manifest | undefined,
	key: NoteKey,
	now: Date,
): Promise<Expunged> {
	const { rows } = await client.query<{ item: string; idx: string; entry: boolean }>(
		`select item, min(idx) as idx, bool_or(entry) as entry from (select item, idx, false as entry from expunged where idx >= 0
			union all select subject, idx, true from ledger.entries where skeleton like '{"result":"accepted",%"type":"item.expunged","v":1}'
			union all select item, -1, false from ledger.expunged_later) said
			where idx < $1 group by item order by idx, item`,
		[entries],
	);
	if (rows.some((row) => Number(row.idx) >= signed))
		throw new CustosError('unavailable', 'an item is just being expunged: make the backup again');
	const isDue = (one: Dropped): boolean => one.until !== null && Date.parse(one.until) <= now.getTime();
	const before = last?.expunged ?? [];
	const known = before.filter((one) => !isDue(one));
	const told = new Set(known.map((one) => one.item as string));
	const items = rows.map((row) => row.item).filter((item) => !told.has(item));
	if (items.length === 0) return { known, due: [], unproven: [] };
	const { db } = connect(databaseUrl, { max: 1 });
	try {
		const [first] = await entryTexts(db, [0]);
		const founding = first === undefined ? undefined : openEntry(first, key).statement;
		if (founding?.type !== 'archive.founded') throw new CustosError('bad-proof', 'entry 0 is not a founding');
		const { proven, unproven } = await proveExpunged(db, items, { key, founding });
		// By that the tables are saved without it.
		if (rows.some((row) => row.entry && unproven.includes(row.item)))
			throw new CustosError(
				'damaged',
				'an entry says that an item was expunged, and nothing proves it: run `custos audit`',
			);
		// What an earlier backup saw proven stays so, whatever the tables say now.
		const anew = new Set<string>(proven.map((one) => one.item));
		return { known: before.filter((one) => !isDue(one) || !anew.has(one.item)), due: proven, unproven };
	} finally {
		await db.destroy();
	}
}

/**
 * What a backup says of items that were expunged since the last one: that they are, by the log's own entry, and that their
 * bodies are gone from the backup too, or until when a retention keeps them (without any prefix, so closed to everybody). Nothing of
 * those of which it is not known where they lay.
 */
export async function dropExpunged(
	databaseUrl: string,
	target: BlobStore,
	{ known, due }: Expunged,
): Promise<Dropped[]> {
	const { db } = connect(databaseUrl, { max: 1 });
	try {
		const dropped: Dropped[] = [...known];
		for (const { item, laid, places, others, by } of due) {
			await layProof(target, laid, item);
			if (by === null) continue;
			const until = await eraseIn(db, target, places, others);
			dropped.push({ item, until: until?.toISOString() ?? null });
		}
		return dropped;
	} finally {
		await db.destroy();
	}
}

/** What no part of this backup names: saved before anything in it was expunged, it has to go once this backup is there. */
export async function unnamedIn(target: BlobStore, parts: Pick<Manifest, 'chunks' | 'byHand'>): Promise<Earlier[]> {
	const named = namedBy(parts);
	const unnamed: Earlier[] = [];
	for (const folder of PART_FOLDERS)
		for await (const { key } of target.list(folder))
			if (!named.has(key) && !key.endsWith('.md')) unnamed.push({ key, until: null });
	return unnamed;
}

/**
 * Takes out of the target what no backup is made of any more. `held`: what a retention keeps of it, and so prefixes of what
 * was expunged, to be tried again on that day. `trouble`: why something could not be taken out, which stays among it.
 */
export async function dropEarlier(
	target: BlobStore,
	earlier: readonly Earlier[],
	now: Date,
): Promise<{ held: Earlier[]; trouble?: unknown }> {
	const held: Earlier[] = [];
	const troubles: unknown[] = [];
	for (const one of earlier) {
		const due = one.until === null || Date.parse(one.until) <= now.getTime();
		try {
			const until = due ? (await target.erase(one.key))?.toISOString() : one.until;
			if (until !== undefined) held.push({ key: one.key, until });
		} catch (error) {
			troubles.push(error);
			held.push(one);
		}
	}
	return troubles.length === 0 ? { held } : { held, trouble: troubles[0] };
}

/**
 * What the last backup left to be taken out, of which this one is not made. A manifest proves itself only: whoever can write one
 * there must not have a part of this backup taken out, or anything but a part of an earlier one.
 */
export function leftBehind(last: Manifest | undefined, parts: Pick<Manifest, 'chunks' | 'byHand'>): Earlier[] {
	const named = namedBy(parts);
	return (last?.earlier ?? []).filter(({ key }) => PART_FOLDERS.some((one) => key.startsWith(one)) && !named.has(key));
}

const PART_FOLDERS = ['tables/', 'by-hand/'];

function namedBy({ chunks, byHand }: Pick<Manifest, 'chunks' | 'byHand'>): Set<string> {
	return new Set([...chunks, ...(byHand ?? [])].map((one) => one.key));
}

/** Takes out the manifests before this one. */
export async function dropManifests(target: BlobStore, current: number): Promise<void> {
	for await (const [number, key] of manifestNumbers(target)) if (number < current) await target.erase(key);
}
