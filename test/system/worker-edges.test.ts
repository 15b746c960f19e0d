import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { type Draft, submit, trySubmit } from '../../src/client/submit.ts';
import { type Bytes, toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { epochKeeper } from '../../workers/media/epochs.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { deposit, receivedDraft, store } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// What workers may say of an item and when, and what becomes of items that one of them cannot open.

let live: Live;
let folder: string;
let worker: Connection;
let epochSecret: Bytes;
let lead: Connection;
let open: OpenCase;
let intake: OpenIntake;
beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-edges-'))];
	({ worker, epochSecret } = await enrolWorker(live));
	lead = await live.enrol();
	open = await openCase(lead);
	intake = await openIntake(lead, open, {});
});
afterAll(async () => {
	await live.close();
	await rm(folder, { recursive: true });
});

async function say(draft: Draft): Promise<string> {
	return (await trySubmit(worker, [draft]))[0]?.skeleton.result ?? '';
}
const stateOf = async (item: string): Promise<unknown> =>
	(await live.sql('select state from items where id = $1', [item]))[0]?.['state'];

test('no later statement takes an item back from kept or examined', async () => {
	const item = await deposit(lead, open, intake, utf8('the gate'));
	const about = { case: open.id, generation: 1, item: item.id };
	const kept: Draft = {
		type: 'item.kept',
		fields: { ...about, prefix: toHex(platform.sha256(item.prefix)), sha256: item.body.sha256 },
	};
	const examined: Draft = { type: 'item.examined', fields: about };
	const failed = (phase: 'keeping' | 'examining'): Draft => ({ type: 'item.failed', fields: { ...about, phase } });
	const said: string[] = [];
	for (const draft of [examined, kept, kept, failed('keeping'), examined, examined, kept, failed('examining')])
		said.push(await say(draft));
	const conflict = 'denied:conflict';
	expect(said).toEqual([conflict, 'accepted', conflict, conflict, 'accepted', conflict, conflict, conflict]);
	expect(await stateOf(item.id)).toBe('examined');
});

test('an item that a worker failed to keep can still be kept by another', async () => {
	const item = await deposit(lead, open, intake, utf8('the yard'));
	const about = { case: open.id, generation: 1, item: item.id };
	expect(await say({ type: 'item.failed', fields: { ...about, phase: 'keeping' } })).toBe('accepted');
	const hashes = { prefix: toHex(platform.sha256(item.prefix)), sha256: item.body.sha256 };
	expect(await say({ type: 'item.kept', fields: { ...about, ...hashes } })).toBe('accepted');
	expect(await stateOf(item.id)).toBe('kept');
});

test('a worker is given the items of its own epochs alone', async () => {
	const item = await deposit(lead, open, intake, utf8('the road'));
	const take = (epochs: number[]) =>
		worker.ask(answers.work, '/v1/work/take', { body: { limit: 100, examine: false, epochs } });
	expect((await take([2, 3])).items).toEqual([]);
	const { items } = await take([1]);
	expect(items.map((one) => one.item)).toContain(item.id);
	await worker.ask(answers.nothing, '/v1/work/release', { body: { items: items.map((one) => one.item) } });
});

test('a worker that crashed before announcing its epoch announces it, and finds it again', async () => {
	const second = await live.enrol('worker');
	const secret = toHex(platform.randomBytes(32));
	await writeFile(join(folder, 'epoch.json'), JSON.stringify({ secrets: [secret] }));
	const epochs = await epochKeeper(folder, second, { patienceMs: 0 })();
	expect([...epochs].map(([number, key]) => [number, toHex(key)])).toEqual([[2, secret]]);
	expect(await epochKeeper(folder, second, { patienceMs: 0 })()).toEqual(epochs);
	expect(JSON.parse(await readFile(join(folder, 'epoch.json'), 'utf8'))).toEqual({ secrets: [secret] });
	expect(await live.sql('select epoch, worker from epochs order by epoch')).toEqual([
		{ epoch: 1, worker: worker.identity.keys.sign },
		{ epoch: 2, worker: second.identity.keys.sign },
	]);
});

test('a deposit that was not sealed to its epoch is stated as failed, once', async () => {
	const item = await store(lead, open, intake, utf8('the wall'));
	const draft = receivedDraft(open, { ...intake, epoch: { epoch: 1, key: open.key.publicKey } }, item);
	await submit(lead, [draft]);
	const stop = new AbortController();
	const lines: string[] = [];
	const running = new MediaWorker({ connection: worker, epochs: new Map([[1, epochSecret]]) }, false, (line) =>
		lines.push(line),
	).run(stop.signal);
	await expect.poll(() => stateOf(item.id), { timeout: 10_000 }).toBe('failed');
	stop.abort();
	await running;
	expect(lines).toEqual([]);
});
