import { randomBytes } from 'node:crypto';
import { Client, type PoolConfig } from 'pg';
import type { FreshDatabase } from './postgres.ts';

/** A copy of a database nobody is connected to, for a test that will spoil it. */
export async function copyDatabase(source: PoolConfig): Promise<FreshDatabase> {
	const name = `test_${randomBytes(8).toString('hex')}`;
	await inPostgres(source, `create database ${name} template ${source.database}`);
	return {
		connection: { ...source, database: name },
		drop: () => inPostgres(source, `drop database if exists ${name} with (force)`),
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
