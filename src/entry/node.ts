import { exitWithParent } from '../../infra/embedded/parent.ts';
import { createApi } from '../api/app.ts';
import { lastWord } from '../app/last-word.ts';
import { noteNotFound } from '../app/not-found.ts';
import { createOutcomes } from '../app/outcomes.ts';
import { assertDurable, connect, listen } from '../db/connect.ts';
import { platform } from '../domain/platform/node.ts';
import { pairedStore } from '../store/paired-store.ts';
import { apiConfig } from './config.ts';
import { listenPlain, listenTls, requirePrivateWay } from './listen.ts';
import { openSecond, openStore } from './store.ts';
import { openWebFiles, withWeb } from './web-files.ts';

/** The API and the review room under Node: one JSON line on standard output when it listens. */
async function main(): Promise<void> {
	exitWithParent();
	const config = apiConfig(process.env);
	requirePrivateWay(config);
	const log = (line: string): void => void process.stderr.write(`api: ${line.replaceAll(/[^\x20-\x7e]/g, '?')}\n`);
	const { db, pool } = connect(config.DATABASE_URL, { max: 12, onLost: () => log('a database connection was lost') });
	await assertDurable(pool);
	const store = pairedStore(await openStore(config), {
		second: openSecond(config, 'read'),
		onMissing: (key) => noteNotFound(db, key),
	});
	const api = createApi(
		{
			db,
			store,
			outcomes: createOutcomes(db, listen(config.DATABASE_URL, 'custos_outcomes')),
			now: () => new Date(),
			randomBytes: platform.randomBytes,
		},
		log,
	);
	const { TLS_CERT: cert, TLS_KEY: key, HOST: host, PORT } = config;
	const https = cert !== undefined;
	const web = config.WEB === undefined ? undefined : await openWebFiles(config.WEB, { https });
	const fetch = withWeb(api.fetch, web);
	const main =
		cert === undefined || key === undefined
			? await listenPlain(fetch, host, PORT)
			: await listenTls(fetch, { host, port: PORT, cert, key }, log);
	const local = config.LOCAL_PORT === undefined ? undefined : await listenPlain(fetch, '127.0.0.1', config.LOCAL_PORT);
	process.stdout.write(`${JSON.stringify({ ready: 'api', port: main.port })}\n`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => {
			local?.server.close();
			main.server.close(() => process.exit(0));
			setTimeout(() => process.exit(0), 3000).unref();
		});
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`api: ${lastWord(error)}\n`);
	process.exit(1);
});
