import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { derivedFiles, derivedIndex } from '../../src/client/case/derived-files.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createDesk } from '../../src/client/desk.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { itemEntries, openBody } from '../../src/client/open-item.ts';
import { type Draft, submit, trySubmit } from '../../src/client/submit.ts';
import { type Bytes, toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { take } from '../../workers/media/custody.ts';
import { MANIFEST_KEPT, record } from '../../workers/media/derive.ts';
import { epochKeeper } from '../../workers/media/epochs.ts';
import { examine, memorySource } from '../../workers/media/examine.ts';
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
const hash = (bytes: Uint8Array): string => toHex(platform.sha256(bytes));
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
	const takeOf = (epochs: number[]) =>
		worker.ask(answers.work, '/v1/work/take', { body: { limit: 100, examine: false, epochs } });
	expect((await takeOf([2, 3])).items).toEqual([]);
	const { items } = await takeOf([1]);
	expect(items.map((one) => one.item)).toContain(item.id);
	await worker.ask(answers.nothing, '/v1/work/release', { body: { items: items.map((one) => one.item) } });
});

test('an item of a worker that fell silent is given to another after five seconds, and after longer each time', async () => {
	const item = await deposit(lead, open, intake, utf8('the gatehouse'));
	const second = await live.enrol('worker');
	const attempt = async (by = second): Promise<number | undefined> => {
		const body = { limit: 100, examine: false, epochs: [1] };
		const { items } = await by.ask(answers.work, '/v1/work/take', { body });
		return items.find((one) => one.item === item.id)?.attempt;
	};
	const silent = (seconds: number) =>
		live.sql("update leases set beat = now() - $2 * interval '1 second' where item = $1", [item.id, seconds]);
	expect(await attempt(worker)).toBe(1);
	for (const [seconds, next] of [
		[1, undefined],
		[6, 2],
		[6, undefined],
		[11, 3],
	] as const) {
		await silent(seconds);
		expect(await attempt()).toBe(next);
	}
	// A heart that beats keeps it.
	await silent(16);
	await second.ask(answers.held, '/v1/work/beat', { body: { items: [item.id] } });
	expect(await attempt()).toBe(undefined);
	await live.sql('delete from leases');
});

test('while a stream of bytes arrives, what came with it stands back, and not for ever', async () => {
	const item = await deposit(lead, open, intake, utf8('the stairs'));
	const taken = async (): Promise<boolean> => {
		const body = { limit: 100, examine: false, epochs: [1] };
		const ids = (await worker.ask(answers.work, '/v1/work/take', { body })).items.map((one) => one.item);
		if (ids.length > 0) await worker.ask(answers.nothing, '/v1/work/release', { body: { items: ids } });
		return ids.includes(item.id);
	};
	const arrive = () =>
		live.sql(
			'insert into objects (id, person, case_id, size) select gen_random_uuid()::text, person, case_id, $2 from objects where id = $1',
			[item.body.object, 32 * 2 ** 20],
		);
	const age = (seconds: number) =>
		live.sql("update objects set at = now() - $2 * interval '1 second' where id = $1", [item.body.object, seconds]);
	await age(5);
	expect(await taken()).toBe(true);
	await arrive();
	await age(5);
	expect(await taken()).toBe(false);
	await age(60);
	await arrive();
	expect(await taken()).toBe(true);
	await live.sql('delete from objects where size = $1', [32 * 2 ** 20]);
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

test('pictures and packets of long footage, more than one request may hold, are recorded and open again', async () => {
	const item = await deposit(lead, open, intake, utf8('the long road'));
	const prefix = toHex(platform.sha256(item.prefix));
	const about = { case: open.id, generation: 1, item: item.id };
	expect(await say({ type: 'item.kept', fields: { ...about, prefix, sha256: item.body.sha256 } })).toBe('accepted');
	const held = await take(worker, createDesk(worker), new Map([[1, epochSecret]]), await itemEntries(worker, item.id));
	const keyframes = Array.from({ length: 240 }, (_, i) => ({
		ptsMs: 1000 * i,
		pts: 25 * i,
		timeBase: '1/25',
		reason: 'first' as const,
		jpeg: new Uint8Array(100_000).fill(i),
	}));
	const manifest = new Uint8Array(MANIFEST_KEPT).fill(7);
	const { summary, format, kind } = await examine(memorySource(item.plaintext as Bytes));
	const examination = { summary, format, kind, keyframes, tools: undefined, commands: [], warnings: [] };
	await record(worker, createDesk(worker), held, examination, manifest);
	expect(await stateOf(item.id)).toBe('examined');

	const entries = await itemEntries(lead, item.id);
	const index = derivedIndex(open, entries);
	if (index === undefined) throw new Error('nothing is said of what was made');
	expect(index.size).toBeGreaterThan(32 * 2 ** 20);
	const files = await derivedFiles(await openBody(lead, open, entries, 'working', 'a test'), index);
	const made = [...keyframes.map((one) => one.jpeg), manifest];
	expect(files.map(({ bytes }) => hash(bytes))).toEqual(made.map(hash));
});
