import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { connectionOptions, startPostgres } from '../../infra/embedded/postgres.ts';
import { stopSignal, supervise } from '../../infra/embedded/processes.ts';
import { languageOf, messagesIn } from '../cli/messages.ts';
import { migrate } from '../db/migrate.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { builtWeb } from './build-web.ts';
import { apiConfig } from './config.ts';
import { fileTrouble } from './file-trouble.ts';
import { heapFlags } from './heap-flags.ts';
import { dataFolder, isHalfRestored, notaryFolder } from './home.ts';
import { requirePrivateWay } from './listen.ts';
import { addressOf, localWay } from './local-way.ts';

const checkout = resolve(import.meta.dirname, '../..');
const t = messagesIn(languageOf([], process.env)).start;

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** Makes the database and its roles on first start, and brings it to the newest schema. */
async function prepareDatabase(server: { socketDir: string; superuser: string }): Promise<void> {
	await withClient(server, 'postgres', async (client) => {
		await client.query(readFileSync(join(checkout, 'infra/postgres/roles.sql'), 'utf8'));
		const there = await client.query('select from pg_database where datname = $1', ['custos']);
		if (there.rowCount === 0) await client.query('create database custos');
	});
	await withClient(server, 'custos', migrate);
}

async function withClient(
	server: { socketDir: string; superuser: string },
	database: string,
	use: (client: pg.Client) => Promise<void>,
): Promise<void> {
	const client = new pg.Client(connectionOptions(server, { database, user: server.superuser }));
	await client.connect();
	try {
		await use(client);
	} finally {
		await client.end();
	}
}

/** Everything on one machine: database, notary, API, media worker, copies. Ends on Ctrl-C, in reverse order. */
async function main(): Promise<void> {
	const signal = stopSignal();
	const home = dataFolder();
	const settings = apiConfig({ ...process.env, PORT: process.env.PORT || undefined, DATABASE_URL: '-' });
	requirePrivateWay(settings);
	const port = String(settings.PORT);
	const [address, local] = [addressOf(settings), await localWay(settings)];
	await mkdir(home, { recursive: true, mode: 0o700 });
	if (await isHalfRestored(home))
		throw new CustosError('config', `a restore into ${home} was broken off: run the same custos restore again first`);
	const log = (line: string): void => void process.stderr.write(`${line}\n`);
	say(t.starts(home));
	const web = await builtWeb(home, () => say(t.buildsRoom));
	const postgres = await startPostgres({ home, log });
	try {
		await prepareDatabase(postgres);
		const env = (user: string, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
			...process.env,
			DATABASE_URL: `postgresql://${user}@/custos?host=${encodeURIComponent(postgres.socketDir)}&port=${postgres.port}`,
			...more,
		});
		const node = (file: string, flags: readonly string[] = []): { command: string; args: string[] } => ({
			command: process.execPath,
			args: [...flags, join(checkout, file)],
		});
		const ready = (name: string): RegExp => new RegExp(`"ready":"${name}"`);
		const notaryHome = notaryFolder(home);
		let code: string | undefined;
		const hear = (line: string): void => {
			const match = /"ready":"notary".*"code":"([0-9a-f-]+)"/.exec(line);
			if (match !== null) code = match[1];
			else if (!/"ready":/.test(line)) log(line);
		};
		const running = await supervise(
			[
				{
					name: 'notary',
					...node('workers/notary/main.ts'),
					env: env('custos_notary', { NOTARY_HOME: notaryHome }),
					ready: ready('notary'),
				},
				{
					name: 'api',
					...node('src/entry/node.ts', heapFlags),
					env: env('custos_api', { PORT: port, OBJECTS: join(home, 'objects'), WEB: web, ...local.env }),
					ready: ready('api'),
				},
				{
					name: 'media',
					...node('workers/media/main.ts', heapFlags),
					env: {
						...process.env,
						SERVER: local.server,
						WORKER_HOME: join(home, 'worker'),
						NOTARY_HOME: notaryHome,
					},
					ready: ready('media'),
				},
				{
					name: 'copies',
					...node('src/entry/copies.ts'),
					env: env('custos_api', {
						OBJECTS: join(home, 'objects'),
						SERVER: local.server,
						WORKER_HOME: join(home, 'worker'),
						// The invite is the media worker's, in whose name this one speaks.
						INVITE: undefined,
					}),
					ready: ready('copies'),
				},
			],
			{ home, log: hear, signal },
		);
		say(`\n${t.runs(address)}`);
		if (local.onlyHere) say(t.onlyHere);
		if (code !== undefined) {
			const custos = await commandName();
			say(`\n${t.empty}\n`);
			say(`  ${address}/#found:${code}\n`);
			say(`${t.orType}\n\n  ${custos} init --server ${address} --code ${code}\n`);
			say(t.once);
		}
		say(JSON.stringify({ ready: 'custos', address, home, ...(code === undefined ? {} : { code }) }));
		await running.done;
	} finally {
		await postgres.stop();
	}
}

async function commandName(): Promise<string> {
	const manifest = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as { name: string };
	return process.cwd() === checkout ? `npx ${manifest.name}` : join(checkout, 'infra/bin/custos.mjs');
}

main().then(
	() => process.exit(0),
	(cause: unknown) => {
		const error = fileTrouble(cause);
		process.stderr.write(`custos: ${isCustosError(error) ? error.message : String((error as Error).stack)}\n`);
		if (isCustosError(error, 'conflict')) process.stderr.write(`${t.runsAlready}\n`);
		process.exit(1);
	},
);
