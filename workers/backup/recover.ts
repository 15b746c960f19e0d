import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../../src/domain/bytes.ts';
import { decodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { CustosError, type ErrorCode } from '../../src/domain/errors.ts';
import { fromKey, keyText } from '../../src/domain/ledger/log-keys.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { parseKeys } from '../notary/keys.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { openNotaryState } from './notary-state.ts';
import { probedSize } from './probed-size.ts';
import { cell, tableRows } from './read-rows.ts';
import { readStored } from './read-whole.ts';
import { recoverFile } from './recovered-file.ts';
import { RecoveredTable } from './recovered-table.ts';
import { type NamedBody, namedInBackup, proveLedger } from './saved-ledger.ts';

export interface RecoverOptions {
	from: BlobStore;
	/** Which backup; the newest unless named. */
	number?: number;
	/** `AGE-SECRET-KEY-1…`, put together from its cards. */
	recoveryIdentity: string;
	/** The log's verifier key, if it is known from elsewhere; without it a wholly forged backup would be opened. */
	logKey?: string;
	/** A folder; one that an earlier run began is gone on with. */
	out: string;
	/** The beginning of a case's id: only what was received in it. */
	case?: string;
	signal?: AbortSignal;
	onProgress?: (progress: { phase: 'entries' | 'items'; done: number; total: number }) => void;
}

export interface Recovered {
	number: number;
	/** Entries that the log key's signature covers. */
	entries: number;
	items: number;
	/** Opened now, and found finished from an earlier run. */
	opened: number;
	before: number;
	bytes: number;
	/** Items that could not be opened. */
	faults: readonly { item: string; index: number; what: string }[];
}

/** What may be wrong with one item and leaves the others as they are. */
const ofOne: readonly ErrorCode[] = ['not-found', 'range', 'damaged', 'hash-mismatch', 'wrong-key'];

/**
 * Opens every item of a backup with the recovery key, without the archive and without a database: `out/items/<id>`, and
 * `out/items.tsv` of what was opened and what not. First the whole ledger of the backup is hashed again under the log's
 * signature; what each entry commits to is then what prefix and body must be. Names and sizes are sealed to the cases: a
 * file ends where ffprobe said that it does, else after its last byte that is not zero. Throws `not-found`,
 * `bad-key`, `wrong-key`, `damaged`, `forked`, `behind`, `bad-proof`.
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
	const { from, recoveryIdentity } = options;
	const found = await readManifest(from, options.number);
	if (found === undefined) throw new CustosError('not-found', 'there is no backup here');
	const { manifest } = found;
	// Opened only to know by the key itself whose ledger this is: nothing of the notary's is written anywhere.
	const { keys, head } = await openNotaryState(await readStored(from, manifest.notary), recoveryIdentity);
	const { key, vkey } = parseKeys(keys);
	if (keyText(key) !== manifest.log || fromKey(key, options.logKey ?? vkey) === undefined)
		throw new CustosError('bad-key', 'this backup is of another log');
	const onEntry = (done: number) => options.onProgress?.({ phase: 'entries', done, total: manifest.entries });
	const entries = await proveLedger(from, manifest, key, head, onEntry);
	await mkdir(join(options.out, 'items'), { recursive: true, mode: 0o700 });
	const secret = decodeSecretKey(recoveryIdentity);
	return { number: manifest.number, entries, ...(await openItems(options, manifest, entries, secret)) };
}

async function openItems(options: RecoverOptions, manifest: Manifest, entries: number, secret: Uint8Array) {
	const { from, out, signal, onProgress } = options;
	const table = await RecoveredTable.open(join(out, 'items.tsv'));
	const { total, sizes } = await survey(options, manifest, entries, secret);
	const done = {
		items: 0,
		opened: 0,
		before: 0,
		bytes: 0,
		faults: [] as { item: string; index: number; what: string }[],
	};
	for await (const { named, prefix } of withPrefixes(from, manifest, entries)) {
		if (named.kind !== 'original' || !named.case.startsWith(options.case ?? '')) continue;
		signal?.throwIfAborted();
		done.items += 1;
		const path = join(out, 'items', named.item);
		try {
			if (await isDone(path, table.done.get(named.item))) done.before += 1;
			else {
				if (prefix === undefined) throw new CustosError('not-found', 'its prefix is not in the backup');
				const file = await recoverFile(from, named, prefix, secret, path, {
					probed: sizes.get(named.item),
					...(signal && { signal }),
					onBytes: () => onProgress?.({ phase: 'items', done: done.items - 1, total }),
				});
				await table.opened(named, file);
				done.opened += 1;
				done.bytes += file.size;
			}
		} catch (error) {
			if (!(error instanceof CustosError) || !ofOne.includes(error.code)) throw error;
			await table.failed(named, error.code);
			done.faults.push({ item: named.item, index: named.idx, what: error.message });
		}
		onProgress?.({ phase: 'items', done: done.items, total });
	}
	return done;
}

/** How many items there are to open, and the sizes that ffprobe said. */
async function survey(options: RecoverOptions, manifest: Manifest, entries: number, secret: Uint8Array) {
	const sizes = new Map<string, number>();
	let total = 0;
	for await (const { named, prefix } of withPrefixes(options.from, manifest, entries)) {
		options.signal?.throwIfAborted();
		if (!named.case.startsWith(options.case ?? '')) continue;
		if (named.kind === 'original') total += 1;
		if (named.kind !== 'examination' || prefix === undefined) continue;
		const size = await probedSize(options.from, named, prefix, secret);
		if (size !== undefined) sizes.set(named.item, size);
	}
	return { total, sizes };
}

/** Prefixes are saved in the order of the entries that named them; one that is gone leaves no gap. */
async function* withPrefixes(
	from: BlobStore,
	manifest: Manifest,
	entries: number,
): AsyncGenerator<{ named: NamedBody; prefix: Uint8Array | undefined }> {
	const prefixes = tableRows(from, manifest, 'ledger.prefixes');
	try {
		let next = await prefixes.next();
		for await (const named of namedInBackup(from, manifest, entries)) {
			const there = !next.done && text(cell(next.value, 0)) === named.id;
			yield { named, prefix: there ? cell(next.value, 2) : undefined };
			if (there) next = await prefixes.next();
		}
	} finally {
		await prefixes.return(undefined);
	}
}

async function isDone(path: string, size: number | undefined): Promise<boolean> {
	if (size === undefined) return false;
	const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	return found?.size === size;
}
