import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import { fromKey, keyText } from '../../src/domain/ledger/log-keys.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { type AuditResult, audit } from '../audit/audit.ts';
import { byObject } from '../audit/objects.ts';
import { rebuildProjection } from '../audit/rebuild-live.ts';
import { parseKeys } from '../notary/keys.ts';
import { loadChunk } from './copy-chunks.ts';
import { copyObject } from './copy-object.ts';
import { eraseIn } from './erase-bodies.ts';
import { type ExpungedAgain, expungeAgain } from './expunge-again.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { openNotaryState, requireEmptyHome, writeNotaryState } from './notary-state.ts';
import { readStored } from './read-whole.ts';
import { savedTables } from './saved-tables.ts';

export interface RestoreOptions {
	from: BlobStore;
	/** Which backup; the newest unless named. */
	number?: number;
	/** A superuser's connection to an empty database. */
	databaseUrl: string;
	store: BlobStore;
	notaryHome: string;
	/** `AGE-SECRET-KEY-1…`, put together from its shares. */
	recoveryIdentity: string;
	/** The log's verifier key, if it is known from elsewhere; without it a wholly forged backup would restore. */
	logKey?: string;
	/** A newer backup, or a second copy: what it says was expunged is expunged here too. */
	also?: readonly BlobStore[];
	/** An earlier restore to this place, which was empty then, was broken off: what it copied is copied anew. */
	again?: boolean;
	/** Waited for when the place was found empty, before anything is written. */
	onBegun?: () => Promise<void>;
	onProgress?: (phase: 'tables' | 'objects' | 'audit') => void;
}

export interface RestoreResult {
	number: number;
	/** Clean, or naming an object that was missing when the backup was made (`faults`). */
	audit: AuditResult;
	faults: Manifest['faults'];
	/** Items that were expunged after this backup was made, and were expunged again before anything was served. */
	expunged: readonly Id[];
	/** Names of what lies among the proofs of that, and is none by this log: nothing was destroyed by it. */
	unproven: readonly string[];
}

/**
 * Makes an archive of a backup on an empty machine: tables, read tables made again from the ledger, objects, a whole
 * audit, and only after that the notary's state, so that what is not whole can never be continued. Throws `exists` when
 * database, store or notary folder are not empty, `damaged` naming what is not what was backed up, `wrong-key`,
 * `bad-key`, `not-found` when there is no such backup.
 */
export async function restore(options: RestoreOptions): Promise<RestoreResult> {
	await requireEmpty(options);
	const found = await readManifest(options.from, options.number);
	if (found === undefined) throw new CustosError('not-found', 'there is no backup here');
	const { manifest } = found;
	const state = await openNotaryState(await readStored(options.from, manifest.notary), options.recoveryIdentity);
	const { key, vkey } = parseKeys(state.keys);
	if (keyText(key) !== manifest.log || fromKey(key, options.logKey ?? vkey) === undefined)
		throw new CustosError('bad-key', 'this backup is of another log');
	await options.onBegun?.();
	await restoreTables(options, manifest);
	const { again, unproven } = await expungeAgain(options, manifest, key);
	options.onProgress?.('tables');
	await rebuildProjection(options.databaseUrl, vkey);
	await restoreObjects(options, manifest, again);
	options.onProgress?.('objects');
	const { databaseUrl, store } = options;
	const result = await audit({ databaseUrl, store, logKey: vkey, head: state.head, signatures: true, objects: true });
	options.onProgress?.('audit');
	const first = result.firstDifference;
	if (first !== undefined && !manifest.faults.some((one) => one.index === first.index)) {
		throw new CustosError(
			'damaged',
			`the restored archive is not whole: ${first.table ?? 'entry'} ${first.index ?? ''}: ${first.what}`,
		);
	}
	await writeNotaryState(options.notaryHome, state);
	const expunged = again.map((one) => one.item);
	return { number: manifest.number, audit: result, faults: manifest.faults, expunged, unproven };
}

async function requireEmpty({ databaseUrl, store, notaryHome, again }: RestoreOptions): Promise<void> {
	await requireEmptyHome(notaryHome);
	if (again !== true)
		for await (const _object of store.list('')) throw new CustosError('exists', 'the store to restore to is not empty');
	await withClient(databaseUrl, async (client) => {
		const { rows } = await client.query(`select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' limit 1`);
		if (rows.length > 0) throw new CustosError('exists', 'the database to restore to is not empty');
	});
}

async function restoreTables({ from, databaseUrl }: RestoreOptions, manifest: Manifest): Promise<void> {
	await withClient(databaseUrl, async (client) => {
		await client.query('begin');
		await client.query(await readFile(new URL('../../infra/postgres/roles.sql', import.meta.url), 'utf8'));
		await client.query('commit');
		await migrate(client);
		await client.query('begin');
		for (const table of savedTables) {
			for (const chunk of manifest.chunks.filter((one) => one.table === table.name)) {
				await loadChunk(client, `${table.name} (${table.columns})`, await readStored(from, chunk));
			}
		}
		await client.query('commit');
		await client.query('analyze');
	});
}

async function restoreObjects(
	{ from, store, databaseUrl, again }: RestoreOptions,
	manifest: Manifest,
	expunged: readonly ExpungedAgain[],
): Promise<void> {
	const missing = new Set(manifest.faults.map((one) => one.object));
	const { db: pool } = connect(databaseUrl, { max: 1 });
	try {
		await pool.connection().execute(async (db) => {
			for await (const [object] of byObject(db)) {
				if (missing.has(object)) continue;
				const facts = await from.head(objectKey(object));
				if (facts === undefined) throw new CustosError('damaged', `the object ${object} is missing from the backup`);
				if (again === true) await store.delete(objectKey(object));
				await copyObject(from, store, objectKey(object), facts.size);
			}
			// What shares an object with others came along.
			for (const { places } of expunged) await eraseIn(db, store, places);
		});
	} finally {
		await pool.destroy();
	}
}

async function withClient<T>(databaseUrl: string, act: (client: Client) => Promise<T>): Promise<T> {
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		return await act(client);
	} finally {
		await client.end();
	}
}
