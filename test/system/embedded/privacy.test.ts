import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningPostgres } from '../../../infra/embedded/postgres.ts';
import { connectionOptions, startPostgres } from '../../../infra/embedded/postgres.ts';
import { pids, workingFolderOf } from '../../../infra/embedded/proc.ts';
import { removeHome, temporaryHome } from '../postgres-homes.ts';
import { canActAsOther, otherUser } from './other-user.ts';

let home: string;
let postgres: RunningPostgres;
let client: Client;

beforeAll(async () => {
	home = temporaryHome();
	postgres = await startPostgres({ home, log: () => undefined });
	client = new Client(connectionOptions(postgres, { database: 'postgres', user: postgres.superuser }));
	await client.connect();
});
afterAll(async () => {
	await client.end();
	await postgres.stop();
	removeHome(home);
});

test('nothing listens on the network, and the socket lies in a closed folder', () => {
	const mine = pids().filter((pid) => workingFolderOf(pid) === workingFolderOf(postgres.pid));
	expect(mine.length).toBeGreaterThan(1);
	const { stdout } = spawnSync('ls', ['-l', ...mine.map((pid) => `/proc/${pid}/fd`)], { encoding: 'utf8' });
	const sockets = new Set([...stdout.matchAll(/socket:\[(\d+)\]/g)].map((match) => match[1]));
	for (const table of ['tcp', 'tcp6', 'udp', 'udp6']
		.map((name) => `/proc/${postgres.pid}/net/${name}`)
		.filter(existsSync)) {
		const inodes = readFileSync(table, 'utf8')
			.split('\n')
			.slice(1)
			.map((line) => line.trim().split(/\s+/)[9]);
		expect(
			inodes.filter((inode) => sockets.has(inode)),
			table,
		).toEqual([]);
	}
	expect(statSync(postgres.socketDir).mode & 0o777).toBe(0o700);
});

test('the ledger is durable: fsync, synchronous commit, full page writes, checksums', async () => {
	for (const name of ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']) {
		expect((await client.query(`show ${name}`)).rows).toEqual([{ [name]: 'on' }]);
	}
	await expect(client.query('alter system set fsync = off')).rejects.toMatchObject({ code: '0A000' });
});

test('the server log quotes no statement, no parameter and no value, not even in errors', async () => {
	const secret = 'gulag-yard-camera-7';
	const failing: [string, string[]?][] = [
		[`select '${secret}'::int`],
		['select $1::int', [secret]],
		[`create table once (name text primary key)`],
		[`insert into once values ('${secret}')`],
		[`insert into once values ('${secret}')`],
		[`do $$ begin raise warning '${secret}'; end $$`],
		[`syntax ${secret}`],
	];
	for (const [sql, values] of failing) await client.query(sql, values).catch(() => undefined);
	const pointer = join(home, 'postgres/elsewhere');
	const folder = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(home, 'postgres');
	const text = readFileSync(join(folder, 'server.log'), 'utf8');
	expect(text).toContain('ready to accept connections');
	expect(text).not.toContain(secret);
	expect(text).not.toContain('STATEMENT');
});

test.runIf(canActAsOther)('another user of the machine gets nowhere, even past the folder', () => {
	const attempt = `
		const { Client } = require('pg');
		new Client({ host: process.argv[1], user: 'postgres', database: 'postgres' }).connect().then(() => console.log('in'), (e) => console.log(e.code ?? e.message));
	`;
	const run = (host: string) =>
		spawnSync(process.execPath, ['-e', attempt, host], {
			cwd: new URL('../../..', import.meta.url).pathname,
			encoding: 'utf8',
			...otherUser,
		}).stdout.trim();
	expect(run(postgres.socketDir)).toBe('EACCES');
});
