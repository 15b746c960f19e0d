import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import { buildArchive } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

// What each database role can do, tried with each; and that the ledger's tables refuse change to all of them.

const ledger = ['entries', 'bodies', 'nodes', 'checkpoints', 'prefixes', 'time_tokens'].map((name) => `ledger.${name}`);
const flight = [
	...['sessions', 'joins', 'uploads', 'upload_parts', 'objects', 'leases', 'epochs_seen'],
	...['upkeep', 'not_found', 'destruction'],
];
/** Written by whoever restores, as the owner, and by nobody else. */
const restored = ['ledger.expunged_later'];
/** Rows of an item that two stewards expunged go; those about cases, people and the expungement itself stay. */
const ofItems = [
	...['items', 'derivatives', 'proxies', 'clips', 'exhibits', 'marks', 'notes', 'shared', 'numbered', 'damages'],
];
const told = ['notary_status', 'witnessed', 'time_asked'];
const notarys = [...projectionTables, 'outcomes', 'denials', ...told];
const everything = [...ledger, ...restored, ...notarys, ...flight, 'pending', 'counts_asked'];
const logins = ['custos_notary', 'custos_api', 'custos_auditor'] as const;
type Verb = 'select' | 'insert' | 'update' | 'delete';

/** What is granted, written down a second time: [tables, verbs]. Everything else must be refused. */
const granted: Readonly<Record<(typeof logins)[number], readonly (readonly [readonly string[], readonly Verb[]])[]>> = {
	custos_notary: [
		[everything, ['select']],
		[ledger, ['insert']],
		[projectionTables, ['insert', 'update']],
		[
			['outcomes', 'denials', ...told],
			['insert', 'update', 'delete'],
		],
		[['pending', 'leases', 'counts_asked', ...ofItems], ['delete']],
	],
	custos_api: [
		[everything, ['select']],
		[['pending', 'counts_asked'], ['insert']],
		[flight, ['insert', 'update', 'delete']],
	],
	custos_auditor: [[everything, ['select']]],
};

let database: FreshDatabase;
let folder: string;
const clients = new Map<string, Client>();

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-roles-'))];
	const archive = await buildArchive({ connection: database.connection, folder });
	await archive.tellStory();
	await archive.close();
	for (const user of [...logins, database.connection.user as string]) {
		const client = new Client({ ...database.connection, user });
		await client.connect();
		clients.set(user, client);
	}
	// Triggers fire for rows: of these the story makes none.
	await superuser().query(`insert into ledger.time_tokens values (1, 'https://time.example', '', '\\x00', now())`);
	await superuser().query(`insert into ledger.expunged_later values ('00', 1, 1, '')`);
	await superuser().query(`insert into ledger.nodes (level, idx, hash) values (1, 0, '\\x00') on conflict do nothing`);
});
afterAll(async () => {
	for (const client of clients.values()) await client.end();
	await database.drop();
	await rm(folder, { recursive: true });
});

const superuser = (): Client => clients.get(database.connection.user as string) as Client;

/** Runs it and takes it back; the SQLSTATE it failed with, or `ok`. */
async function attempt(client: Client, ...statements: string[]): Promise<string> {
	await client.query('begin');
	try {
		for (const one of statements) await client.query(one);
		return 'ok';
	} catch (error) {
		return String((error as { code?: string }).code);
	} finally {
		await client.query('rollback');
		await client.query('reset role');
	}
}

const statementOf: Readonly<Record<Verb, (table: string, column: string) => string>> = {
	select: (table) => `select 1 from ${table} limit 1`,
	insert: (table) => `insert into ${table} default values`,
	update: (table, column) => `update ${table} set ${column} = ${column} where false`,
	delete: (table) => `delete from ${table} where false`,
};

async function firstColumn(table: string): Promise<string> {
	const result = await superuser().query(
		`select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`,
		[table],
	);
	return `"${(result.rows[0] as { attname: string }).attname}"`;
}

test('the tables named here are all there are', async () => {
	const result = await superuser().query(
		`select (case schemaname when 'public' then '' else schemaname || '.' end) || tablename as name
		from pg_tables where schemaname in ('public', 'ledger') and tablename <> 'custos_migrations'`,
	);
	expect((result.rows as { name: string }[]).map((row) => row.name).sort()).toEqual([...everything].sort());
});

describe.each(logins)('%s', (login) => {
	test('may do what it is there for, and nothing else', async () => {
		const found: Record<string, string[]> = {};
		const wanted: Record<string, string[]> = {};
		for (const table of everything) {
			const column = await firstColumn(table);
			found[table] = [];
			for (const verb of ['select', 'insert', 'update', 'delete'] as const) {
				const code = await attempt(clients.get(login) as Client, statementOf[verb](table, column));
				if (code !== '42501') found[table].push(verb);
			}
			wanted[table] = granted[login]
				.filter(([tables]) => tables.includes(table))
				.flatMap(([, verbs]) => [...verbs])
				.sort();
			found[table].sort();
		}
		expect(found).toEqual(wanted);
	});

	test('truncates nothing, makes nothing, becomes nobody', async () => {
		const client = clients.get(login) as Client;
		for (const table of everything) expect(await attempt(client, `truncate ${table} cascade`), table).toBe('42501');
		for (const text of [
			'create table mine (n int)',
			'create table ledger.mine (n int)',
			'create schema mine',
			'set role custos_owner',
			`set role ${database.connection.user}`,
			'alter table ledger.entries disable trigger all',
			'drop trigger refuse_change on ledger.entries',
			'drop table ledger.entries',
			'create or replace function ledger.refuse() returns trigger language plpgsql as $$ begin return new; end $$',
			"set session_replication_role = 'replica'",
			"copy ledger.entries to program 'cat'",
		]) {
			expect(await attempt(client, text), text).toBe('42501');
		}
	});
});

const changes = (table: string, column: string): [string, string][] => [
	['update', `update ${table} set ${column} = ${column}`],
	['delete', `delete from ${table}`],
	['truncate', `truncate ${table} cascade`],
];

describe.each([...ledger, ...restored])('%s refuses change', (table) => {
	test('to its owner', async () => {
		for (const [verb, text] of changes(table, await firstColumn(table))) {
			expect(await attempt(superuser(), 'set local role custos_owner', text), verb).toBe('42501');
		}
	});

	test('to a superuser, and also as a replica', async () => {
		for (const [verb, text] of changes(table, await firstColumn(table))) {
			expect(await attempt(superuser(), text), verb).toBe('42501');
			expect(
				await attempt(superuser(), "set local session_replication_role = 'replica'", text),
				`${verb} as a replica`,
			).toBe('42501');
		}
	});

	test('belongs to a role that nobody can log in as', async () => {
		const owner = await superuser().query(
			`select r.rolname, r.rolcanlogin, r.rolsuper from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = $1::regclass`,
			[table],
		);
		expect(owner.rows).toEqual([{ rolname: 'custos_owner', rolcanlogin: false, rolsuper: false }]);
		await expect(new Client({ ...database.connection, user: 'custos_owner' }).connect()).rejects.toMatchObject({
			code: '28000',
		});
	});
});

test('no role of ours is more than it should be', async () => {
	const { rows } = await superuser().query(
		`select rolname from pg_roles where rolname like 'custos%' and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)`,
	);
	expect(rows).toEqual([]);
	const members = await superuser().query(
		`select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname like 'custos%'`,
	);
	expect(members.rows).toEqual([]);
});
