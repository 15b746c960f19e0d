import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionOptions, startPostgres } from '../../infra/embedded/postgres.ts';
import { connect } from '../../src/db/connect.ts';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { type Statement, signedBytes, signStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { startNotary } from '../../workers/notary/start.ts';
import { fillTemplate } from '../system/postgres-template.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { httpRound } from './ledger-http.ts';
import { ledgerStory } from './ledger-story.ts';
import { output } from './machine.ts';
import type { Row } from './run.ts';

const STATEMENTS = 30_000;

/** Pending → receipt in the notary, and statement → receipt over HTTP, against single durable inserts and signature checks. */
export async function bench(): Promise<Row[]> {
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
		const ceiling = Math.min(inserts, verify);
		const notary = await notaryRate(
			databaseUrl(at('custos_notary', 'bench')),
			databaseUrl(at(postgres.superuser, 'bench')),
			join(home, 'notary'),
		);
		const http = await httpRound();
		return [
			{ what: 'single durable inserts, 32 clients (pgbench)', value: inserts, unit: '/s' },
			{ what: `signatures verified, ${availableParallelism()} cores, native`, value: verify, unit: '/s' },
			{
				what: 'pending → receipt, signatures verified',
				value: notary,
				unit: '/s',
				ratio: { to: 'the smaller ceiling', is: notary / ceiling, goal: '> 0.5' },
			},
			{
				what: 'statement → receipt over HTTP, 64 clients',
				value: http.rate,
				unit: '/s',
				ratio: { to: 'pgbench', is: http.rate / inserts, goal: '> 0.1' },
			},
			{ what: '  median', value: http.p50, unit: 'ms' },
			{ what: '  99 %', value: http.p99, unit: 'ms', ratio: { to: '100 ms', is: http.p99 / 100, goal: '< 1' } },
		];
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

async function notaryRate(url: string, adminUrl: string, notaryHome: string): Promise<number> {
	const { db, pool } = connect(url, { max: 1, onLost: () => undefined });
	const { notary, keys, head } = await startNotary(db, pool, notaryHome, () => new Date());
	const admin = new pg.Client(adminUrl);
	admin.on('error', () => undefined); // what went wrong is told by the query that failed
	await admin.connect();
	const story = ledgerStory(keys);
	const insert = async (count: number): Promise<number> => {
		const rows = Array.from({ length: count }, () => {
			const event = story.next().value;
			if (event === undefined) throw new Error('the story ended');
			const seen = { size: head.current.size, root: head.current.root };
			const sealed = event.sealed ?? null;
			const detail =
				sealed === null
					? {}
					: { detail: { root: toHex(platform.randomBytes(32)), sealed: toHex(platform.sha256(sealed)) } };
			const statement = {
				...event.fields,
				v: 1,
				id: toHex(platform.randomBytes(16)),
				origin: keys.origin,
				actor: event.by.keys.sign,
				time: new Date().toISOString(),
				seen,
				...detail,
			} as unknown as Statement;
			const signed = signStatement(statement, event.by.seed);
			const founding =
				statement.type === 'archive.founded' ? toHex(platform.hmacSha256(keys.founding, signed.bytes)) : null;
			return { statement, signed, sealed, prefix: (event.prefix ?? null) as Bytes | null, founding };
		});
		await admin.query(
			`insert into pending (actor, statement_id, statement, signature, sealed, prefix, founding)
			 select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::text[])`,
			[
				rows.map((one) => one.statement.actor),
				rows.map((one) => one.statement.id),
				rows.map((one) => one.signed.bytes),
				rows.map((one) => one.signed.signature),
				rows.map((one) => one.sealed),
				rows.map((one) => one.prefix),
				rows.map((one) => one.founding),
			],
		);
		return rows.length;
	};
	await insert(1);
	await notary.turn();
	await insert(2000);
	while ((await notary.turn()) > 0);
	for (let at = 0; at < STATEMENTS; at += 5000) await insert(5000);
	const before = head.current.size;
	const begun = performance.now();
	while ((await notary.turn()) > 0);
	const seconds = (performance.now() - begun) / 1000;
	const made = head.current.size - before;
	await admin.end();
	await pool.end();
	// The story has someone who is refused all the time: beyond twenty an hour the refusals fold into one entry.
	if (made < 0.9 * STATEMENTS) throw new Error(`only ${made} of ${STATEMENTS} statements became entries`);
	return made / seconds;
}
