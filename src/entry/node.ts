import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { exitWithParent } from '../../infra/embedded/parent.ts';
import { createApi } from '../api/app.ts';
import { createOutcomes } from '../app/outcomes.ts';
import { assertDurable, connect } from '../db/connect.ts';
import { isCustosError } from '../domain/errors.ts';
import { platform } from '../domain/platform/node.ts';
import { apiConfig } from './config.ts';
import { openStore } from './store.ts';

/** The API under Node: one JSON line on standard output when it listens. */
async function main(): Promise<void> {
	exitWithParent();
	const config = apiConfig(process.env);
	const log = (line: string): void => void process.stderr.write(`api: ${line.replaceAll(/[^\x20-\x7e]/g, '?')}\n`);
	const { db, pool } = connect(config.DATABASE_URL, { max: 12, onLost: () => log('a database connection was lost') });
	await assertDurable(pool);
	const store = await openStore(config);
	const api = createApi(
		{ db, store, outcomes: createOutcomes(db), now: () => new Date(), randomBytes: platform.randomBytes },
		log,
	);
	const server = serve({ fetch: api.fetch, port: config.PORT, hostname: config.HOST }, (info: AddressInfo) => {
		process.stdout.write(`${JSON.stringify({ ready: 'api', port: info.port })}\n`);
	});
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => {
			server.close(() => process.exit(0));
			setTimeout(() => process.exit(0), 3000).unref();
		});
	}
}

main().catch((error: unknown) => {
	process.stderr.write(
		`api: ${isCustosError(error) ? `${error.code}: ${error.message}` : String((error as Error).stack)}\n`,
	);
	process.exit(1);
});
