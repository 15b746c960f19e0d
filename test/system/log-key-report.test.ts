import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { openIntake } from '../../src/client/intake.ts';
import { knownKeys, rotateLogKey } from '../../src/client/log-key.ts';
import { submit } from '../../src/client/submit.ts';
import { text, toHex, utf8 } from '../../src/domain/bytes.ts';
import { type KeySpans, newestText, spansOf } from '../../src/domain/ledger/log-keys.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { makeReport } from '../../src/report/gather/make-report.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { type BagReader, readSmall } from '../../src/report/verify/bag-reader.ts';
import { LOG_KEYS } from '../../src/report/verify/log-key-files.ts';
import { bagSource, compareSources, keyNamed } from '../../src/report/verify/two-histories.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { zipBag } from '../../src/report/zip-sink.ts';
import { prepareKey } from '../../workers/notary/keys.ts';
import { shell } from '../attack/forged-bag.ts';
import { goPackages, goProgram, goThere } from './go-program.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { needs } from './needs.ts';
import { opensslThere } from './time-authority.ts';

// A loaded machine takes its time, and nothing here depends on it.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// Reports made before and after the log's key was rotated, held against each of its keys.

const run = promisify(execFile);

let live: Live;
let folder: string;
let open: OpenCase;
let item: string;
let [first, second] = ['', ''];
let [before, after] = [] as unknown as [BagReader, BagReader];
let knownBefore: KeySpans;

beforeAll(async () => {
	live = await startLive();
	folder = await mkdtemp(join(tmpdir(), 'custos-log-key-'));
	const { steward } = live;
	const { worker } = await enrolWorker(live);
	open = await openCase(steward, [], 'GUL');
	const { id, prefix, body } = await deposit(steward, open, await openIntake(steward, open, {}), utf8('a film'));
	item = id;
	const about = { case: open.id, generation: 1, item };
	await submit(worker, [
		{ type: 'item.kept', fields: { ...about, prefix: toHex(platform.sha256(prefix)), sha256: body.sha256 } },
		{ type: 'item.examined', fields: about, detail: { to: open.key, fields: { summary: { kind: 'document' } } } },
	]);
	first = newestText(steward.archive.key);
	before = await made();
	knownBefore = spansOf(steward.archive.key);
	second = (await prepareKey(join(live.folder, 'notary'), steward.archive.origin)).vkey;
	await live.notary.sayTime();
	await rotateLogKey(steward, second, 'planned');
	after = await made();
});
afterAll(async () => {
	await live.close();
	await rm(folder, { recursive: true });
});

async function made(): Promise<BagReader> {
	const bag = zipBag('custody-report', new Date('2026-03-02T09:30:00Z'));
	const blob = new Response(bag.readable).blob();
	const hooks = { total: () => undefined, wrote: () => undefined, item: () => undefined };
	const choices = { open, items: [item], language: 'en', purpose: 'for a court', recipient: 'a court' } as const;
	const shown = {
		withOriginals: true,
		withOrigin: true,
		keyframes: 'open',
		withNotes: true,
		version: '0.0.0',
	} as const;
	await makeReport(live.steward, { ...choices, ...shown, ...hooks }, { sink: bag, assets: await reportAssets() });
	await bag.close();
	return openZip(await blob);
}
const result = async (bag: BagReader, options: Parameters<typeof verifyBag>[1]) =>
	(await verifyBag(bag, options)).result;

test('a report from before is confirmed by the key of then, and by whoever knows how it went on', async () => {
	expect(await before.list()).not.toContain(LOG_KEYS);
	expect(await result(before, { logKey: first })).toBe('confirmed');
	expect(await result(before, { logKey: second })).toBe('failed');
	expect(await result(before, knownKeys(live.steward))).toBe('confirmed');
});

test('a report from after is confirmed by each of the keys, and shows how one led to the other', async () => {
	const verdict = await verifyBag(after, { logKey: second });
	expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([]);
	expect(verdict.result).toBe('confirmed');
	expect(await result(after, { logKey: first })).toBe('confirmed');
	expect(await result(after, { logKey: verdict.fingerprint })).toBe('confirmed');
	expect(await result(after, knownKeys(live.steward))).toBe('confirmed');
	expect(await result(after, {})).toBe('consistent');
	expect(await result(after, { logKey: `${second.slice(0, -2)}A=` })).toBe('failed');
	// Who knows of no rotation sees a key they never heard of.
	expect(await result(after, { logKey: first, keys: knownBefore })).toBe('failed');
});

test('without the proof, or with another’s, it fails', async () => {
	const without: BagReader = { ...after, list: async () => (await after.list()).filter((path) => path !== LOG_KEYS) };
	for (const logKey of [first, second]) expect(await result(without, { logKey })).toBe('failed');
	const links = text(await readSmall(after, LOG_KEYS, 1_000_000));
	for (const changed of [
		links.replace(/\\"reason\\":\\"planned\\"/, '\\"reason\\":\\"suspected\\"'),
		links + links,
		'\n',
	]) {
		expect(changed).not.toBe(links);
		const altered: BagReader = {
			...after,
			read: async (path) => (path === LOG_KEYS ? utf8(changed) : after.read(path)),
			size: async (path) => (path === LOG_KEYS ? utf8(changed).length : after.size(path)),
		};
		const { checks } = await verifyBag(altered, { logKey: second });
		expect(checks.filter(({ ok }) => !ok).map(({ key }) => key)).toContain('policy');
	}
});

test('the two are one history', async () => {
	const sources = await Promise.all([bagSource(before), bagSource(after)]);
	expect((await compareSources(sources, keyNamed(sources))).found).toBeUndefined();
});

/** The report from after as a folder. */
async function unpacked(): Promise<string> {
	const dir = await mkdtemp(join(folder, 'bag-'));
	for (const path of await after.list()) {
		await mkdir(dirname(join(dir, path)), { recursive: true });
		await writeFile(join(dir, path), await readSmall(after, path, 50_000_000));
	}
	return dir;
}

test('Go’s sumdb finds every leaf under the key whose size it is, and each key’s last log in the next one', async ({
	skip,
}) => {
	needs(goThere, goPackages, skip);
	const [program, dir] = [await goProgram('check_bag', folder), await unpacked()];
	expect((await run(program, [dir])).stdout).toMatch(/^\d+ proofs, [2-9] of growth, 1 of a next key\n$/);
	const links = await readFile(join(dir, LOG_KEYS), 'utf8');
	for (const [from, to] of [
		[/planned/, 'suspected'],
		[/(.*)index \d+/s, '$1index 0'],
	] as const) {
		const changed = links.replace(from, to);
		expect(changed).not.toBe(links);
		await writeFile(join(dir, LOG_KEYS), changed);
		await expect(run(program, [dir])).rejects.toThrow();
	}
	await writeFile(join(dir, LOG_KEYS), links);
	await writeFile(join(dir, 'data/ledger/consistency.json'), '[]');
	await expect(run(program, [dir])).rejects.toThrow('nothing shows that the log of');
});

test('verify.sh confirms by the key of today alone, and says so', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const dir = await unpacked();
	expect((await shell(dir, second)).out).toContain('from the log whose key you gave');
	const byFirst = await shell(dir, first);
	expect(byFirst.code).toBe(3);
	expect(byFirst.out).toContain('origin NOT confirmed: the key that you gave was rotated. The last entry under');
	expect(byFirst.out).toContain(`The key under the checkpoint of this bag is ${second}\n`);
	expect(byFirst.out).not.toContain('from the log whose key you gave');
	expect((await shell(dir, `${second.slice(0, -2)}A=`)).code).toBe(1);
	expect((await shell(dir)).code).toBe(3);
});
