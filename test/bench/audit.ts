import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectionOptions, startPostgres } from '../../infra/embedded/postgres.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { Head } from '../../workers/notary/head.ts';
import { openKeys } from '../../workers/notary/keys.ts';
import { fillTemplate } from '../system/postgres-template.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { makeLedger } from './make-ledger.ts';

/**
 * How fast an audit is: `node test/bench/audit.ts FOLDER ENTRIES [signatures] [projection]`. The folder keeps the
 * database, so a second run audits the same ledger again. Prints one JSON line per audit.
 */
async function main(): Promise<void> {
	const [folder = '', count = '200000', ...flags] = process.argv.slice(2);
	await mkdir(folder, { recursive: true, mode: 0o711 });
	const postgres = await startPostgres({ home: folder, log: () => undefined });
	try {
		const keys = await openKeys(join(folder, 'notary'));
		const name = `ledger_${count}`;
		const at = (database: string) => databaseUrl(connectionOptions(postgres, { database, user: postgres.superuser }));
		const headFile = join(folder, `${name}.json`);
		if (!existsSync(headFile)) await writeFile(headFile, JSON.stringify(await fill(at, name, Number(count), keys)));
		const head = Head.parse(JSON.parse(await readFile(headFile, 'utf8')));
		const settings = { signatures: flags.includes('signatures'), projection: !flags.includes('ledger-only') };
		const cpu = process.cpuUsage();
		let peak = 0;
		const result = await audit({
			databaseUrl: at(name),
			logKey: keys.vkey,
			head,
			objects: false,
			...settings,
			onProgress: () => {
				peak = Math.max(peak, process.memoryUsage.rss());
			},
		});
		const used = process.cpuUsage(cpu);
		say({
			...settings,
			...result,
			perSecond: Math.round(result.entries / result.seconds),
			verifyPerCore: verifyRate(),
			cores: availableParallelism(),
			cpuSeconds: (used.user + used.system) / 1e6,
			peakMiB: Math.round(peak / 2 ** 20),
		});
	} finally {
		await postgres.stop();
	}
}

async function fill(
	at: (database: string) => string,
	name: string,
	count: number,
	keys: Awaited<ReturnType<typeof openKeys>>,
): Promise<Head> {
	const root = new Client({ connectionString: at('postgres') });
	await root.connect();
	await root.query(`drop database if exists ${name}`);
	await root.query(`create database ${name}`);
	await root.end();
	const client = new Client({ connectionString: at(name) });
	await client.connect();
	await fillTemplate(client);
	await client.end();
	const begun = Date.now();
	const head = await makeLedger(at(name), count, keys, () => undefined);
	say({ made: count, seconds: (Date.now() - begun) / 1000 });
	return head;
}

/** Verifications a second of one core's time, by the platform's own code. */
function verifyRate(): number {
	const seed = platform.randomBytes(32);
	const [key, message] = [platform.ed25519Public(seed), platform.randomBytes(700)];
	const signature = platform.ed25519Sign(seed, message);
	const begun = process.cpuUsage();
	for (let i = 0; i < 5000; i++) platform.ed25519Verify(key, message, signature);
	const { user, system } = process.cpuUsage(begun);
	return Math.round(5e9 / (user + system));
}

function say(line: object): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}

await main();
