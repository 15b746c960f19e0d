import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import { expungements, Gone } from '../../src/app/gone.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { spansOf } from '../../src/domain/ledger/log-keys.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Head } from '../notary/head.ts';
import { checkLater } from './check-later.ts';
import { compareProjection } from './compare.ts';
import type { Difference } from './difference.ts';
import { logChain } from './log-chain.ts';
import { checkObjects } from './objects.ts';
import { pairsOf } from './read-range.ts';
import { checkedRanges } from './readers.ts';
import { Rebuild } from './rebuild.ts';
import { Recount } from './recount.ts';
import { keepOnlyTables, type Scratch, withScratch } from './scratch.ts';
import { checkTimes } from './times.ts';
import { compareTotals } from './totals.ts';

export interface AuditOptions {
	/** A connection that may read everything: `custos_auditor`, or a superuser. */
	databaseUrl: string;
	/** Where the bodies lie; without it they are not looked at. */
	store?: BlobStore;
	/** A verifier key of the log, its first or a later one, from a source other than the database. */
	logKey: string;
	/** The notary's saved head, read before the audit begins. Without it a ledger that was cut back looks whole. */
	head?: Head;
	/** Verify the signature of every statement and checkpoint. */
	signatures: boolean;
	/** Read every body and compare its hash; otherwise only that its object is there and large enough. */
	objects: boolean;
	/** False to leave the read tables out: the ledger alone decides. */
	projection?: boolean;
	onProgress?: (progress: AuditProgress) => void;
}

export interface AuditProgress {
	phase: 'entries' | 'tables' | 'objects';
	done: number;
	/** Unknown for objects. */
	total?: number;
}

export interface AuditResult {
	ok: boolean;
	entries: number;
	firstDifference?: Difference;
	checked: {
		/** Statements whose signature was verified. */
		signatures: number;
		checkpoints: number;
		nodes: number;
		prefixes: number;
		/** Statements that are gone with their expunged item; their leaves and skeletons are proven. */
		gone: number;
		/** Rows of the read tables that are as the ledger makes them. */
		rows: number;
		objects: number;
		bytes: number;
		/** Time tokens that are over checkpoints of this log and verify; none are read without `signatures`. */
		times: number;
		/** Entries at the end that no checkpoint covers yet. */
		unsigned: number;
	};
	seconds: number;
}

/**
 * Re-derives the whole archive from its ledger and names the first thing that is not as it must be. Needs no key but
 * the log's public one, writes nothing that stays, sees one moment of the database, and keeps a few ranges of entries in
 * memory. Throws `bad-key` for a malformed log key, `bad-proof` for a head the log key did not sign, `unavailable`.
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
	const begun = performance.now();
	const checked = nothingChecked();
	return withScratch(options.databaseUrl, async (scratch) => {
		const entries = await sizeOf(scratch);
		const difference =
			(await checkEntries(scratch, entries, options, checked)) ??
			(await checkTables(scratch, entries, options, checked)) ??
			(await checkTokens(scratch, options, checked)) ??
			(await checkStore(scratch, options, checked));
		const seconds = (performance.now() - begun) / 1000;
		return {
			ok: difference === undefined,
			entries,
			...(difference && { firstDifference: difference }),
			checked,
			seconds,
		};
	});
}

/**
 * Checks the ledger alone, and leaves in the scratch tables what it makes. Throws as `audit` does; the first difference is
 * an answer.
 */
export async function checkLedger(
	scratch: Scratch,
	options: Omit<AuditOptions, 'store' | 'projection'>,
): Promise<{ entries: number; difference: Difference | undefined }> {
	const checked = nothingChecked();
	const entries = await sizeOf(scratch);
	const difference =
		(await checkEntries(scratch, entries, options, checked)) ?? (await checkTotals(scratch.db, entries, checked));
	return { entries, difference };
}

async function sizeOf({ db }: Scratch): Promise<number> {
	const { rows } = await sql<{
		size: number;
	}>`select coalesce(max(idx) + 1, 0)::bigint as size from ledger.entries`.execute(db);
	return rows[0]?.size ?? 0;
}

type Checked = AuditResult['checked'];

function nothingChecked(): Checked {
	return {
		signatures: 0,
		checkpoints: 0,
		nodes: 0,
		prefixes: 0,
		gone: 0,
		rows: 0,
		objects: 0,
		bytes: 0,
		times: 0,
		unsigned: 0,
	};
}

function checkHead(head: AuditOptions['head'], key: NoteKey): void {
	if (head === undefined) return;
	const signed = openCheckpoint(head.note, key);
	if (signed.size !== head.size || toHex(signed.root) !== head.root)
		throw new CustosError('bad-proof', 'the saved head is not the checkpoint it holds');
}

async function checkEntries(
	{ db, snapshot }: Scratch,
	size: number,
	options: AuditOptions,
	checked: Checked,
): Promise<Difference | undefined> {
	const { databaseUrl, logKey, signatures, head } = options;
	const expunged = await expungements(db, size);
	const gone = new Gone(expunged);
	const { key, broken } = await logChain(db, logKey);
	if (broken === undefined) checkHead(head, key);
	const unproven = await checkLater(db, key);
	if (unproven !== undefined) return unproven;
	const rebuild = new Rebuild(db, key, gone);
	const recount = new Recount(head);
	for await (const range of checkedRanges(size, availableParallelism(), {
		databaseUrl,
		snapshot,
		keys: spansOf(key),
		signatures,
		expunged,
	})) {
		const entries = pairsOf(range);
		// Both say something about the same entries: the one that names the earlier entry counts.
		const [judged, counted] = [await rebuild.take(range.from, entries), recount.take(range)];
		const difference = [judged, counted, range.difference]
			.filter((one) => one !== undefined)
			.sort((a, b) => (a.index ?? 0) - (b.index ?? 0))[0];
		if (difference !== undefined) return (broken?.index ?? size) < (difference.index ?? 0) ? broken : difference;
		if (signatures) checked.signatures += range.count - range.gone;
		checked.gone += range.gone;
		checked.prefixes += range.prefixes;
		options.onProgress?.({ phase: 'entries', done: range.from + range.count, total: size });
	}
	if (broken !== undefined) return broken;
	await rebuild.end(size);
	Object.assign(checked, {
		checkpoints: recount.checkpoints,
		nodes: recount.nodes,
		unsigned: size - recount.confirmed,
	});
	if (head !== undefined && head.size > size) {
		return {
			index: size,
			table: 'ledger.entries',
			what: `the database holds ${size} entries, but ${head.size} were signed: it was cut back or restored`,
		};
	}
	return undefined;
}

async function checkTotals(db: Scratch['db'], entries: number, checked: Checked): Promise<Difference | undefined> {
	const expunged = (await expungements(db, entries)).map(({ item }) => item);
	return compareTotals(db, { ...checked, entries, expunged });
}

async function checkTables(
	{ db }: Scratch,
	entries: number,
	options: AuditOptions,
	checked: Checked,
): Promise<Difference | undefined> {
	options.onProgress?.({ phase: 'tables', done: 0 });
	const totals = await checkTotals(db, entries, checked);
	if (totals !== undefined || options.projection === false) return totals;
	const compared = await compareProjection(db);
	if ('what' in compared) return compared;
	checked.rows = compared.rows;
	return undefined;
}

async function checkTokens({ db }: Scratch, options: AuditOptions, checked: Checked): Promise<Difference | undefined> {
	if (!options.signatures) return undefined;
	const found = await checkTimes(db, (await logChain(db, options.logKey)).key);
	if ('what' in found) return found;
	checked.times = found.times;
	return undefined;
}

async function checkStore(scratch: Scratch, options: AuditOptions, checked: Checked): Promise<Difference | undefined> {
	if (options.store === undefined) return undefined;
	await keepOnlyTables(scratch);
	const onObject = (done: number) => options.onProgress?.({ phase: 'objects', done });
	const { objects, bytes, difference } = await checkObjects(scratch.db, options.store, {
		hash: options.objects,
		onObject,
	});
	Object.assign(checked, { objects, bytes });
	return difference;
}
