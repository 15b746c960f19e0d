import { randomBytes } from 'node:crypto';
import { Client, type PoolConfig } from 'pg';
import type { FreshDatabase } from './postgres.ts';

/** A copy of a database nobody is connected to, for a test that will spoil it. */
export function copyDatabase(source: PoolConfig): Promise<FreshDatabase> {
	return make(source, source.database ?? '');
}

/** A database without any table on the same server. */
export function emptyDatabase(server: PoolConfig): Promise<FreshDatabase> {
	return make(server, 'template0');
}

async function make(server: PoolConfig, template: string): Promise<FreshDatabase> {
	const name = `test_${randomBytes(8).toString('hex')}`;
	await inPostgres(server, `create database ${name} template ${template}`);
	return {
		connection: { ...server, database: name },
		drop: () => inPostgres(server, `drop database if exists ${name} with (force)`),
	};
}

async function inPostgres(server: PoolConfig, command: string): Promise<void> {
	const client = new Client({ ...server, database: 'postgres' });
	await client.connect();
	try {
		await client.query(command);
	} finally {
		await client.end();
	}
}
