import { Client } from 'pg';
import { CustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { spansOf } from '../../src/domain/ledger/log-keys.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { parseKeys } from '../notary/keys.ts';
import { dropEarlier, dropExpunged, dropManifests, expungedIn, leftBehind, unnamedIn } from './drop-expunged.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import { type NotaryState, readNotaryState, sealNotaryState } from './notary-state.ts';
import { storeVerified } from './read-whole.ts';
import { saveByHand } from './save-by-hand.ts';
import { saveObjects } from './save-objects.ts';
import { ledgerFacts, saveTables } from './save-tables.ts';
import { requirePrefixes } from './still-there.ts';

export interface BackupOptions {
	/** A connection that may read everything: `custos_auditor`, or a superuser. */
	databaseUrl: string;
	/** Where the bodies lie. */
	store: BlobStore;
	/** The folder with the notary's keys and saved head. */
	notaryHome: string;
	/** The recovery key's public half, X25519 hex, as entry 0 names it. */
	recovery: string;
	/** Another folder or bucket, in another place. It holds ciphertext and pseudonyms, as the archive does. */
	target: BlobStore;
	/** Ends a backup early; the one before stays whole. */
	signal?: AbortSignal;
	onProgress?: (progress: { phase: 'tables' | 'objects'; done: number }) => void;
}

export interface BackupResult {
	number: number;
	/** Entries in this backup, and how many of them are new. */
	entries: number;
	added: number;
	/** Bytes of tables written. */
	tableBytes: number;
	objects: number;
	copied: number;
	objectBytes: number;
	/** Objects that are missing or damaged at the source. */
	faults: readonly { object: string; index: number; what: string }[];
	/** Items that were expunged and are in none of the backups here; of some a retention keeps the ciphertext. */
	expunged: readonly { item: string; until: string | null }[];
	/** Until when a retention keeps earlier backups that have to go, with prefixes of what was expunged. */
	earlier: string | null;
	/** Nothing of that was still a part of the backup before this one. */
	earlierKnown: boolean;
	/** Items that the tables say were expunged, and nothing proves it: nothing of them was taken out of any backup. */
	unproven: readonly string[];
	/** Expunged items of which nothing says where their bodies lay: no key to them is in any backup here, their ciphertext may be. */
	unknown: readonly string[];
}

/** What was read of the notary before must know every rotation of the log's key that the tables hold. Throws `unavailable` while one is under way. */
async function requireSameKeys(client: Client, entries: number, { keys }: NotaryState): Promise<void> {
	const { rows } = await client.query<{ count: string }>('select count(*) from log_keys where ended < $1', [entries]);
	if (Number(rows[0]?.count) !== spansOf(parseKeys(keys).key).next.length)
		throw new CustosError('unavailable', 'the log’s key is just being rotated: make the backup again');
}

/**
 * Adds what is new to the backups at `target`, reads all of it back, and only then writes the manifest that makes it a
 * backup. A backup needs the running archive for a moment of the database only. Throws `bad-key`, `conflict`, `behind`
 * or `forked` before anything is written when this is not the archive that was backed up before; `damaged` when what
 * was written does not read back or the last manifest cannot be read; `exists` when another backup was faster.
 */
export async function backup(options: BackupOptions): Promise<BackupResult> {
	const { databaseUrl, target, signal } = options;
	// The head first: entries that come meanwhile are then in the tables and beyond the head, never the other way round.
	const state = await readNotaryState(options.notaryHome);
	const last = await readManifest(target);
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		await client.query('begin isolation level repeatable read read only');
		const { entries, checkpoint, log } = await ledgerFacts(client, options.recovery, last?.manifest);
		await requireSameKeys(client, entries, state);
		const signed = checkpoint?.size ?? 0;
		const { key } = parseKeys(state.keys);
		const expunged = await expungedIn(client, databaseUrl, { entries, signed }, last?.manifest, key, new Date());
		const told = new Set(last?.manifest.expunged?.map((one) => one.item));
		const anew = last !== undefined && expunged.due.some((one) => !told.has(one.item));
		const gone = [...expunged.known, ...expunged.due].map((one) => one.item);
		if (anew) await requirePrefixes(client, target, last.manifest, gone);
		const noted = expunged.due.filter((one) => one.by === 'entries');
		const tables = await saveTables(client, target, last?.manifest, { entries, anew, gone, noted }, signal);
		const before = anew ? undefined : last?.manifest.byHand;
		const newOnes = [before === undefined ? 0 : (last?.manifest.entries ?? 0), entries] as const;
		const byHand = await saveByHand(client, target, newId(platform.randomBytes), newOnes, signal);
		await client.query('commit');
		options.onProgress?.({ phase: 'tables', done: entries });
		const onObject = (done: number) => options.onProgress?.({ phase: 'objects', done });
		const objects = await saveObjects(databaseUrl, options.store, target, last?.manifest, entries, {
			onObject,
			...(signal && { signal }),
		});
		const dropped = await dropExpunged(databaseUrl, target, expunged);
		const notary = await storeVerified(
			target,
			`notary/${newId(platform.randomBytes)}.age`,
			sealNotaryState(state, options.recovery),
		);
		signal?.throwIfAborted();
		const number = (last?.manifest.number ?? 0) + 1;
		const parts = { chunks: tables.chunks, byHand: [...(before ?? []), ...byHand] };
		// No backup is made of these: what becomes of them stands in this manifest already.
		const { held, trouble } = await dropEarlier(target, leftBehind(last?.manifest, parts), new Date());
		const unnamed = gone.length > 0 ? await unnamedIn(target, parts) : [];
		// With an expungement everything is written anew; what is replaced after that never held it.
		const heldIt = anew ? unnamed : [];
		const manifest: Manifest = {
			v: 1,
			number,
			previous: last?.hash ?? null,
			made: new Date().toISOString(),
			log,
			entries,
			checkpoint,
			...parts,
			notary,
			...(dropped.length > 0 && { expunged: dropped }),
			...(held.length + heldIt.length > 0 && { earlier: [...held, ...heldIt] }),
			objects: objects.objects,
			faults: objects.faults,
		};
		await writeManifest(target, manifest);
		if (gone.length > 0) await dropManifests(target, number);
		const now = await dropEarlier(target, unnamed, new Date());
		if ((trouble ?? now.trouble) !== undefined) throw trouble ?? now.trouble;
		const newlyHeld = anew ? now.held : [];
		const until = [...held, ...newlyHeld]
			.map((one) => one.until ?? '')
			.sort()
			.at(-1);
		return {
			number,
			entries,
			added: entries - (last?.manifest.entries ?? 0),
			tableBytes: tables.bytes,
			objects: objects.objects,
			copied: objects.copied,
			objectBytes: objects.bytes,
			faults: objects.faults,
			expunged: dropped,
			earlier: until ?? null,
			earlierKnown: newlyHeld.length === 0,
			unproven: expunged.unproven,
			unknown: expunged.due.filter((one) => one.by === null).map((one) => one.item),
		};
	} finally {
		await client.end();
	}
}
