import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from './postgres.ts';
import { freshDatabase } from './postgres.ts';

const databases: FreshDatabase[] = [];
beforeAll(async () => {
	databases.push(await freshDatabase(), await freshDatabase());
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function ask(database: FreshDatabase | undefined, sql: string): Promise<unknown[]> {
	const client = new Client(database?.connection);
	await client.connect();
	try {
		return (await client.query(sql)).rows;
	} finally {
		await client.end();
	}
}

test('two fresh databases do not see one another', async () => {
	await ask(databases[0], 'create table only_here (n int)');
	expect(await ask(databases[0], `select to_regclass('only_here') is not null as found`)).toEqual([{ found: true }]);
	expect(await ask(databases[1], `select to_regclass('only_here') is not null as found`)).toEqual([{ found: false }]);
});

test('a dropped database is gone, open connections included', async () => {
	const database = await freshDatabase();
	const client = new Client(database.connection);
	const ended = new Promise((resolve) => client.on('error', resolve));
	await client.connect();
	await database.drop();
	await ended;
	await expect(ask(database, 'select 1')).rejects.toMatchObject({ code: '3D000' });
});

test('a fresh database has the migrations applied and the roles at hand', async () => {
	const database = await freshDatabase();
	expect(await ask(database, 'select count(*)::int > 0 as migrated from custos_migrations')).toEqual([
		{ migrated: true },
	]);
	const asNotary = { ...database, connection: { ...database.connection, user: 'custos_notary' } };
	expect(await ask(asNotary, 'select current_user as me')).toEqual([{ me: 'custos_notary' }]);
	await database.drop();
});
