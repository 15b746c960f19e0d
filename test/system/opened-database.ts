import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Running } from './running.ts';

/** The database of a running archive, as its superuser. */
export async function openedDatabase(archive: Running): Promise<pg.Client> {
	const api = (await archive.pids()).get('api');
	const environment = (await readFile(`/proc/${api}/environ`, 'utf8')).split('\0');
	const url = environment.find((one) => one.startsWith('DATABASE_URL='))?.slice(13) ?? '';
	const client = new pg.Client({ connectionString: url.replace('custos_api@', 'postgres@') });
	await client.connect();
	return client;
}
