import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { type AuditOptions, type AuditResult, audit } from '../../workers/audit/audit.ts';
import type { Head } from '../../workers/notary/head.ts';
import { buildArchive, type TestItem, type TestPerson } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';

/** An archive that was closed whole, and copies of it to spoil. */
export interface StoredArchive {
	items: TestItem[];
	head: Head;
	logKey: string;
	editor: TestPerson;
	spoil(): Promise<Copy>;
	drop(): Promise<void>;
}

/** One copy: what a superuser of the database and the host of the objects can reach. */
export interface Copy {
	url: string;
	store: BlobStore;
	/** The folders of its objects and of its notary. */
	folder: string;
	database: FreshDatabase;
	/** Runs SQL as a superuser who has switched off what stands in the way. */
	asSuperuser(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
	audit(options?: Partial<AuditOptions>): Promise<AuditResult>;
	drop(): Promise<void>;
}

export async function storeArchive(): Promise<StoredArchive> {
	const [database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-stored-'))];
	const archive = await buildArchive({ connection: database.connection, folder });
	const items = await archive.tellStory();
	const [head, logKey] = [await archive.desk.head(), archive.desk.vkey];
	await archive.close();
	return {
		items,
		head,
		logKey,
		editor: archive.editor,
		async spoil() {
			const [copy, place] = [await copyDatabase(database.connection), await mkdtemp(join(tmpdir(), 'custos-spoiled-'))];
			await cp(folder, place, { recursive: true });
			const [url, store] = [databaseUrl(copy.connection), await createFilesStore({ root: join(place, 'objects') })];
			return {
				url,
				store,
				folder: place,
				database: copy,
				asSuperuser: (sql, values = []) => asSuperuser(url, sql, values),
				audit: (options) =>
					audit({ databaseUrl: url, store, logKey, head, signatures: true, objects: true, ...options }),
				async drop() {
					await copy.drop();
					await rm(place, { recursive: true });
				},
			};
		},
		async drop() {
			await database.drop();
			await rm(folder, { recursive: true });
		},
	};
}

export async function asSuperuser(url: string, sql: string, values: unknown[]): Promise<Record<string, unknown>[]> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		for (const table of ['entries', 'bodies', 'nodes', 'checkpoints', 'prefixes'])
			await client.query(`alter table ledger.${table} disable trigger all`);
		return (await client.query(sql, values)).rows as Record<string, unknown>[];
	} finally {
		await client.end();
	}
}
