import { serve } from '@hono/node-server';
import { z } from 'zod';
import { lockHome } from '../../infra/embedded/home-lock.ts';
import { exitWithParent } from '../../infra/embedded/parent.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { witnessKeys } from './folder.ts';
import { openWitness } from './witness.ts';

const Config = z.object({
	WITNESS_HOME: z.string().startsWith('/'),
	HOST: z.string().default('127.0.0.1'),
	PORT: z.coerce.number().int().min(0).max(65_535).default(8788),
});

/**
 * The witness process: one JSON line on standard output when it is ready, then silence until it is told to stop. Speaks
 * plain HTTP: what it says is signed and secret to nobody; a proxy in front may add TLS.
 */
async function main(): Promise<void> {
	exitWithParent();
	const config = Config.parse(process.env);
	const keys = await witnessKeys(config.WITNESS_HOME);
	const lock = await lockHome(config.WITNESS_HOME, 'a witness');
	const witness = await openWitness(config.WITNESS_HOME, keys, () => Date.now());
	const server = serve({ fetch: witness.app.fetch, hostname: config.HOST, port: config.PORT }, ({ port }) => {
		process.stdout.write(`${JSON.stringify({ ready: 'witness', key: keys.vkey, logs: witness.logs, port })}\n`);
	});
	server.once('error', fail);
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			server.close(() => {
				witness
					.close()
					.then(() => lock.release())
					.then(() => process.exit(0), fail);
			});
			if ('closeIdleConnections' in server) server.closeIdleConnections();
		});
}

function fail(error: unknown): never {
	process.stderr.write(`witness: ${isCustosError(error) ? `${error.code}: ${error.message}` : String(error)}\n`);
	process.exit(1);
}

main().catch(fail);
