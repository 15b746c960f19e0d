import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionOptions, startPostgres } from '../../infra/embedded/postgres.ts';
import { signedBytes } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { fillTemplate } from '../system/postgres-template.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { httpRound } from './ledger-http.ts';
import { notaryRate } from './ledger-notary.ts';
import { output } from './machine.ts';
import type { Row } from './run.ts';

/** Pending → receipt in the notary, and statement → receipt over HTTP, against single durable inserts and signature checks. */
export async function bench(): Promise<Row[]> {
	const { inserts, verify, notary } = await onOneServer();
	const ceiling = Math.min(inserts, verify);
	// The other server is at rest by then: vacuuming what the rounds before wrote is no part of this one.
	const http = await httpRound();
	return [
		{ what: 'single durable inserts, 32 clients (pgbench)', value: inserts, unit: '/s' },
		{ what: `signatures verified, ${availableParallelism()} cores, native`, value: verify, unit: '/s' },
		{
			what: 'pending → receipt, signatures verified',
			value: notary.rate,
			unit: '/s',
			ratio: { to: 'the smaller ceiling', is: notary.rate / ceiling, goal: '> 0.5' },
		},
		{ what: '  CPU a statement, notary with signatures', value: notary.notaryCpu, unit: 'µs' },
		{ what: '  CPU a statement, its PostgreSQL process', value: notary.databaseCpu, unit: 'µs' },
		{
			what: 'signed statement → receipt over HTTP, 64 people',
			value: http.rate,
			unit: '/s',
			ratio: { to: 'pgbench', is: http.rate / inserts, goal: '> 0.1' },
		},
		{ what: '  cores taken by the load generator itself', value: http.generator, unit: '' },
		{ what: '  median', value: http.p50, unit: 'ms' },
		{ what: '  99 %', value: http.p99, unit: 'ms', ratio: { to: '100 ms', is: http.p99 / 100, goal: '< 1' } },
	];
}

/** What is measured inside one PostgreSQL: its own inserts, and the notary's; the signature checks between them. */
async function onOneServer() {
	const home = await mkdtemp(join(tmpdir(), 'custos-bench-ledger-'));
	const postgres = await startPostgres({ home, log: () => undefined });
	try {
		const at = (user: string, database: string) => connectionOptions(postgres, { database, user });
		const admin = new pg.Client(at(postgres.superuser, 'postgres'));
		await admin.connect();
		await admin.query('create database bench');
		await admin.end();
		const client = new pg.Client(at(postgres.superuser, 'bench'));
		await client.connect();
		await fillTemplate(client);
		await client.end();
		const inserts = await pgbench(postgres.socketDir, postgres.port, postgres.superuser, home);
		const verify = await verifyRate();
		const notary = await notaryRate(
			databaseUrl(at('custos_notary', 'bench')),
			databaseUrl(at(postgres.superuser, 'bench')),
			join(home, 'notary'),
		);
		return { inserts, verify, notary };
	} finally {
		await postgres.stop();
		await rm(home, { recursive: true, force: true });
	}
}

/** Durable one-row inserts per second of pgbench at 32 clients, on the same server. */
async function pgbench(socket: string, port: number, user: string, folder: string): Promise<number> {
	const bin = [
		'/usr/bin/pgbench',
		...(existsSync('/usr/lib/postgresql')
			? readdirSync('/usr/lib/postgresql').map((v) => `/usr/lib/postgresql/${v}/bin/pgbench`)
			: []),
	].find(existsSync);
	if (bin === undefined) throw new Error('pgbench is missing: apt-get install postgresql-contrib');
	const script = join(folder, 'insert.sql');
	await writeFile(script, "insert into bench_rows (body) values (repeat('x', 700));\n");
	const client = new pg.Client(connectionOptions({ socketDir: socket }, { database: 'bench', user }));
	await client.connect();
	await client.query(
		'create table bench_rows (id bigint generated always as identity primary key, body text not null)',
	);
	await client.end();
	const text = await output(bin, [
		'-h',
		socket,
		'-p',
		String(port),
		'-U',
		user,
		'-n',
		'-c',
		'32',
		'-j',
		'2',
		'-T',
		'5',
		'-f',
		script,
		'bench',
	]);
	return Number(/tps = ([\d.]+)/.exec(text)?.[1]);
}

/** Native Ed25519 checks per second on all cores, through the platform's own pool. */
async function verifyRate(): Promise<number> {
	const seed = platform.randomBytes(32);
	const message = signedBytes(platform.randomBytes(700));
	const [key, signature] = [platform.ed25519Public(seed), platform.ed25519Sign(seed, message)];
	const rounds = 20_000;
	const begun = performance.now();
	for (let done = 0; done < rounds; done += 1000) {
		await Promise.all(Array.from({ length: 1000 }, () => platform.ed25519VerifyAsync(key, message, signature)));
	}
	return rounds / ((performance.now() - begun) / 1000);
}
