import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { type ProxyState, proxyOf, requestProxy } from '../../src/client/play/proxy.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { audit } from '../../workers/audit/audit.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { type Deposited, deposit, store } from './live/deposit.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { footageFile, stock } from './media-files.ts';
import { databaseUrl } from './postgres-url.ts';

const WAIT = { timeout: 40_000, interval: 200 };

let live: Live;
let folder: string;
let lead: Connection;
let reader: Connection;
let worker: Connection;
let open: OpenCase;
const stop = new AbortController();
let working: Promise<void>;
const said: string[] = [];
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-proxy-'));
	live = await startLive();
	const enrolled = await enrolWorker(live);
	worker = enrolled.worker;
	[lead, reader] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead, [[reader, 'reader']]);
	const epochs = new Map([[1, enrolled.epochSecret]]);
	working = new MediaWorker({ connection: worker, epochs }, true, (line) => said.push(line)).run(stop.signal);
});
afterAll(async () => {
	stop.abort();
	await working;
	await live.close();
	await rm(folder, { recursive: true });
});

async function take(plaintext: Uint8Array): Promise<Deposited> {
	const item = await deposit(lead, open, await openIntake(lead, open, { received: 'by hand' }), plaintext);
	await expect.poll(async () => (await itemEntries(lead, item.id)).state, WAIT).toBe('examined');
	return item;
}

async function settled(id: string): Promise<ProxyState> {
	let state: ProxyState = { state: 'none' };
	await expect
		.poll(async () => {
			state = await proxyOf(reader, open, id);
			return state.state;
		}, WAIT)
		.not.toBe('wanted');
	return state;
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => 'it went well',
		(error: { code?: string }) => error.code,
	);

test('a reader asks for a playable copy of old footage, and reads it from the sealed object', async () => {
	const { id } = await take(await readFile(await footageFile('100_0306.AVI')));
	const [theirs] = (await openCases(reader)) as [OpenCase];
	const item = await itemEntries(reader, id);
	expect(await proxyOf(reader, theirs, id)).toEqual({ state: 'none' });
	expect(await codeOf(openPlayable(reader, theirs, item, 'proxy', 'to see it'))).toBe('not-found');
	await requestProxy(reader, theirs, id);
	expect(await codeOf(requestProxy(lead, open, id))).toBe('denied');
	const made = await settled(id);
	expect(made).toMatchObject({ state: 'made', made: { type: 'video/mp4', kind: 'proxy' } });
	expect(await codeOf(requestProxy(lead, open, id))).toBe('denied');

	// What the examination made is still what the item's working copies are.
	const after = await itemEntries(reader, id);
	expect(after.derivative?.index).toBe(item.derivative?.index);
	const play = await openPlayable(reader, theirs, after, 'proxy', 'to see it');
	const bytes = await play.read(0, play.size);
	expect(Buffer.from(bytes.subarray(4, 8)).toString()).toBe('ftyp');
	await writeFile(join(folder, 'proxy.mp4'), bytes);
	const codecs = await stock(
		'ffprobe',
		'-show_entries',
		'stream=codec_name',
		'-of',
		'csv=p=0',
		join(folder, 'proxy.mp4'),
	);
	expect(codecs).toMatch(/^h264\n/);
	expect(await codeOf(openPlayable(reader, theirs, after, 'original', 'to see it'))).toBe('denied');

	const original = await openPlayable(lead, open, after, 'original', 'to see it');
	const plain = await readFile(await footageFile('100_0306.AVI'));
	expect(original.size).toBe(plain.length);
	const middle = Math.floor(plain.length / 2);
	expect(Buffer.compare(await original.read(middle, middle + 100_000), plain.subarray(middle, middle + 100_000))).toBe(
		0,
	);
	original.close();
	play.close();
	expect(said).toEqual([]);

	// And a report of it holds what the tools found then.
	const bag = await madeReport(lead, forCourt(open, [id], { keyframes: 'blurred' }));
	const files = (await bag.list()).map((path) => path.split('/').at(-1));
	expect(files).toEqual(expect.arrayContaining(['ffprobe.json', 'packets.framehash', '0001.jpg']));
	expect((await verifyBag(bag, { logKey: lead.archive.founding.log })).result).toBe('confirmed');
});

test('what cannot be played fails with the reason, for members only, and may be tried again', async () => {
	const { id } = await take(utf8('a letter'));
	await requestProxy(reader, open, id);
	const failed = await settled(id);
	expect(failed).toMatchObject({ state: 'failed', code: 'tool-failed' });
	expect((await itemEntries(reader, id)).state).toBe('examined');
	await requestProxy(reader, open, id);
	expect((await settled(id)).state).toBe('failed');
	const stranger = await live.enrol();
	expect(await codeOf(requestProxy(stranger, open, id))).toBe('denied');
	expect(await codeOf(stranger.ask(answers.sealed, `/v1/items/${id}/sealed/proxy`))).toBe('not-found');
});

test('a proxy nobody asked for is refused, and so is one of an item that is not kept', async () => {
	const { id } = await take(utf8('another letter'));
	const about = { case: open.id, generation: open.key.generation, item: id };
	const intake = await openIntake(lead, open, { received: 'by hand' });
	const { body, prefix } = await store(lead, open, intake, utf8('anything'));
	const fields = { ...about, derivative: newId(platform.randomBytes), prefix: toHex(platform.sha256(prefix)), body };
	const unasked = await trySubmit(worker, [
		{ type: 'derivative.made', fields: { ...fields, kind: 'proxy' }, prefix },
		{ type: 'item.failed', fields: { ...about, phase: 'proxy' } },
		{ type: 'item.examining', fields: { ...about, epoch: 1 } },
	]);
	expect(unasked.map((one) => one?.skeleton.result)).toEqual(Array(3).fill('denied:conflict'));
});

test('and the audit comes to the same state', async () => {
	stop.abort();
	await working;
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		logKey: live.notary.started.keys.vkey,
		store: live.store,
		signatures: true,
		objects: true,
	});
	expect(result.firstDifference).toBeUndefined();
	expect(result.ok).toBe(true);
});
