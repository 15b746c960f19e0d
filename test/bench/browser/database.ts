import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectionOptions, startPostgres } from '../../../infra/embedded/postgres.ts';
import type { FreshDatabase } from '../../system/postgres.ts';
import { fillTemplate } from '../../system/postgres-template.ts';

/** A real PostgreSQL for one measurement, with a migrated database; `drop` takes both down. */
export async function benchDatabase(): Promise<FreshDatabase> {
	const home = await mkdtemp(join(tmpdir(), 'custos-bench-'));
	// The server's own user must pass through.
	await chmod(home, 0o711);
	const postgres = await startPostgres({ home, log: () => {} });
	const connection = connectionOptions(postgres, { database: 'postgres', user: postgres.superuser });
	const client = new Client(connection);
	await client.connect();
	await fillTemplate(client);
	await client.end();
	return {
		connection,
		async drop() {
			await postgres.stop();
			await rm(home, { recursive: true, force: true });
		},
	};
}
