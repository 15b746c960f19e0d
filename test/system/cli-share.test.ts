import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asked, type Running, startArchive } from './running.ts';

/** One item in two cases, by the command line alone. */

let archive: Running;
let item: string;
const run = (...args: string[]) => archive.custos('vera', ...args);
const json = (...args: string[]) => asked(archive, 'vera', ...args);

beforeAll(async () => {
	archive = await startArchive();
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	await writeFile(join(disk, 'letter.txt'), 'a letter');
	const to = ['--server', archive.server, '--code', archive.code];
	await json('init', ...to, '--recovery', join(archive.folder, 'recovery.key'), '--name', 'Vera');
	await json('case', 'new', 'Colony', '--prefix', 'GUL');
	await json('case', 'new', 'Yard', '--prefix', 'YRD');
	const record = join(archive.folder, 'record.yaml');
	await writeFile(record, 'receivedHow: by hand\ndevice: {claim: a recorder, basis: a label, confidence: possible}\n');
	await json('put', disk, '--case', 'GUL', '--intake', record);
	for (let waited = 0; waited < 60; waited++) {
		if ((await run('ls', '--case', 'GUL')).out.includes('examined')) break;
	}
	const [listed = ''] = /^ *([0-9a-f]{8}) /m.exec((await run('ls', '--case', 'GUL')).out)?.slice(1) ?? [];
	item = String((await json('show', listed))['item']);
});
afterAll(() => archive.stop());

test('share says what it did, as words and as JSON; twice is a conflict', async () => {
	const wrong = await run('share', item.slice(0, 8));
	expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--to') });
	const same = await run('share', item.slice(0, 8), '--to', 'GUL');
	expect(same).toMatchObject({ code: 2, err: expect.stringContaining('name another with --to') });
	expect(await run('share', item.slice(0, 8), '--to', 'NONE')).toMatchObject({ code: 1 });
	const done = await run('share', item.slice(0, 8), '--case', 'GUL', '--to', 'YRD', '--purpose', 'the same yard');
	expect(done).toMatchObject({ code: 0, out: expect.stringContaining(`${item.slice(0, 8)} is in YRD too`) });
	const again = await run('share', `GUL/${item}`, '--to', 'YRD');
	expect(again).toMatchObject({ code: 1, err: expect.stringContaining('it is in YRD already; --again') });
	expect(await json('share', `GUL/${item}`, '--to', 'YRD', '--again')).toMatchObject({ item, version: 2 });
	expect((await run('--lang', 'ru', 'share', `GUL/${item}`, '--to', 'YRD')).err).toContain('уже есть в деле YRD');
	expect((await run('share', '--help')).out).toContain('custos share GUL-0012 --to YRD');
});

test('the item is named as it is in one of its cases', async () => {
	const several = await run('show', item.slice(0, 8));
	expect(several).toMatchObject({ code: 1, err: expect.stringContaining(`GUL/${item.slice(0, 8)}`) });
	expect((await run('show', `YRD/${item.slice(0, 8)}`)).out).toMatch(/Yard.*from another case[\s\S]*letter\.txt/);
	expect((await run('ls', '--case', 'YRD')).out).toMatch(/letter\.txt +\(from another case\)/);
	expect((await run('ls', '--case', 'GUL')).out).toMatch(/letter\.txt +\(also in another case\)/);
	expect(await json('exhibit', 'add', `YRD/${item}`)).toMatchObject({ label: 'YRD-0001', item });
	const out = join(archive.folder, 'opened.txt');
	expect(await json('get', 'YRD-0001', '--purpose', 'to read', '--out', out)).toMatchObject({ item });
});

test('what is known of its delivery is shown in the case that received it, and only there', async () => {
	const here = (await run('show', `GUL/${item}`)).out;
	expect(here).toMatch(/How it came +by hand\n/);
	expect(here).toMatch(/Recording device +a recorder \(possible\); it rests on: a label\n/);
	expect(here).toMatch(/Who had it before +not known\n/);
	const { intake } = await json('show', `GUL/${item}`);
	expect(intake).toMatchObject({ record: { receivedHow: 'by hand', recordedWhen: 'not known' } });
	const there = (await run('show', `YRD/${item}`)).out;
	expect(there).toContain('was not shared with this one');
	expect(there).not.toContain('by hand');
	expect((await json('show', `YRD/${item}`))['intake']).toMatchObject({ record: null });
});

test('the history of either case tells where it went', async () => {
	const there = (await run('history', `YRD/${item}`)).out;
	expect(there).toMatch(/Shared into another case.*the same yard/);
	expect(there).toMatch(/Item received and sealed +\(in another case\)/);
	const here = (await run('history', `GUL/${item}`)).out;
	expect(here).toMatch(/Exhibit number given +\(in another case\)/);
	expect(here).not.toContain('to read');
	expect(await run('retry', `YRD/${item}`)).toMatchObject({ code: 4 });
});
