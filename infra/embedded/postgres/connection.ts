import type { PoolConfig } from 'pg';
import { Client } from 'pg';
import { CustosError } from '../../../src/domain/errors.ts';
import { superuser } from './cluster.ts';
import { assertedSettings, port } from './settings.ts';

/** What `pg` needs to reach a server of ours. There is no password: the kernel vouches for the system's user (peer). */
export function connectionOptions(
	server: { socketDir: string },
	options: { database: string; user: string },
): PoolConfig {
	return { host: server.socketDir, port, database: options.database, user: options.user, ssl: false };
}

/** The names of the settings that are not as the ledger needs them; empty when all is well. Rejects `unavailable`. */
export async function wrongSettings(server: { socketDir: string }): Promise<string[]> {
	const client = new Client(connectionOptions(server, { database: 'postgres', user: superuser }));
	try {
		await client.connect();
		const { rows } = await client.query<{ name: string; setting: string }>(
			'select name, setting from pg_settings where name = any($1)',
			[Object.keys(assertedSettings)],
		);
		const found = new Map(rows.map((row) => [row.name, row.setting]));
		return Object.entries(assertedSettings)
			.filter(([name, wanted]) => found.get(name) !== wanted)
			.map(([name]) => name);
	} catch (cause) {
		throw new CustosError('unavailable', 'PostgreSQL runs but cannot be connected to', { cause });
	} finally {
		await client.end();
	}
}
