import { readFile } from 'node:fs/promises';
import { migrate } from '../../src/db/migrate.ts';
import type { FillTemplate } from './postgres.ts';

/** What every test database starts from: the roles and all migrations. */
export const fillTemplate: FillTemplate = async (client) => {
	await client.query(await readFile(new URL('../../infra/postgres/roles.sql', import.meta.url), 'utf8'));
	await migrate(client);
};
