import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { setSuspended } from '../../src/client/people.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { epochKeeper } from '../../workers/media/epochs.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { deposit } from './live/deposit.ts';
import { type Live, openCase, startLive } from './live.ts';

// One epoch for all workers of a deployment: whoever has its key seals it to the others.

let live: Live;
let folder: string;
let [first, second, third]: Connection[] = [];
beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-shared-'))];
	[first, second, third] = [await live.enrol('worker'), await live.enrol('worker'), await live.enrol('worker')];
});
afterAll(async () => {
	await live.close();
	await rm(folder, { recursive: true });
});

async function keeperOf(worker: Connection | undefined) {
	const line = worker as Connection;
	const home = join(folder, line.identity.keys.sign);
	await mkdir(home, { recursive: true });
	return epochKeeper(home, line, { patienceMs: 60_000 });
}
const told = (epochs: ReadonlyMap<number, Uint8Array>) => [...epochs].map(([number, key]) => [number, toHex(key)]);

test('a second worker waits for the first to share the epoch, and opens none', async () => {
	const [one, two] = [await keeperOf(first), await keeperOf(second)];
	const opened = await one();
	expect([...opened.keys()]).toEqual([1]);
	const waiting = two();
	await one();
	expect(told(await waiting)).toEqual(told(opened));
	const shared = `select count(*) as n from ledger.entries where skeleton like '%"type":"epoch.shared"%'`;
	const before = await live.sql(shared);
	await Promise.all([one(), two()]);
	expect(await live.sql(shared)).toEqual(before);
});

test('an item is kept by a worker to whom the epoch was only shared', async () => {
	const lead = await live.enrol();
	const open = await openCase(lead);
	const item = await deposit(lead, open, await openIntake(lead, open, {}), utf8('the gate'));
	const renew = await keeperOf(second);
	const stop = new AbortController();
	const enrolled = { connection: second as Connection, epochs: await renew(), renew };
	const running = new MediaWorker(enrolled, false, () => {}).run(stop.signal);
	const state = async () => (await live.sql('select state from items where id = $1', [item.id]))[0]?.['state'];
	await expect.poll(state, { timeout: 10_000 }).toBe('kept');
	stop.abort();
	await running;
});

test('a share that does not hold the epoch’s key is worth nothing and harms nobody', async () => {
	const fields = { epoch: 1, person: (third as Connection).identity.keys.sign, grant: 'AAAA' };
	await submit(first as Connection, [{ type: 'epoch.shared', fields }]);
	expect((await (await keeperOf(third))()).get(1)).toBeDefined();
});

test('a suspended worker gets no part in the next epoch', async () => {
	await setSuspended(live.steward, (first as Connection).identity.keys.sign, true);
	const [two, three] = [await keeperOf(second), await keeperOf(third)];
	const next = await two();
	expect([...next.keys()]).toEqual([1, 2]);
	await two();
	expect(told(await three())).toEqual(told(next));
	const shares = await live.sql(
		`select convert_from(b.statement, 'utf8') as s from ledger.bodies b join ledger.entries e using (idx)
			where e.skeleton like '%"type":"epoch.shared"%'`,
	);
	const made = shares.map((row) => JSON.parse(String(row['s'])) as { epoch: number; person: string });
	expect(made.filter((one) => one.epoch === 2).map((one) => one.person)).toEqual([
		(third as Connection).identity.keys.sign,
	]);
});
