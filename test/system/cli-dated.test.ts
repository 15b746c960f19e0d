import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needs } from './needs.ts';
import { opensslStamp, stampOf } from './pades-tools.ts';
import { asked, type Running, startArchive } from './running.ts';
import { opensslThere, type TimeAuthority, timeAuthority } from './time-authority.ts';

/** When report.pdf was signed, by the command line, in an archive that asks a time authority. */

let archive: Running;
let authority: TimeAuthority;
const at = (name: string): string => join(archive.folder, name);
const run = (...args: string[]) => archive.custos('vera', ...args);
const json = (...args: string[]) => asked(archive, 'vera', ...args);
const told = (words: string) =>
	expect.poll(() => run('status').then(({ out }) => out), { timeout: 60_000 }).toContain(words);
const stamp = async (bag: string) => stampOf(await readFile(join(at(bag), 'data/report.pdf')));

beforeAll(async () => {
	if (!opensslThere) return;
	authority = await timeAuthority();
	archive = await startArchive({ TIME_AUTHORITIES: authority.url, TIME_EVERY: '0.02' });
	await mkdir(at('disk'));
	await writeFile(join(at('disk'), 'letter.txt'), 'a letter');
	const to = ['--server', archive.server, '--code', archive.code];
	await json('init', ...to, '--recovery', at('recovery.key'), '--name', 'Vera');
	await json('case', 'new', 'Colony', '--prefix', 'GUL');
	await json('put', at('disk'), '--case', 'GUL');
}, 400_000);
afterAll(async () => {
	await archive?.stop();
	await authority?.close();
});

test('it is said by an authority that the archive asks anyway', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	await told('entries stamped by');
	await json('report', 'GUL', '--out', at('dated'));
	const { token, digest } = await stamp('dated');
	await opensslStamp(archive.folder, token, digest, join(authority.folder, 'ca.pem'));
}, 120_000);

test('by nobody where nobody is to be asked, and none is made without an answer that was wanted', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	await json('report', 'GUL', '--out', at('undated'), '--no-time-authority');
	await expect(stamp('undated')).rejects.toThrow('there is no time token');
	authority.answers = 'not';
	expect(await run('report', 'GUL', '--out', at('none'), '--time-authority', authority.url)).toMatchObject({
		code: 5,
		err: expect.stringMatching(/does not answer.*--no-time-authority/s),
	});
	await expect(readFile(at('none'))).rejects.toThrow(/ENOENT/);
}, 120_000);

test('by nobody while those that the archive asks give it trouble', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	authority.answers = 'not';
	await told('it does not answer');
	await json('report', 'GUL', '--out', at('later'));
	await expect(stamp('later')).rejects.toThrow('there is no time token');
}, 120_000);
