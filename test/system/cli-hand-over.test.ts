import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Decrypter } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needs, onPath } from './needs.ts';
import { asked, type Running, startArchive } from './running.ts';

/** A report given to somebody without an account, and what they say of it: by the command line alone. */

const program = promisify(execFile);
let archive: Running;
let [bag, note] = ['', ''];
const at = (name: string): string => join(archive.folder, name);
const run = (...args: string[]) => archive.custos('vera', ...args);
const json = (...args: string[]) => asked(archive, 'vera', ...args);

beforeAll(async () => {
	archive = await startArchive();
	await mkdir(at('disk'));
	await writeFile(join(at('disk'), 'the-secret-name.txt'), 'a letter');
	const to = ['--server', archive.server, '--code', archive.code];
	await json('init', ...to, '--recovery', at('recovery.key'), '--name', 'Vera');
	await json('case', 'new', 'Colony', '--prefix', 'GUL');
	await json('put', at('disk'), '--case', 'GUL');
	bag = at('bag.zip');
	const made = await run('report', 'GUL', '--zip', bag, '--recipient', 'a court', '--without-names', '--no-notes');
	expect(made).toMatchObject({ code: 0 });
}, 400_000);
afterAll(() => archive.stop());

test('the verifier says what is kept back', async () => {
	const verified = await archive.custos('nobody', 'verify', bag);
	expect(verified).toMatchObject({ code: 3, out: expect.stringContaining('Kept back by the issuer') });
	expect((await readFile(bag)).includes('the-secret-name')).toBe(false);
});

test('a bag is sealed to a passphrase as one file that age opens', async () => {
	await expect(run('hand-over', bag)).resolves.toMatchObject({ code: 2 });
	const words = await json('hand-over', bag, '--passphrase', '--out', at('by-words.age'));
	const opener = new Decrypter();
	opener.addPassphrase(String(words['passphrase']));
	expect(Buffer.from(await opener.decrypt(await readFile(at('by-words.age')))).equals(await readFile(bag))).toBe(true);
}, 240_000);

test('a bag is sealed to a key of age', async ({ skip }) => {
	needs(onPath('age', 'age-keygen'), 'age', skip);
	const { stdout } = await program('age-keygen', ['-o', at('court.key')]).then(() =>
		program('age-keygen', ['-y', at('court.key')]),
	);
	await json('hand-over', bag, '--to', stdout.trim(), '--recipient', 'the clerk', '--out', at('by-key.age'));
	await program('age', ['-d', '-i', at('court.key'), '-o', at('opened.zip'), at('by-key.age')]);
	expect((await readFile(at('opened.zip'))).equals(await readFile(bag))).toBe(true);
}, 240_000);

test('its recipient says so under a key of their own, and a lead enters it', async () => {
	note = at('note.txt');
	const said = await archive.custos(
		'nobody',
		'acknowledge',
		bag,
		'--key',
		at('my.key'),
		'--by',
		'A clerk',
		'--out',
		note,
	);
	expect(said).toMatchObject({ code: 0, err: expect.stringContaining('is your key') });
	const entered = await json('hand-over', 'acknowledged', note);
	expect(entered).toMatchObject({ by: 'A clerk', result: 'consistent' });
	const history = (await run('history', '--case', 'GUL')).out;
	expect(history).toMatch(/Custody report handed over/);
	expect(history).toMatch(/Recipient acknowledged[\s\S]*A clerk/);
}, 240_000);

test('an outside reader checks what a recipient signed against the bag, and against a later one of the case', async () => {
	const checked = await archive.custos('nobody', 'verify', bag, '--acknowledgement', note);
	expect(checked).toMatchObject({
		code: 3,
		out: expect.stringMatching(
			/^ok {4}acknowledgement: signed by the recipient’s key P-[0-9a-f]{8}, about this report$/m,
		),
	});
	expect(checked.out).toContain('A clerk');
	await json('report', 'GUL', '--zip', at('later.zip'));
	const later = await archive.custos('nobody', '--json', 'verify', at('later.zip'), '--acknowledgement', note);
	expect(JSON.parse(later.out)).toMatchObject({ result: 'consistent', acknowledged: { by: 'A clerk' } });
	const earlier = await archive.custos(
		'nobody',
		'acknowledge',
		at('later.zip'),
		'--key',
		at('my.key'),
		'--out',
		at('l.txt'),
	);
	expect(earlier.code).toBe(0);
	const before = await archive.custos('nobody', 'verify', bag, '--acknowledgement', at('l.txt'));
	expect(before).toMatchObject({
		code: 1,
		out: expect.stringContaining('neither this one nor signed in its case before'),
	});
	await writeFile(at('altered-note.txt'), (await readFile(note, 'utf8')).replace('by A clerk', 'by A judge'));
	const altered = await archive.custos(
		'nobody',
		'--lang',
		'ru',
		'verify',
		bag,
		'--acknowledgement',
		at('altered-note.txt'),
	);
	expect(altered).toMatchObject({ code: 1, out: expect.stringContaining('FAIL  подтверждение: подписано ключом') });
}, 240_000);

test('a bag that is not there is missing; one that cannot be looked at is told as it is', async () => {
	const loop = at('loop');
	await symlink(loop, loop);
	for (const command of [['verify'], ['hand-over', 'seal', '--passphrase'], ['verify', '--against', bag]]) {
		const missing = await run(...command, at('nothing'));
		expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('is not there') });
		const looped = await run(...command, loop);
		expect([command, looped.err]).toEqual([command, expect.stringContaining('ELOOP')]);
		expect(looped.err).not.toContain('is not there');
	}
}, 240_000);

test('an altered acknowledgement is not entered; what was said by hand is, as that', async () => {
	const altered = (await readFile(note, 'utf8')).replace('by A clerk', 'by A judge');
	await writeFile(at('altered.txt'), altered);
	expect(await run('hand-over', 'acknowledged', at('altered.txt'))).toMatchObject({ code: 1 });
	const report = /^report ([0-9a-f]{32})$/m.exec(altered)?.[1] as string;
	const by = ['--said', 'received', '--when', '2026-11-21', '--on', 'letter 77'];
	expect(await json('hand-over', 'acknowledged', report.slice(0, 8), ...by)).toMatchObject({ report, key: null });
	expect((await run('history', '--case', 'GUL')).out).toContain('received');
}, 240_000);

test('where the case wants a second person, a report is asked for first', async () => {
	await json('case', 'policy', 'GUL', '--approvals', '1', '--days', '3');
	const alone = await run('report', 'GUL', '--zip', at('two.zip'));
	expect(alone).toMatchObject({ code: 4, err: expect.stringContaining('custos export request') });
	const { report } = await json('export', 'request', 'GUL', '--recipient', 'a court');
	const id = String(report).slice(0, 8);
	expect(await run('export', 'approve', 'GUL', id, '--yes')).toMatchObject({
		code: 4,
		err: expect.stringContaining('nobody agrees with themselves'),
	});
	expect((await run('export', 'list', 'GUL')).out).toMatch(new RegExp(`${id}.*waits for a second person`));
	expect(await run('report', 'GUL', '--zip', at('two.zip'), '--agreed', id)).toMatchObject({ code: 4 });
}, 240_000);
