import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Archive, buildArchive } from '../system/archive-builder.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { type Program, startNotaryProgram } from './program.ts';
import { allReceipts, checkReceipts, lay, receiptsOf, type SeenLog, type Sent, sign } from './witnessed.ts';

// 23: two notaries on one log, 500 statements: one is active, the other takes over, and no index is given twice or left out.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let log: SeenLog;
let client: Client;
const running: Program[] = [];

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-two-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	log = { vkey: archive.desk.vkey, ...(await archive.desk.head()) };
	await archive.close();
	client = new Client(database.connection);
	await client.connect();
});
afterAll(async () => {
	await Promise.all(running.map((one) => one.stop()));
	await client.end();
	await database.drop();
	await rm(folder, { recursive: true });
});

function start(): Program {
	const program = startNotaryProgram(
		databaseUrl({ ...database.connection, user: 'custos_notary' }),
		join(folder, 'notary'),
	);
	running.push(program);
	return program;
}

const invitation = (): Sent =>
	sign(log, archive.steward, { type: 'person.invited', invite: newId(platform.randomBytes), role: 'member' });

/** The server processes that hold the notary's seat, and those that wait for it. */
async function seats(): Promise<{ held: number[]; waiting: number }> {
	const { rows } = await client.query<{ pid: number; granted: boolean }>(
		`select pid, granted from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
	);
	return {
		held: rows.filter((row) => row.granted).map((row) => row.pid),
		waiting: rows.filter((row) => !row.granted).length,
	};
}

async function untilSomeoneWaits(): Promise<void> {
	while ((await seats()).waiting === 0) await pause(10);
}

test('500 statements, the active notary killed twice on the way', async () => {
	let active = start();
	await active.ready;
	let standby = start();
	await untilSomeoneWaits();
	let standbyIsReady = false;
	standby.ready.then(
		() => {
			standbyIsReady = true;
		},
		() => undefined,
	);

	const sent = Array.from({ length: 500 }, invitation);
	const laying = (async () => {
		for (let at = 0; at < sent.length; at += 10) await lay(client, sent.slice(at, at + 10));
	})();
	for (const [share, how] of [
		[100, 'process'],
		[300, 'connection'],
	] as const) {
		while ((await receiptsOf(client, sent)).size < share) {
			expect((await seats()).held).toHaveLength(1);
			await pause(5);
		}
		expect(standbyIsReady).toBe(false);
		if (how === 'process') active.kill();
		else await client.query('select pg_terminate_backend($1)', [(await seats()).held[0]]);
		await active.ended;
		await standby.ready;
		active = standby;
		standbyIsReady = false;
		standby = start();
		standby.ready.then(
			() => {
				standbyIsReady = true;
			},
			() => undefined,
		);
	}
	await laying;
	const receipts = await allReceipts(client, sent);
	expect(standbyIsReady).toBe(false);

	const places = [...receipts.values()].map((one) => one.index).sort((a, b) => a - b);
	expect(places).toEqual(Array.from({ length: 500 }, (_, i) => log.size + i));
	const held = sent.map((one) => ({
		sent: one,
		receipt: receipts.get(one.statement.id) as NonNullable<ReturnType<typeof receipts.get>>,
	}));
	await checkReceipts(databaseUrl(database.connection), log.vkey, held);
	const { rows } = await client.query(
		'select count(*)::int as entries, max(idx)::int as last, (select count(*)::int from pending) as pending from ledger.entries',
	);
	expect(rows).toEqual([{ entries: log.size + 500, last: log.size + 499, pending: 0 }]);
	expect((await seats()).held).toHaveLength(1);
});
