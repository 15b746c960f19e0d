import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Pin } from '../../src/client/pin.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

// The log's key is rotated by the command line, while all processes run: everybody goes on, and what was issued before holds.

let archive: Running;
let first: string;
let next: { key: string; fingerprint: string };
const json = (...args: string[]) => asked(archive, 'investigator', ...args);
const run = (...args: string[]) => archive.custos('investigator', ...args);
const bag = (name: string): string => join(archive.folder, name);

/** Puts a letter into the case and waits until the media worker has examined it. */
async function examined(name: string, text: string): Promise<string> {
	const disk = join(archive.folder, name);
	await mkdir(disk);
	await writeFile(join(disk, `${name}.txt`), text);
	await json('put', disk, '--case', 'GUL');
	return vi.waitUntil(
		async () => {
			const { items } = (await json('ls', '--case', 'GUL')) as {
				items: { item: string; path: string; state: string }[];
			};
			return items.find((one) => one.path.endsWith(`${name}.txt`) && one.state === 'examined')?.item;
		},
		{ timeout: 120_000, interval: 500 },
	);
}

beforeAll(async () => {
	archive = await startArchive();
	process.env['CUSTOS_HOME'] = archive.home;
	await foundWithCase(archive);
	first = Pin.parse(JSON.parse(await readFile(join(archive.profile('investigator'), 'pin.json'), 'utf8'))).log;
	await examined('before', 'received before');
	await json('report', 'GUL', '--out', bag('old'), '--purpose', 'before');
}, 300_000);
afterAll(async () => {
	delete process.env['CUSTOS_HOME'];
	await archive?.stop();
}, 180_000);

test('nothing is rotated before a key is prepared, nor without a yes', async () => {
	expect(await run('log-key', 'rotate', '--yes')).toMatchObject({
		code: 1,
		err: expect.stringContaining('prepare-key'),
	});
	next = (await json('notary', 'prepare-key')) as typeof next;
	expect(await json('notary', 'prepare-key')).toMatchObject(next);
	// The notary says what it has with its next word, for which the rotation waits.
	expect(await run('log-key', 'rotate')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
	expect(await json('log-key', 'show')).toMatchObject({
		keys: [{ vkey: first, after: 0, until: null }],
		prepared: { vkey: next.key, fingerprint: next.fingerprint },
	});
}, 180_000);

test('it is rotated in one step, and the worker, the reader and the next delivery go on', async () => {
	const rotated = await run('log-key', 'rotate', '--reason', 'planned', '--yes');
	expect(rotated).toMatchObject({ code: 0, out: expect.stringContaining(next.fingerprint) });
	const { keys, prepared } = (await json('log-key', 'show')) as {
		keys: { after: number; until: number }[];
		prepared: null;
	};
	expect(keys).toMatchObject([{ vkey: first }, { vkey: next.key, until: null }]);
	expect(keys[0]?.until).toBe(keys[1]?.after);
	expect(prepared).toBeNull();
	const item = await examined('after', 'received after');
	await json('get', item, '--out', join(archive.folder, 'opened.txt'), '--purpose', 'to read it');
	expect(await readFile(join(archive.folder, 'opened.txt'), 'utf8')).toBe('received after');
}, 180_000);

test('a restart finds the new key, and the audit checks both against the first', async () => {
	const main = archive.main();
	const ended = once(main, 'exit');
	main.kill('SIGKILL');
	await ended;
	await archive.start();
	await examined('later', 'received after a restart');
	for (const key of [first, next.key]) expect(await json('audit', '--log-key', key)).toMatchObject({ ok: true });
	expect(await json('backup', join(archive.folder, 'copy'))).toMatchObject({ faults: [] });
}, 180_000);

test('bags made before and after hold, by the first key and by that of today', async () => {
	await json('report', 'GUL', '--out', bag('new'), '--purpose', 'after');
	for (const [name, key] of [
		['old', first],
		['new', first],
		['new', next.key],
	] as const)
		expect([name, await json('verify', bag(name), '--log-key', key)]).toMatchObject([name, { result: 'confirmed' }]);
	expect(await run('verify', bag('old'), '--log-key', next.key)).toMatchObject({ code: 1 });
}, 180_000);
