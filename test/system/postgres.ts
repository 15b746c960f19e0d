import { randomBytes } from 'node:crypto';
import type { PoolConfig } from 'pg';
import { Client } from 'pg';
import { inject } from 'vitest';
import { connectionOptions } from '../../infra/embedded/postgres.ts';

/** The test run's server, as postgres-setup.ts hands it to the workers. */
export interface TestServer {
	socketDir: string;
	superuser: string;
}

declare module 'vitest' {
	interface ProvidedContext {
		postgres: TestServer;
	}
}

/** Fills the template database; runs once per test run, with a superuser's connection. */
export type FillTemplate = (client: Client) => Promise<void>;

/** A database of one's own: no one else sees it, and `drop` removes it even while connections are open. */
export interface FreshDatabase {
	/** As the superuser. For another role: `{ ...connection, user: 'custos_notary' }`. */
	connection: PoolConfig;
	drop(): Promise<void>;
}

const template = 'custos_template';

/** A new copy of the template, with all migrations applied; about 50 ms. Call it in `beforeAll`, `drop` in `afterAll`. */
export function freshDatabase(): Promise<FreshDatabase> {
	return copyTemplate(inject('postgres'));
}

/** Builds the template that `freshDatabase` copies. */
export async function prepareTemplate(server: TestServer, fill: FillTemplate): Promise<void> {
	await asSuperuser(server, 'postgres', (client) => client.query(`create database ${template}`));
	await asSuperuser(server, template, fill);
}

/** The same as `freshDatabase` on any server whose template is prepared. */
export async function copyTemplate(server: TestServer): Promise<FreshDatabase> {
	const name = `test_${randomBytes(8).toString('hex')}`;
	await asSuperuser(server, 'postgres', (client) => client.query(`create database ${name} template ${template}`));
	return {
		connection: connectionOptions(server, { database: name, user: server.superuser }),
		drop: () =>
			asSuperuser(
				server,
				'postgres',
				async (client) => void (await client.query(`drop database if exists ${name} with (force)`)),
			),
	};
}

async function asSuperuser<T>(server: TestServer, database: string, act: (client: Client) => Promise<T>): Promise<T> {
	const client = new Client(connectionOptions(server, { database, user: server.superuser }));
	await client.connect();
	try {
		return await act(client);
	} finally {
		await client.end();
	}
}
