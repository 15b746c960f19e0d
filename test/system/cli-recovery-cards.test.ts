import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needs, onPath } from './needs.ts';
import { asked, type Running, startArchive } from './running.ts';

const run = promisify(execFile);
const me = 'founder';
let archive: Running;
let folder: string;
const card = (number: number, kind = 'txt') => join(folder, `card-${number}-of-3.${kind}`);
const out = (name: string) => join(archive.folder, name);
const init = (...more: string[]) => ['init', '--server', archive.server, '--code', archive.code, ...more];

beforeAll(async () => {
	archive = await startArchive();
	folder = join(archive.folder, 'cards');
});
afterAll(() => archive?.stop());

test('cards are asked for whole, or not at all', async () => {
	for (const wrong of [
		['--recovery-cards', '3'],
		['--recovery-folder', folder],
		['--recovery-cards', '3', '--recovery-needs', '2', '--recovery', out('recovery.key')],
		['--recovery-cards', '17', '--recovery-needs', '2'],
	])
		expect(await archive.custos(me, ...init(...wrong)), wrong.join(' ')).toMatchObject({ code: 2 });
	await mkdir(folder);
	const cards = ['--recovery-cards', '3', '--recovery-needs', '2', '--recovery-folder', folder];
	const there = await archive.custos(me, ...init(...cards));
	expect(there, 'a folder that is there is left alone').toMatchObject({
		code: 1,
		err: expect.stringContaining('is there already'),
	});
	expect(await readdir(folder)).toEqual([]);
	await rename(folder, out('empty'));
});

test('a mistyped address or code leaves nothing that the next try stumbles over', async () => {
	const typed = ['--recovery', out('mistyped.key')];
	const nobody = await archive.custos(
		'mistyper',
		'init',
		'--server',
		'http://127.0.0.1:1',
		'--code',
		archive.code,
		...typed,
	);
	expect(nobody).toMatchObject({ code: 5, err: expect.stringContaining('does not answer') });
	const cut = await archive.custos('mistyper', 'init', '--server', archive.server, '--code', 'cut-off', ...typed);
	expect(cut).toMatchObject({ code: 2, err: expect.stringContaining('copy it whole') });
	expect(await readdir(archive.folder)).not.toContain('mistyped.key');
	const other = `${archive.code.slice(0, -1)}${archive.code.endsWith('0') ? '1' : '0'}`;
	const third = await archive.custos(
		'mistyper',
		'init',
		'--server',
		archive.server,
		'--code',
		other,
		'--recovery',
		out('b.key'),
	);
	expect(third.err).toContain('other keys than the notary that printed this code');
});

test('init writes three cards and no key', async () => {
	const ran = await archive.custos(
		me,
		...init('--recovery-cards', '3', '--recovery-needs', '2', '--recovery-folder', folder),
	);
	expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('SPLIT INTO 3 CARDS') });
	expect((await readdir(folder)).sort()).toEqual([
		'RECOVERY.md',
		...[1, 2, 3].flatMap((number) => [`card-${number}-of-3.pdf`, `card-${number}-of-3.txt`]),
		'join-cards.html',
	]);
	for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
	const said = ran.out + ran.err + archive.said.join('') + (await readFile(card(1), 'utf8'));
	expect(said).not.toContain('AGE-SECRET-KEY');
	const { log } = (await asked(archive, me, 'status')) as { log: string };
	expect(await readFile(card(2), 'utf8')).toContain(log.split('+')[0]);
});

test('what is printed is what is in the text', async ({ skip }) => {
	needs(onPath('pdftotext'), 'poppler-utils', skip);
	const { stdout } = await run('pdftotext', ['-layout', card(2, 'pdf'), '-']);
	const lines = /^1 {2}.*\n(?:[2-6] {2}.*\n){5}/m.exec(await readFile(card(2), 'utf8'))?.[0] as string;
	for (const line of lines.trim().split('\n')) expect(stdout).toContain(line.slice(3));
});

test('a set of cards that is there is never written over', async () => {
	const cards = ['--recovery-cards', '3', '--recovery-needs', '2', '--recovery-folder', folder];
	const before = await readFile(card(1), 'utf8');
	const ran = await archive.custos('somebody new', ...init(...cards));
	expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('name another with --recovery-folder') });
	expect(await readFile(card(1), 'utf8')).toBe(before);
});

test('two cards make the key that entry 0 names, one does not, and it is never written over another', async () => {
	expect(await archive.custos(me, 'recover-key', card(1), '--out', out('one.key'))).toMatchObject({
		code: 1,
		err: expect.stringContaining('2 different cards are needed, and there are 1'),
	});
	const typed = out('typed.txt');
	const lines = /^1 {2}.*\n(?:[2-6] {2}.*\n){5}/m.exec(await readFile(card(3), 'utf8'))?.[0] as string;
	await writeFile(typed, lines.toLowerCase().replaceAll('  ', '. '));
	// On a machine that knows no archive.
	const nobody = 'somebody else';
	const made = await asked(archive, nobody, 'recover-key', card(1), typed, '--out', out('recovery.key'));
	const key = await readFile(out('recovery.key'), 'utf8');
	expect(key).toContain(`# public key: ${made['publicKey']}`);
	expect(await readFile(card(1), 'utf8')).toContain(made['publicKey']);
	expect((await archive.custos(nobody, 'recover-key', card(1), typed, '--out', out('recovery.key'))).code).toBe(1);
	expect(await readFile(out('recovery.key'), 'utf8')).toBe(key);
});

test('the stock age knows the key for its own, and opens the notary’s backup with it', async ({ skip }) => {
	needs(onPath('age', 'age-keygen'), 'age', skip);
	const { stdout } = await run('age-keygen', ['-y', out('recovery.key')]);
	expect(await readFile(card(1), 'utf8')).toContain(stdout.trim());
	// The notary's backup opens with it, so it is the archive's own.
	process.env['CUSTOS_HOME'] = archive.home;
	try {
		await asked(archive, me, 'backup', out('backup'));
	} finally {
		delete process.env['CUSTOS_HOME'];
	}
	const [state] = await readdir(out('backup/objects/notary='));
	const age = ['-d', '-i', out('recovery.key'), join(out('backup/objects/notary='), state as string)];
	expect(JSON.parse((await run('age', age)).stdout)).toMatchObject({ v: 1 });
});

test('what is wrong with a card is said with its name', async () => {
	const text = await readFile(card(2), 'utf8');
	const line = /^4 {2}(.)/m.exec(text)?.[1] as string;
	await writeFile(out('typo.txt'), text.replace(/^4 {2}./m, `4  ${line === 'A' ? 'B' : 'A'}`));
	const ran = await archive.custos(me, 'recover-key', card(1), out('typo.txt'), '--out', out('no.key'));
	expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('typo.txt: line 4 is mistyped') });
	expect((await archive.custos(me, '--lang', 'ru', 'recover-key', card(1), '--out', out('no.key'))).err).toContain(
		'нужно разных карточек: 2',
	);
	expect(await readdir(archive.folder)).not.toContain('no.key');
});
