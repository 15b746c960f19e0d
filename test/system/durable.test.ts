import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { program } from '../../infra/embedded/postgres/binaries.ts';
import { ensureCluster, superuser, writeAccess } from '../../infra/embedded/postgres/cluster.ts';
import { type Place, placeCluster } from '../../infra/embedded/postgres/place.ts';
import { spawnAs } from '../../infra/embedded/postgres/server-user.ts';
import { serverSettings } from '../../infra/embedded/postgres/settings.ts';
import { ensureSocketFolder } from '../../infra/embedded/postgres/sockets.ts';
import { connectionOptions } from '../../infra/embedded/postgres.ts';
import { assertDurable, connect } from '../../src/db/connect.ts';
import { startNotaryProgram, startProgram } from '../attack/program.ts';
import { removeHome, temporaryHome } from './postgres-homes.ts';
import { databaseUrl } from './postgres-url.ts';

// A database of somebody's own that acknowledges what is not on disk: notary and API do not start on it, and say why.

let home: string;
let place: Place;
let url: string;
let server: ChildProcess | undefined;

beforeAll(async () => {
	home = temporaryHome();
	place = placeCluster(home, () => undefined);
	await ensureCluster(place);
});
afterEach(async () => {
	if (server === undefined) return;
	const ended = once(server, 'exit');
	server.kill('SIGINT');
	await ended;
	server = undefined;
});
afterAll(() => removeHome(home));

/** The server as it should be, but for these settings. */
async function startWith(settings: { readonly [name: string]: string }): Promise<void> {
	const sockets = ensureSocketFolder(place);
	const all = Object.entries({ ...serverSettings({ sockets, ...writeAccess(place) }), ...settings });
	const args = ['-D', place.data, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
	server = spawn(program(place.binaries, 'postgres'), args, { ...spawnAs(place.user), stdio: 'ignore' });
	url = databaseUrl(connectionOptions({ socketDir: sockets }, { database: 'postgres', user: superuser }));
	await expect.poll(() => assertion().then(String, String)).not.toMatch(/ECONNREFUSED|ENOENT|starting up/);
}

async function assertion(): Promise<void> {
	const { pool } = connect(url, { max: 1 });
	await assertDurable(pool).finally(() => pool.end());
}

test('with all of them on it is taken', async () => {
	await startWith({});
	await expect(assertion()).resolves.toBeUndefined();
});

test.each([
	['synchronous_commit', 'off'],
	['synchronous_commit', 'local'],
	['fsync', 'off'],
	['full_page_writes', 'off'],
])('%s=%s: neither notary nor API starts', async (name, value) => {
	await startWith({ [name]: value });
	const said = `PostgreSQL has ${name}=${value}; Custos needs it on`;
	await expect(assertion()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining(said) });
	const notary = startNotaryProgram(url, join(home, 'notary'));
	const api = startProgram('src/entry/node.ts', { DATABASE_URL: url, OBJECTS: join(home, 'objects'), PORT: '0' });
	for (const one of [notary, api]) {
		expect(await one.ended).toBe('1');
		expect(one.said()).toContain(said);
	}
});
