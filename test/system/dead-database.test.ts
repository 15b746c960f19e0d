import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, connect as open, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect, listen } from '../../src/db/connect.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

// A database over a network, whose machine is gone without a word: the system finds out, since it asks.

let database: FreshDatabase;
let server: Server;
let url: string;
let port: number;

beforeAll(async () => {
	database = await freshDatabase();
	const { host, port: at, user, database: name } = database.connection;
	server = createServer((socket) => {
		const behind = open(join(String(host), `.s.PGSQL.${at}`));
		socket.pipe(behind).pipe(socket);
		for (const one of [socket, behind]) one.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	({ port } = server.address() as AddressInfo);
	url = `postgresql://${user}@127.0.0.1:${port}/${name}`;
});
afterAll(async () => {
	server.close();
	await database.drop();
});

/** Of the connections of this machine to the port: the timers that run for them. `02` asks whether the other side is there. */
async function timers(): Promise<string[]> {
	const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
	const to = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	// Established ones alone.
	return lines
		.filter(([, , remote, state]) => remote === to && state === '01')
		.map((line) => String(line[5]).slice(0, 2));
}

test('those that are lent and those that listen', async () => {
	const { pool } = connect(url, { max: 1 });
	await pool.query('select 1');
	const ear = listen(url, 'a_channel');
	await vi.waitUntil(() => ear.listens, { timeout: 10_000 });
	await vi.waitFor(async () => expect(await timers()).toEqual(['02', '02']), { timeout: 10_000 });
	await Promise.all([ear.close(), pool.end()]);
});
