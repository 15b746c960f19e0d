import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { formatInvite } from '../../src/client/invite.ts';
import { approve, invite, type JoinRequest, joinRequests, setSuspended } from '../../src/client/people.ts';
import { answers } from '../../src/domain/wire.ts';
import { epochKeeper } from '../../workers/media/epochs.ts';
import { custosAs } from '../system/live/custos.ts';
import { entryCount } from '../system/live/raw.ts';
import { type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 11: the server shows a worker epoch that is genuine, well proven, and not the open one. The effect is refused: no
// intake, and so no byte of a file.

let live: Live;
let lies: LyingApi;
let folder: string;
let lead: Connection;
let open: OpenCase;
let through: Connection;
let first: Connection;
let second: Connection;
/** What `/v1/epoch` truly said, one after the other. */
const shown: object[] = [];

async function epochOf(worker: Connection): Promise<ReadonlyMap<number, Uint8Array>> {
	const home = join(folder, worker.identity.keys.sign);
	await mkdir(home, { recursive: true });
	return epochKeeper(home, worker, { patienceMs: 0 })();
}
const truth = () => lead.ask(answers.epoch, '/v1/epoch');

beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-epochs-'))];
	lies = await startLyingApi(live);
	lead = await live.enrol();
	first = await live.enrol('worker');
	await epochOf(first);
	shown.push(await truth());
	// Nobody shared the first epoch with the second worker.
	second = await live.enrol('worker');
	await epochOf(second);
	shown.push(await truth());
	open = await openCase(lead);
	through = await live.connect(lead.identity, lies.server);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
	await rm(folder, { recursive: true });
});

const show = (answer: object | undefined) => (path: string, body: unknown) =>
	path === '/v1/epoch' && answer !== undefined ? answer : body;
const intakes = async (): Promise<unknown> => (await live.sql('select count(*) as n from intakes'))[0]?.['n'];

async function lastResults(since: number): Promise<string[]> {
	const rows = await live.sql('select skeleton from ledger.entries where idx >= $1 order by idx', [since]);
	return rows.map((row) => (JSON.parse(row['skeleton'] as string) as { result: string }).result);
}

test('an older epoch: refused by the notary, and said in plain words', async () => {
	const before = await entryCount(live);
	lies.lie = show(shown[0]);
	await expect(openIntake(through, open, {})).rejects.toMatchObject({
		code: 'outdated',
		message: expect.stringContaining('worker epoch 1') as string,
	});
	expect(await lastResults(before)).toEqual(['denied:stale']);
	expect(await intakes()).toBe(0);
});

test('put ends before a byte leaves, and says why in either language', async () => {
	const letter = await invite(live.steward, 'member');
	const line = formatInvite({ ...letter, pin: { ...letter.pin, server: lies.server } });
	const custos = (...args: string[]) => custosAs(folder, 'depositor', ...args);
	expect(await custos('join', line, '--name', 'depositor')).toMatchObject({ code: 0 });
	const [request] = (await joinRequests(live.steward, [letter])).filter((one) => one.genuine);
	await approve(live.steward, request as JoinRequest, 'member');
	expect(await custos('case', 'new', 'a case', '--prefix', 'GUL')).toMatchObject({ code: 0 });
	await mkdir(join(folder, 'disk'));
	await writeFile(join(folder, 'disk/letter.txt'), 'a letter');
	await writeFile(join(folder, 'disk/recording.mp4'), Buffer.alloc(5 * 2 ** 20, 1));

	lies.lie = show(shown[0]);
	const put = ['put', join(folder, 'disk'), '--case', 'GUL'];
	expect(await custos(...put)).toMatchObject({
		code: 1,
		err: expect.stringMatching(/worker epoch 1 .*hides a suspension.*Nothing was sent/s) as string,
	});
	expect(await custos(...put, '--lang', 'ru')).toMatchObject({
		code: 1,
		err: expect.stringMatching(/устаревшее состояние архива.*ничего не отправлено/is) as string,
	});
	const sent = await live.sql(`select id from objects union all select id from uploads union all select id from items`);
	expect(sent).toEqual([]);
	lies.lie = undefined;
	expect(await custos(...put, '--no-wait')).toMatchObject({ code: 0 });
	expect(await live.sql('select epoch from items')).toEqual([{ epoch: 2 }, { epoch: 2 }]);
});

test('an epoch that changed between asking and stating is asked for once more', async () => {
	let asked = 0;
	lies.lie = (path, body) => (path === '/v1/epoch' && asked++ === 0 ? (shown[0] as object) : body);
	expect((await openIntake(through, open, {})).epoch.epoch).toBe(2);
	expect(asked).toBe(2);
});

test('the epoch of a worker who is suspended: refused, until another worker opens the next', async () => {
	await setSuspended(live.steward, second.identity.keys.sign, true);
	const before = await intakes();
	lies.lie = show(shown[1]);
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'outdated' });
	lies.lie = undefined;
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'not-found' });
	expect(await intakes()).toBe(before);

	expect([...(await epochOf(first)).keys()]).toEqual([1, 2, 3]);
	expect((await openIntake(through, open, {})).epoch.epoch).toBe(3);
	expect([...(await epochOf(first)).keys()]).toEqual([1, 2, 3]);
});

test('reinstating a worker does not open their epoch again', async () => {
	await setSuspended(live.steward, second.identity.keys.sign, false);
	lies.lie = show(shown[1]);
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'outdated' });
});

test('two older epochs in turn are no way round', async () => {
	let asked = 0;
	lies.lie = (path, body) => (path === '/v1/epoch' ? (shown[asked++ % 2] as object) : body);
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'outdated' });
	expect(asked).toBe(2);
});
