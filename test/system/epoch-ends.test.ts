import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { requestProxy } from '../../src/client/play/proxy.ts';
import { handOverLeftBehind } from '../../src/client/put/left-behind.ts';
import { epochOf } from '../../src/client/rewrap.ts';
import { submit, trySubmit } from '../../src/client/submit.ts';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import { answers } from '../../src/domain/wire.ts';
import { audit } from '../../workers/audit/audit.ts';
import { epochKeeper } from '../../workers/media/epochs.ts';
import { deposit } from './live/deposit.ts';
import { type Live, openCase, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// An epoch that nothing waits for ends: its key goes, the ledger is told, the next one is open before. What comes late is
// wrapped anew.

let live: Live;
let home: string;
let [worker, lead] = [] as unknown as [Connection, Connection];
let open: OpenCase;
let intake: OpenIntake;
let first: string;
/** The worker's clock goes on as it is told to. */
let hours = 0;
const HOUR = 3_600_000;

const keep = (): Promise<ReadonlyMap<number, Bytes>> =>
	epochKeeper(home, worker, {
		patienceMs: 0,
		retirement: { idleMs: 24 * HOUR, ageMs: 168 * HOUR, now: () => Date.now() + hours * HOUR },
	})();
const epochsOf = async (): Promise<number[]> => [...(await keep()).keys()];
const events = async (type: string): Promise<number> =>
	(await live.sql(`select count(*)::int as n from ledger.entries where skeleton like $1`, [`%"${type}"%`]))[0]?.[
		'n'
	] as number;
const file = async () => readFile(join(home, 'epoch.json'), 'utf8');

beforeAll(async () => {
	[live, home] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-epoch-ends-'))];
	[worker, lead] = [await live.enrol('worker'), await live.enrol()];
	expect(await epochsOf()).toEqual([1]);
	open = await openCase(lead);
});
afterAll(async () => {
	await live?.close();
	await rm(home, { recursive: true });
});

async function keepItem(item: string): Promise<void> {
	const { prefix, body } = (await itemEntries(lead, item)).received.statement;
	const about = { case: open.id, generation: open.key.generation, item };
	await submit(worker, [
		{ type: 'item.kept', fields: { ...about, prefix, sha256: body.sha256 } },
		{ type: 'item.examined', fields: about, detail: { to: open.key, fields: { summary: { kind: 'other' } } } },
	]);
}

test('one that nothing was sealed to stays, however long', async () => {
	hours = 1000;
	expect(await epochsOf()).toEqual([1]);
	hours = 2000;
	expect(await epochsOf()).toEqual([1]);
	expect(await events('epoch.opened')).toBe(1);
});

test('while something waits for it, it stays; a day after, the next is open and the old key is gone', async () => {
	intake = await openIntake(lead, open, { name: 'a delivery' });
	first = (await deposit(lead, open, intake, utf8('gate'))).id;
	hours = 0;
	expect(await epochsOf()).toEqual([1]);
	hours = 25;
	expect(await epochsOf()).toEqual([1]);
	await keepItem(first);
	expect(await epochsOf()).toEqual([1]);
	const secret = (JSON.parse(await file()) as { secrets: string[] }).secrets[0] as string;
	hours = 50;
	// The next one first, so that nobody finds the archive without one; then the old one's day is over too.
	expect(await epochsOf()).toEqual([2]);
	expect(await events('epoch.closed')).toBe(1);
	expect(await file()).not.toContain(secret);
	expect((await lead.ask(answers.epoch, '/v1/epoch')).opened.statement).toContain('"epoch":2');
	expect(await epochsOf()).toEqual([2]);
	expect(await events('epoch.closed')).toBe(1);
});

test('old age opens the next one as well', async () => {
	await openIntake(lead, open, { name: 'another' });
	hours = 60;
	expect(await epochsOf()).toEqual([2]);
	hours = 60 + 168;
	expect(await epochsOf()).toContain(3);
});

test('killed between the deletion and the statement: stated at the next start, once', async () => {
	const before = await events('epoch.closed');
	const held = JSON.parse(await file()) as { secrets: string[]; destroyed?: number[] };
	await writeFile(join(home, 'epoch.json'), JSON.stringify({ ...held, destroyed: [1, 2] }));
	await keep();
	expect(await events('epoch.closed')).toBeLessThanOrEqual(before + 1);
	await keep();
	expect(JSON.parse(await file())).not.toHaveProperty('destroyed');
	expect(
		(
			await live.sql(`select count(distinct convert_from(statement,'UTF8')::jsonb->>'epoch')::int as n from ledger.bodies
		where convert_from(statement,'UTF8') like '%"epoch.closed"%'`)
		)[0]?.['n'],
	).toBe(2);
});

test('what comes late into a delivery gets a fresh wrap, which the worker opens', async () => {
	const late = await deposit(lead, open, intake, utf8('yard'));
	expect(epochOf(await itemEntries(lead, late.id))).toBe(1);
	expect(await handOverLeftBehind(lead, open, [first, late.id])).toEqual([late.id]);
	const now = epochOf(await itemEntries(lead, late.id));
	expect(await epochsOf()).toContain(now);
	expect(await handOverLeftBehind(lead, open, [first, late.id])).toEqual([]);
});

test('a playable copy of an item of an ended epoch: its item is wrapped anew with the asking', async () => {
	await requestProxy(lead, open, first);
	expect(await epochsOf()).toContain(epochOf(await itemEntries(lead, first)));
});

test('a person closes no epoch, nobody one that never was; the audit agrees', async () => {
	const said = [
		...(await trySubmit(lead, [{ type: 'epoch.closed', fields: { epoch: 3 } }])),
		...(await trySubmit(worker, [{ type: 'epoch.closed', fields: { epoch: 99 } }])),
	];
	expect(said.map((one) => one.skeleton.result)).toEqual(['denied:denied', 'denied:not-found']);
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		logKey: live.pin.log,
		signatures: true,
		objects: false,
	});
	expect(result).toMatchObject({ ok: true });
});
