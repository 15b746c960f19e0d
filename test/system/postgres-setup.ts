import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../infra/embedded/postgres.ts';
import { prepareTemplate } from './postgres.ts';
import { removeAbandonedHomes, removeHome, temporaryHome } from './postgres-homes.ts';
import { fillTemplate } from './postgres-template.ts';

/** Starts one real PostgreSQL for the whole test run, in a temporary home, and takes it down at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	await removeAbandonedHomes();
	const home = temporaryHome();
	const lines: string[] = [];
	const postgres = await startPostgres({ home, log: (line) => lines.push(line) });
	const server = { socketDir: postgres.socketDir, superuser: postgres.superuser };
	await prepareTemplate(server, fillTemplate);
	project.provide('postgres', server);
	return async () => {
		await postgres.stop();
		removeHome(home);
	};
}
