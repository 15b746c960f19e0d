import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { version } from '../../src/domain/version.ts';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { needs } from './needs.ts';
import { EC_KEY, makeCertificate, opensslCades } from './pades-tools.ts';
import { asked, type Running, startArchive } from './running.ts';
import { opensslThere } from './time-authority.ts';

/** The whole story by the command line alone, against an archive as `npm start` runs it. */

const HOSTILE = 'evil\u001b[31m.txt';
let archive: Running;
let footage: string;

beforeAll(async () => {
	archive = await startArchive();
	footage = join(archive.folder, 'disk');
	await mkdir(footage);
	const picture = ['-f', 'lavfi', '-i', 'testsrc2=duration=8:size=320x240:rate=25'];
	execFileSync('ffmpeg', [
		'-loglevel',
		'error',
		...picture,
		'-c:v',
		'libx264',
		'-g',
		'25',
		'-pix_fmt',
		'yuv420p',
		join(footage, 'коридор 1.mp4'),
	]);
	await writeFile(join(footage, 'letter.txt'), 'a letter');
	await writeFile(join(footage, HOSTILE), 'not what it seems');
	await writeFile(join(footage, 'broken.mp4'), Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), Buffer.alloc(40, 7)]));
});
afterAll(() => archive.stop());

const run = (person: string, ...args: string[]) => archive.custos(person, ...args);
const json = (person: string, ...args: string[]) => asked(archive, person, ...args);
const recovery = (): string => join(archive.folder, 'recovery.key');

test('what starts it says that only this machine reaches it, and why', () => {
	expect(archive.said.join('')).toContain(
		'Only this machine can reach it: without a certificate (TLS_CERT, TLS_KEY) it listens on the loopback alone.',
	);
});

test('init keeps what was made before it asks, says loudly what to do, and enrols the worker', async () => {
	const wrong = await run(
		'vera',
		'init',
		'--server',
		archive.server,
		'--code',
		archive.code.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
		'--recovery',
		recovery(),
	);
	expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('other keys than the notary') });
	const made = await run(
		'vera',
		'init',
		'--server',
		archive.server,
		'--code',
		archive.code,
		'--recovery',
		recovery(),
		'--name',
		'Vera',
	);
	expect(made).toMatchObject({ code: 0 });
	expect(made.out).toMatch(/first steward, P-[0-9a-f]{8}/);
	expect(made.out).toContain('THE RECOVERY KEY IS IN THIS FILE');
	expect(made.out).toContain('The media worker beside the archive is enrolled.');
	expect((await stat(recovery())).mode & 0o777).toBe(0o600);
	expect(await readFile(recovery(), 'utf8')).toMatch(/^# Custos recovery key[\s\S]*\nAGE-SECRET-KEY-1[0-9A-Z]+\n$/);
	const again = await run('vera', 'init', '--server', archive.server, '--code', archive.code, '--recovery', recovery());
	expect(again).toMatchObject({ code: 1, err: expect.stringContaining('belongs to an archive already') });
	const other = await run(
		'mallory',
		'init',
		'--server',
		archive.server,
		'--code',
		archive.code,
		'--recovery',
		recovery(),
	);
	expect(other).toMatchObject({ code: 1, err: expect.stringContaining('is there already and is never overwritten') });
});

test('invite, join, approve: the fingerprint on both sides is the same', async () => {
	const { invite } = await json('vera', 'invite', '--role', 'member', '--name', 'Anna');
	expect(await run('anna', 'status')).toMatchObject({ code: 1, err: expect.stringContaining('no archive yet') });
	const joined = await json('anna', 'join', String(invite), '--name', 'Anna');
	expect(await run('anna', 'status')).toMatchObject({
		code: 4,
		err: expect.stringContaining('a steward must approve you first'),
	});
	const asking = await run('vera', 'approve');
	expect(asking.out).toMatch(/Anna +member +genuine/);
	expect(asking.out).toContain(joined['fingerprint']);
	expect(await run('vera', 'approve', 'nobody')).toMatchObject({ code: 1 });
	expect((await run('vera', 'approve', 'anna')).out).toMatch(/^Enrolled: P-[0-9a-f]{8} Anna \(member\)\n$/);
	expect((await run('vera', 'people')).out).toMatch(
		/Vera \(you\) +steward[\s\S]*media worker +worker[\s\S]*Anna +member/,
	);
});

test('the passphrase may stand in a file, which goes before the environment', async () => {
	const paper = join(archive.folder, 'paper');
	const listed = (): ReturnType<typeof run> => run('vera', '--passphrase-file', paper, 'case', 'list');
	expect(await listed()).toMatchObject({ code: 1, err: expect.stringContaining(paper) });
	await writeFile(paper, 'another passphrase\n');
	const wrong = await listed();
	expect([wrong.code, wrong.out]).toEqual([1, '']);
	expect(wrong.err).toMatch(/passphrase/);
	expect(wrong.err).not.toContain('another passphrase');
	await writeFile(paper, 'the passphrase of vera\r\n');
	expect(await listed()).toMatchObject({ code: 0, err: '' });
	await rm(paper);
});

test('a case, its members, its items', async () => {
	await json('vera', 'case', 'new', 'Correctional colony', '--prefix', 'GUL', '--description', 'beatings in\nblock 2');
	expect(await run('vera', 'case', 'new', 'The same again', '--prefix', 'GUL')).toMatchObject({
		code: 1,
		err: 'custos: your case “Correctional colony” has the prefix GUL already: choose another\n',
	});
	expect((await run('vera', '--lang', 'ru', 'case', 'new', 'b', '--prefix', 'GUL')).err).toContain('выберите другие');
	await json('vera', 'case', 'add-member', 'GUL', 'Anna', '--role', 'editor');
	expect((await run('anna', 'case', 'list')).out).toMatch(/GUL +editor +Correctional colony \(beatings in block 2\)$/m);
	expect((await json('anna', 'case', 'list'))['cases']).toMatchObject([{ description: 'beatings in\nblock 2' }]);
	expect((await run('anna', 'ls')).out).toContain('This case is empty. Next:  custos put');
	expect(await run('vera', 'put', footage, '--case', 'GUL')).toMatchObject({
		code: 0,
		out: expect.stringContaining('COMPLETE'),
	});
	await expect
		.poll(async () => (await json('vera', 'status', '--case', 'GUL'))['cases'], { timeout: 60_000, interval: 500 })
		.toMatchObject([{ received: 0, kept: 4, examined: 3, failed: 1 }]);
	const listed = await run('anna', 'ls', '--case', 'GUL');
	expect(listed.out).toMatch(/examined +0:00:08 +320x240 +disk\/коридор 1\.mp4/);
	expect(listed.out).toMatch(/FAILED \(kept\).*broken\.mp4/);
	expect(listed.out).not.toContain('\u001b');
	expect((await run('anna', 'ls', '--grep', 'КОРИДОР')).out).toContain('1 of 4 items');
});

async function itemOf(name: string): Promise<string> {
	const { items } = await json('anna', 'ls', '--case', 'GUL', '--grep', name);
	return (items as { item: string }[])[0]?.item as string;
}

test('get opens the original, records it, checks it, and never overwrites', async () => {
	const video = await itemOf('коридор');
	const out = join(archive.folder, 'opened.mp4');
	const got = await json('anna', 'get', video.slice(0, 8), '--purpose', 'compare with the court copy', '--out', out);
	const original = await readFile(join(footage, 'коридор 1.mp4'));
	expect((await readFile(out)).equals(original)).toBe(true);
	expect(got['sha256']).toBe(createHash('sha256').update(original).digest('hex'));
	expect(await run('anna', 'get', video, '--purpose', 'again', '--out', out)).toMatchObject({
		code: 1,
		err: expect.stringContaining('never overwritten'),
	});
	expect(
		await run('anna', 'get', video, '--purpose', 'again', '--out', join(archive.folder, 'no/such/folder.mp4')),
	).toMatchObject({ code: 1, err: `custos: there is no ${join(archive.folder, 'no/such')}\n` });
	expect(await run('anna', 'get', video, '--out', join(archive.folder, 'b.mp4'))).toMatchObject({
		code: 2,
		err: expect.stringContaining('--purpose'),
	});
	const history = (await json('anna', 'history', video))['events'] as { type: string; detail: { purpose?: string } }[];
	expect(history.filter((event) => event.type === 'item.opened').map((event) => event.detail.purpose)).toEqual([
		'compare with the court copy',
	]);
	expect(history.map((_, i) => i + 1)).toEqual(history.map((event) => (event as unknown as { n: number }).n));
	// A name that came with the footage does not choose where it lands.
	const named = await json('anna', 'get', await itemOf('evil'), '--purpose', 'reading');
	expect(named['file']).toBe(join(archive.folder, 'evil_[31m.txt'));
	expect((await readdir(archive.folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('show tells all and writes the pictures; clips and exhibits get their numbers', async () => {
	const video = await itemOf('коридор');
	const pictures = join(archive.folder, 'pictures');
	const shown = await run('anna', 'show', video, '--out', pictures, '--purpose', 'looking');
	expect(shown.out).toMatch(/Content +video +mp4 +h264 +320x240 +25 fps/);
	const names = await readdir(pictures);
	expect(names).toEqual(expect.arrayContaining(['contact-sheet.jpg', 'ffprobe.json', 'keyframe-0001_0-00-00.jpg']));
	const clip = await json(
		'anna',
		'clip',
		'add',
		video,
		'--from',
		'00:00:01.2',
		'--to',
		'3',
		'--tag',
		'door',
		'--tag',
		'night',
		'--note',
		'second door',
		'--element',
		'torture',
	);
	expect(clip).toMatchObject({ fromMs: 1200, toMs: 3000, fromFrame: 30, toFrame: 75, tags: ['door', 'night'] });
	expect(await run('anna', 'clip', 'add', video, '--from', '5', '--to', '60')).toMatchObject({
		code: 2,
		err: expect.stringContaining('ends at 0:00:08'),
	});
	expect(await run('anna', 'clip', 'add', await itemOf('letter'), '--from', '1', '--to', '2')).toMatchObject({
		code: 1,
		err: expect.stringContaining('has no time line'),
	});
	expect((await run('anna', 'clip', 'list')).out).toMatch(/0:00:01\.200 +0:00:03 +30-75 +door, night +second door/);
	expect((await json('vera', 'clip', 'list', '--case', 'GUL'))['clips']).toMatchObject([
		{ id: clip['clip'], legalElement: 'torture', tags: ['door', 'night'] },
	]);
	const marked = String(clip['clip']).slice(0, 8);
	expect(await json('anna', 'clip', 'revise', marked, '--element', 'a beating', '--confidence', 'high')).toMatchObject({
		version: 2,
		fromMs: 1200,
		note: 'second door',
		legalElement: 'a beating',
		tags: ['door', 'night'],
	});
	// The item of a clip becomes an exhibit of its own first, and that is said.
	const made = await run('anna', 'exhibit', 'add', marked, '--title', 'Two guards');
	expect(made.out).toContain('it is GUL-0001 now');
	expect(made.out).toContain('GUL-0001.01 is now the exhibit number');
	await json('anna', 'exhibit', 'rename', 'GUL-0001', 'Corridor');
	expect((await run('vera', 'history', 'gul-1.1')).out).toMatch(/Anna +Clip marked +second door/);
	const letter = await itemOf('letter');
	const again = await json('anna', 'exhibit', 'add', letter);
	expect(again).toMatchObject({ label: 'GUL-0002', number: { item: 2 } });
	expect(await run('anna', 'exhibit', 'add', letter)).toMatchObject({
		code: 1,
		err: 'custos: it is the exhibit GUL-0002 already, and gets no second number\n',
	});
	expect((await run('anna', '--lang', 'ru', 'exhibit', 'add', marked)).err).toContain('уже доказательство GUL-0001.01');
	await json('anna', 'exhibit', 'withdraw', 'GUL-0002', '--reason', 'the same file twice');
	expect((await run('vera', 'exhibit', 'list')).out).toMatch(
		/GUL-0001 .*Corridor\n.*GUL-0001\.01 .*Two guards\n.*GUL-0002 .*WITHDRAWN: the same file twice/,
	);
	const note = await json(
		'anna',
		'note',
		'add',
		video,
		'--flag',
		'warning',
		'--from',
		'2',
		'--to',
		'4',
		'--text',
		'blood',
	);
	await json('anna', 'note', 'add', video, '--flag', 'relevant', '--replaces', String(note['note']).slice(0, 8));
	expect((await run('vera', 'note', 'list')).out).toMatch(/^[^\n]*\n\S+ +\S+ +relevant [^\n]*Anna\n?$/);
	await json('vera', 'tags', 'GUL', 'door', 'night=after ten');
	expect((await run('anna', 'tags', 'GUL')).out).toMatch(/door\nnight +after ten/);
	const failed = await itemOf('broken');
	expect(await run('anna', 'retry', failed)).toMatchObject({ code: 0 });
	expect(await run('anna', 'retry', video)).toMatchObject({
		code: 1,
		err: expect.stringContaining('only a failed item'),
	});
}, 300_000);

test('refusals are said, recorded and shown; a suspended person is stopped at once', async () => {
	expect(await run('anna', 'case', 'add-member', 'GUL', 'P-00000000', '--role', 'lead')).toMatchObject({ code: 1 });
	const me = String((await json('anna', 'status'))['person']);
	expect(await run('anna', 'case', 'remove-member', 'GUL', me)).toMatchObject({
		code: 4,
		err: expect.stringMatching(/the attempt is entry .*This takes the role lead in the case\./),
	});
	expect(await run('vera', 'case', 'add-member', 'GUL', 'Anna', '--role', 'reader')).toMatchObject({
		code: 2,
		err: expect.stringContaining('Anna is editor in Correctional colony already; to give another role'),
	});
	expect((await run('vera', 'history', '--case', 'GUL')).out).toMatch(
		/REFUSED \(denied\): Tried, and was refused: Person removed from the case/,
	);
	await json('vera', 'suspend', 'Anna');
	// Nobody would be left to reinstate anybody.
	const { people } = (await json('vera', 'people')) as { people: { role: string; person: string }[] };
	const last = people.find((one) => one.role === 'steward')?.person ?? '';
	expect(await run('vera', 'suspend', last)).toMatchObject({ code: 1, err: expect.stringContaining('only steward') });
	expect(await run('anna', 'ls')).toMatchObject({ code: 4, err: expect.stringContaining('suspended') });
	await json('vera', 'reinstate', 'Anna');
	expect(await run('anna', 'ls')).toMatchObject({ code: 0 });
	expect(await run('anna', 'report', 'GUL', '--out', join(archive.folder, 'no-bag'))).toMatchObject({
		code: 4,
		err: expect.stringContaining('only a lead'),
	});
	expect(existsSync(join(archive.folder, 'no-bag'))).toBe(false);
});

test('a card of one’s own, in the hand of somebody without an account', async () => {
	const file = join(archive.folder, 'card.txt');
	expect(await run('anna', 'suspend-card', '--out', file)).toMatchObject({
		code: 0,
		err: expect.stringContaining('once'),
	});
	expect(await run('stranger', 'suspend', '--card', 'ABCD-EFGH')).toMatchObject({ code: 2 });
	expect(await run('stranger', 'suspend')).toMatchObject({ code: 2 });
	const used = await run('stranger', 'suspend', '--card', file);
	expect(used).toMatchObject({ code: 0, out: expect.stringMatching(/^Suspended: P-[0-9a-f]{8}, at .*entry \d+/) });
	expect((await run('vera', 'people')).out).toMatch(/Anna +member +SUSPENDED \(own card\)/);
	expect(await run('stranger', 'suspend', '--card', file, '--lang', 'ru')).toMatchObject({
		code: 4,
		err: expect.stringContaining('приостановлен'),
	});
	await json('vera', 'reinstate', 'Anna');
	const anew = await json('anna', 'suspend-card');
	expect(anew).toMatchObject({ code: expect.stringMatching(/^(\w{4}-){7}\w{4}$/) });
	expect(await run('anna', 'suspend-card', '--revoke')).toMatchObject({ code: 0 });
	expect(await run('stranger', 'suspend', '--card', String(anew['link']))).toMatchObject({ code: 4 });
}, 180_000);

test('a report that has no place to be written is not begun', async () => {
	const before = (await run('vera', 'status')).out.match(/(\d+) entries/)?.[1];
	for (const [out, said] of [
		['/proc/bag', /custos: .*\/proc\b/],
		[join(archive.folder, 'no/such/bag'), /there is no .*no\/such\n/],
		[join(footage, 'letter.txt', 'bag'), /letter\.txt is not the kind of file or folder/],
	] as const) {
		for (const kind of ['--out', '--zip'])
			expect(await run('vera', 'report', 'GUL-0001', kind, out)).toMatchObject({
				code: 1,
				err: expect.stringMatching(said) as string,
			});
	}
	expect((await run('vera', 'status')).out.match(/(\d+) entries/)?.[1]).toBe(before);
});

test('a report on exhibits leaves as a bag that verifies with three answers', async () => {
	const bag = join(archive.folder, 'bag');
	const made = await json(
		'vera',
		'report',
		'GUL-0001',
		'GUL-0001.01',
		'--out',
		bag,
		'--purpose',
		'court',
		'--recipient',
		'Prosecutor',
		'--with-originals',
		'--language',
		'ru',
	);
	expect(made).toMatchObject({ verified: true, items: 1 });
	// Nobody asked for open pictures: what leaves is a mosaic, and the report says so.
	const said = JSON.parse(await readFile(join(bag, 'data/report.json'), 'utf8')) as {
		report: { redactions: string[] };
		items: { hashedBy: string; files: { keyframes: { path: string }[] } }[];
		acquisition: CustodyReport['acquisition'];
	};
	// Custos took it in, and both who hashed it are named.
	expect(said.acquisition).toMatchObject([{ tool: `custos ${version}`, method: 'sealed-upload' }]);
	expect(said.items[0]?.hashedBy).toMatch(/^P-.* \(запись \d+\); повторно P-.* \(запись \d+\)$/);
	expect(said.report.redactions).toContainEqual(expect.stringContaining('мозаикой'));
	const frames = said.items.flatMap((one) => one.files.keyframes);
	expect(frames.length).toBeGreaterThan(0);
	for (const { path } of frames) expect((await readFile(join(bag, path))).length).toBeLessThan(2500);
	expect(await run('vera', 'report', 'GUL', '--out', join(archive.folder, 'b'), '--keyframes', 'sharp')).toMatchObject({
		code: 2,
	});
	const plain = await run('nobody', 'verify', bag);
	expect(plain).toMatchObject({ code: 3, out: expect.stringContaining('ORIGIN NOT CONFIRMED') });
	expect(plain.out).toContain(made['fingerprint']);
	expect(await run('nobody', 'verify', bag, '--log-key', String(made['logKey']))).toMatchObject({
		code: 0,
		out: expect.stringContaining('CONFIRMED:'),
	});
	const report = join(bag, 'data/report.json');
	await writeFile(report, (await readFile(report, 'utf8')).replace('court', 'count'));
	expect(await run('nobody', 'verify', bag, '--log-key', String(made['logKey']))).toMatchObject({
		code: 1,
		out: expect.stringContaining('FAILED'),
	});
	expect(await run('nobody', 'verify', join(bag, 'nothing'))).toMatchObject({ code: 2 });
	expect(await run('nobody', 'verify', bag, '--log-key', 'of the archive')).toMatchObject({
		code: 1,
		err: expect.stringContaining('neither a key (name+id+key) nor a file'),
	});
});

test('what is typed wrongly is exit code 2 and one line; --json is always one object', async () => {
	for (const args of [
		['frobnicate'],
		['ls', '--frobnicate'],
		['get'],
		['clip', 'add', 'abcd', '--from', 'x', '--to', '1'],
		[],
	]) {
		expect(await run('vera', ...args), args.join(' ')).toMatchObject({ code: 2, out: '' });
	}
	for (const args of [
		['people'],
		['ls'],
		['ls', '--case', 'none'],
		['frobnicate'],
		['case', 'members', 'GUL'],
		['exhibit', 'list'],
	]) {
		const { out } = await run('vera', '--json', ...args);
		expect(out.trimEnd().split('\n'), args.join(' ')).toHaveLength(1);
		expect(JSON.parse(out)).toBeTypeOf('object');
	}
	expect((await run('vera', '--lang', 'ru', 'ls', '--case', 'none')).err).toMatch(/^custos: здесь для вас этого нет/);
	expect((await run('vera', 'clip', 'add', '--help')).out).toContain('$ custos clip add');
});

test('neither names nor purposes lie open in the folders of people', async () => {
	for (const person of ['vera', 'anna']) {
		for (const name of await readdir(archive.profile(person), { recursive: true })) {
			const content = await readFile(join(archive.profile(person), name), 'latin1').catch(() => '');
			for (const secret of ['court copy', 'Correctional', Buffer.from('коридор').toString('latin1'), 'second door'])
				expect(content.includes(secret), `${name}: ${secret}`).toBe(false);
		}
	}
});

test('what no entry holds is said by the issuer, and the bag names it as their word alone', async () => {
	const [first, second] = ['first-bag', 'second-bag'].map((name) => join(archive.folder, name)) as [string, string];
	const report = ['vera', 'report', 'GUL-0001', '--purpose', 'court', '--out'] as const;
	const earlier = String((await json(...report, first))['report']);
	const words = {
		authority: 'Request 12/2026 of the court',
		legalBasis: 'Documentation of torture',
		consent: 'Asked of two of the five',
		victimProtection: 'Faces are not to be published',
		qualification: 'A. Keeper, of the archive',
	};
	const options = [
		...['--authority', words.authority, '--legal-basis', words.legalBasis, '--consent', words.consent],
		...['--protection', words.victimProtection, '--issued-by', words.qualification],
	];
	const before = (await run('vera', 'status')).out.match(/(\d+) entries/)?.[1];
	expect(await run(...report, second, ...options, '--supersedes', 'ffffffff0000')).toMatchObject({ code: 1 });
	expect(await run(...report, second, '--agreed', earlier, ...options)).toMatchObject({
		code: 2,
		err: expect.stringContaining('nobody agreed to') as string,
	});
	expect(await run(...report, second, '--consent', 'x'.repeat(20_001))).toMatchObject({ code: 1 });
	expect((await run('vera', 'status')).out.match(/(\d+) entries/)?.[1]).toBe(before);
	const made = await json(...report, second, ...options, '--supersedes', earlier.slice(0, 8));
	const said = JSON.parse(await readFile(join(second, 'data/report.json'), 'utf8')) as CustodyReport;
	const { authority, legalBasis, consent, victimProtection, qualification } = words;
	expect(said.report).toMatchObject({ authority, supersedes: earlier });
	expect(said.case).toMatchObject({ legalBasis, consent, victimProtection });
	expect(said.certification).toMatchObject({ qualification });
	const verdict = await verifyBag(openBagFolder(second), { logKey: String(made['logKey']) });
	expect(verdict.result).toBe('confirmed');
	const named = verdict.onWordOfIssuer.map((one) => one.replace(/ of .*/, ''));
	expect(named).toEqual(expect.arrayContaining([...Object.keys(words), 'supersedes']));
	expect(named).not.toContain('hashedBy');
}, 120_000);

test('a report is signed under the organisation’s own certificate, and none is begun under one that cannot sign', async ({
	skip,
}) => {
	needs(opensslThere, 'openssl', skip);
	await makeCertificate(archive.folder, 'seal', EC_KEY);
	const [certificate, key] = ['seal.pem', 'seal.key'].map((name) => join(archive.folder, name)) as [string, string];
	const before = (await run('vera', 'status')).out.match(/(\d+) entries/)?.[1];
	const out = join(archive.folder, 'sealed-bag');
	const report = (...more: string[]) => run('vera', 'report', 'GUL-0001', '--out', out, '--purpose', 'court', ...more);
	expect(await report('--certificate-key', key)).toMatchObject({ code: 2 });
	expect(await report('--certificate', key, '--certificate-key', key)).toMatchObject({ code: 1 });
	expect((await run('vera', 'status')).out.match(/(\d+) entries/)?.[1]).toBe(before);
	const made = await json(
		...(['vera', 'report', 'GUL-0001', '--out', out, '--purpose', 'court'] as const),
		...['--certificate', certificate, '--certificate-key', key],
	);
	expect(made).toMatchObject({ verified: true });
	const { certification } = JSON.parse(await readFile(join(out, 'data/report.json'), 'utf8')) as CustodyReport;
	expect(certification.seal).toMatchObject({ kind: 'given', subject: 'O=Memory Fund, CN=Seal of the archive' });
	await opensslCades(archive.folder, await readFile(join(out, 'data/report.pdf')), join(archive.folder, 'seal-ca.pem'));
});
