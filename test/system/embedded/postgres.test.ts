import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningPostgres } from '../../../infra/embedded/postgres.ts';
import { connectionOptions, startPostgres } from '../../../infra/embedded/postgres.ts';
import { markOf, pids, programOf } from '../../../infra/embedded/proc.ts';
import { removeHome, temporaryHome } from '../postgres-homes.ts';
import { runScript } from './script.ts';
import { until } from './until.ts';

type Said = { pid: number; socketDir: string };

let home: string;
let log: string[];
let postgres: RunningPostgres | undefined;

beforeEach(() => {
	home = temporaryHome();
	log = [];
});
afterEach(async () => {
	await postgres?.stop();
	postgres = undefined;
	removeHome(home);
});

async function start(): Promise<RunningPostgres> {
	postgres = await startPostgres({ home, log: (line) => log.push(line) });
	return postgres;
}

async function ask(socketDir: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
	const client = new Client(connectionOptions({ socketDir }, { database: 'postgres', user: 'postgres' }));
	client.on('error', () => undefined); // a server that is killed says so here as well as to the query
	await client.connect();
	try {
		return (await client.query(sql, values)).rows;
	} finally {
		await client.end();
	}
}

function cluster(): string {
	const pointer = join(home, 'postgres/elsewhere');
	return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(home, 'postgres');
}

test('what was committed is there after a stop and a second start', async () => {
	const first = await start();
	await ask(first.socketDir, 'create table kept (n int)');
	await ask(first.socketDir, 'insert into kept values (7)');
	await first.stop();
	await first.stop();
	expect(markOf(first.pid)).toBeUndefined();
	const second = await start();
	expect(await ask(second.socketDir, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('a second supervisor of the same home is told who has it', async () => {
	await start();
	await expect(startPostgres({ home, log: () => undefined })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining(String(process.pid)),
	});
});

test('a server left behind by a killed supervisor is adopted, and can be stopped', async () => {
	const script = await runScript<Said>('hold-postgres.ts', home);
	await script.end('SIGKILL');
	expect(markOf(script.said.pid)).toBeDefined();
	const adopting = await start();
	expect(adopting.pid).toBe(script.said.pid);
	expect(await ask(adopting.socketDir, 'select 1 as one')).toEqual([{ one: 1 }]);
	await adopting.stop();
	expect(markOf(script.said.pid)).toBeUndefined();
});

test.each(['started', 'adopted'])(
	'a server that was %s and is killed comes back with what was committed',
	async (kind) => {
		if (kind === 'adopted') await (await runScript<Said>('hold-postgres.ts', home)).end('SIGKILL');
		const server = await start();
		await ask(server.socketDir, 'create table kept (n int)');
		await ask(server.socketDir, 'insert into kept values (1)');
		const killed = server.pid;
		process.kill(killed, 'SIGKILL');
		await until('another server', () => server.pid !== killed);
		expect(await ask(server.socketDir, 'select n from kept')).toEqual([{ n: 1 }]);
		process.kill(server.pid, 'SIGKILL'); // and once more, with the pause grown
		const second = server.pid;
		await until('a third server', () => server.pid !== second);
		expect(await ask(server.socketDir, 'select n from kept')).toEqual([{ n: 1 }]);
		expect(log.filter((line) => line.includes('could not'))).toEqual([]);
	},
);

test('a backend that does not notice the death of its server is ended before the next one starts', async () => {
	const server = await start();
	const busy = ask(server.socketDir, `do $$ begin loop perform 1; end loop; end $$`).catch((error: unknown) => error);
	const [backend] = await waitForBusyBackend(server.socketDir);
	const killed = server.pid;
	process.kill(killed, 'SIGKILL');
	await until('another server', () => server.pid !== killed);
	expect(markOf(backend as number)).toBeUndefined();
	expect(await busy).toBeInstanceOf(Error);
});

async function waitForBusyBackend(socketDir: string): Promise<number[]> {
	for (;;) {
		const rows = (await ask(
			socketDir,
			`select pid from pg_stat_activity where query like 'do $$%' and state = 'active'`,
		)) as { pid: number }[];
		if (rows.length > 0) return rows.map((row) => row.pid);
	}
}

test.each(['a process that is gone', 'a process that is something else', 'nothing'])(
	'a postmaster.pid that names %s stops nothing',
	async (whose) => {
		const first = await start();
		const path = join(cluster(), 'data/postmaster.pid');
		const lines = readFileSync(path, 'utf8').split('\n');
		await first.stop();
		lines[0] = String(whose === 'a process that is gone' ? first.pid : process.pid);
		writeFileSync(path, whose === 'nothing' ? '' : lines.join('\n'));
		const second = await start();
		expect(await ask(second.socketDir, 'select 1 as one')).toEqual([{ one: 1 }]);
		expect(markOf(process.pid)).toBeDefined();
	},
);

test('supervisor and server killed together: the next start recovers', async () => {
	const script = await runScript<Said>('hold-postgres.ts', home);
	await ask(script.said.socketDir, 'create table kept (n int)');
	await script.end('SIGKILL');
	process.kill(script.said.pid, 'SIGKILL');
	await until('the killed server is gone', () => programOf(script.said.pid) === undefined);
	const server = await start();
	expect(await ask(server.socketDir, 'select n from kept')).toEqual([]);
	expect(log.filter((line) => line.startsWith('adopted'))).toEqual([]);
});

test('a first start that was cut off leaves nothing half made', async () => {
	const script = runScript<Said>('hold-postgres.ts', home);
	const failed = expect(script).rejects.toThrow('ended');
	await until('initdb runs', () =>
		pids().some(
			(pid) => programOf(pid)?.endsWith('/initdb') && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster()),
		),
	);
	process.kill(initdbPid(), 'SIGKILL');
	await failed;
	const server = await start();
	expect(await ask(server.socketDir, 'select 1 as one')).toEqual([{ one: 1 }]);
});

function initdbPid(): number {
	return pids().find(
		(pid) => programOf(pid)?.endsWith('/initdb') && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster()),
	) as number;
}

test('a home whose path is too long for a socket gets a short, private one, and keeps it', async () => {
	const top = home;
	home = join(home, 'a'.repeat(60), 'b'.repeat(60));
	const first = await start();
	expect(first.socketDir.length).toBeLessThan(60);
	expect(await ask(first.socketDir, 'select 1 as one')).toEqual([{ one: 1 }]);
	await first.stop();
	const second = await start();
	expect(second.socketDir).toBe(first.socketDir);
	await second.stop();
	removeHome(home);
	home = top;
});
