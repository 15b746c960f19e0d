import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { shell } from '../attack/forged-bag.ts';
import { goPackages, goProgram, goThere } from '../system/go-program.ts';
import { stock } from '../system/media-files.ts';
import { needs, onPath } from '../system/needs.ts';
import { opensslCades, padesPackages, padesThere, pdfsig, signatureOf } from '../system/pades-tools.ts';
import { faultsAsPdfA, preflightPackages, preflightThere } from '../system/preflight.ts';
import { opensslThere, type TimeAuthority, timeAuthority } from '../system/time-authority.ts';
import { openBagPage } from './bag-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';

/** The bag that the demonstration leaves, in the hands of programs that know nothing of us: all must agree with `custos verify`. */

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const Said = z.object({ bag: z.string(), items: z.number(), verified: z.literal(true), logKey: z.string() });

let home: string;
/** Made by openssl. Where there is none, the bag has no time from outside. */
let authority: TimeAuthority | undefined;
let said: z.infer<typeof Said>;
let report: CustodyReport;
/** The page at the address that was printed, asked for while it ran. */
let shown: Promise<{ address: string; html: string }> | undefined;
const at = (name: string): string => join(said.bag, name);

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-demo-bag-'));
	const footage = join(home, 'disk');
	await mkdir(footage);
	const real = join(root, '../shared/footage/bottle-detection.mp4');
	if (existsSync(real)) await copyFile(real, join(footage, basename(real)));
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc=s=320x240:r=15:d=6', join(footage, 'made.mp4'));
	await writeFile(join(footage, 'letter.txt'), 'What was seen in the corridor.\n');
	authority = opensslThere ? await timeAuthority() : undefined;
	const times = authority && { TIME_AUTHORITIES: authority.url, TIME_EVERY: '0.02' };
	const env = { ...process.env, LC_ALL: 'C.UTF-8', ...times };
	const args = [join(root, 'src/cli/demo.ts'), footage, '--out', join(home, 'out')];
	const running = run(process.execPath, args, { env, maxBuffer: 2 ** 24 });
	let told = '';
	running.child.stdout?.on('data', (piece: string) => {
		told += piece;
		const address = /its review room is at (http:\S+) /.exec(told)?.[1];
		if (address !== undefined) shown ??= fetch(address).then(async (page) => ({ address, html: await page.text() }));
	});
	const { stdout } = await running;
	said = Said.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
	report = JSON.parse(await readFile(at('data/report.json'), 'utf8'));
}, 240_000);
afterAll(async () => {
	await authority?.close();
	await rm(home, { recursive: true, force: true });
});

/** The root of the time authority that stamped this log. */
const authorityFile = (): string => join(authority?.folder ?? '', 'ca.pem');

async function verified(...more: string[]): Promise<object> {
	const custos = [join(root, 'src/cli/custos.ts'), '--json', 'verify', said.bag, '--log-key', said.logKey];
	return JSON.parse((await run(process.execPath, [...custos, ...more])).stdout) as object;
}

test('it prints where its review room is, and the room is there while it runs', async () => {
	const { address, html } = (await shown) ?? {};
	expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/?$/);
	expect(html).toContain('<title>Custos</title>');
	expect(html).toMatch(/<script type="module"[^>]* src="\/assets\//);
});

test('custos verify confirms it by the log key', async () => {
	expect(await verified()).toMatchObject({ result: 'confirmed' });
	expect(report.items.length).toBe(said.items);
});

test('custos verify confirms the time by the authority’s certificate', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	expect(await verified('--time-ca', authorityFile())).toMatchObject({ result: 'confirmed' });
});

test('sha256sum finds every file as listed', async () => {
	for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
		await run('sha256sum', ['-c', '--strict', '--quiet', list], { cwd: said.bag });
});

test('verify.sh, with the basic commands and openssl alone, confirms the log and the time', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const { code, out } = await shell(said.bag, '--time-ca', authorityFile(), said.logKey);
	expect(out).toContain('RESULT: consistent, and from the log whose key you gave.');
	expect(code).toBe(0);
});

test('age opens every sealed item to the original beside it', async ({ skip }) => {
	needs(onPath('age'), 'age', skip);
	for (const { files, size, sha256 } of report.items) {
		const opened = join(home, 'opened');
		await run('age', ['-d', '-i', at(files.key ?? ''), '-o', opened, at(files.age ?? '')]);
		await truncate(opened, size ?? 0);
		expect(toHex(platform.sha256(await readFile(opened)))).toBe(sha256);
		expect((await readFile(opened)).equals(await readFile(at(files.original ?? '')))).toBe(true);
	}
});

test('openssl ts confirms every token, over the checkpoint beside it', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const folder = 'data/ledger/times';
	const tokens = (await readdir(at(folder))).filter((name) => name.endsWith('.tsr'));
	expect(tokens.length).toBeGreaterThan(0);
	const ca = ['-CAfile', authorityFile()];
	for (const name of tokens) {
		const note = at(join(folder, name.replace(/\.\d+\.tsr$/, '.checkpoint')));
		const { stdout } = await run('openssl', ['ts', '-verify', '-data', note, '-in', at(join(folder, name)), ...ca]);
		expect(stdout).toContain('Verification: OK');
	}
	expect(report.custody.some(({ stamped }) => stamped !== null)).toBe(true);
});

test('pdfsig, openssl cms and PDFBox Preflight call the paper signed as a whole, trusted, and PDF/A-1b', async ({
	skip,
}) => {
	needs(padesThere, padesPackages, skip);
	needs(preflightThere, preflightPackages, skip);
	const pdf = await readFile(at('data/report.pdf'));
	const [signature, certificate] = [join(home, 'p7s'), join(home, 'issuer.pem')];
	await writeFile(signature, signatureOf(pdf).signature);
	const { stdout } = await run('openssl', ['pkcs7', '-inform', 'DER', '-in', signature, '-print_certs']);
	const issuer = new X509Certificate(stdout.slice(stdout.indexOf('-----BEGIN')));
	// It is the one that the report, and with it the ledger, names.
	expect(toHex(platform.sha256(issuer.raw))).toBe(report.certification.seal?.certificate);
	await writeFile(certificate, issuer.toString());
	const told = await pdfsig(home, at('data/report.pdf'), certificate);
	for (const line of ['Total document signed', 'Signature is Valid.', 'Certificate is Trusted.'])
		expect(told).toContain(line);
	await opensslCades(home, pdf, certificate);
	expect(await faultsAsPdfA(at('data/report.pdf'))).toBe('');
});

test('Go’s sumdb finds every leaf under the checkpoint, and each stamped log to be a beginning of it', async ({
	skip,
}) => {
	needs(goThere, goPackages, skip);
	// Without it nothing was stamped.
	needs(opensslThere, 'openssl', skip);
	const { stdout } = await run(await goProgram('check_bag', home), [said.bag]);
	const [, proofs, grown] = /^(\d+) proofs, (\d+) of growth\n$/.exec(stdout) ?? [];
	expect(Number(proofs)).toBeGreaterThan(report.items.length * 3);
	expect(Number(grown)).toBeGreaterThan(1);
}, 240_000);

test('verify.html, opened from the bag as a file, confirms it', async ({ skip }) => {
	needs(hasChromium, 'chromium', skip);
	const browser = await launchChromium();
	try {
		const { page, asked, complaints } = await openBagPage(browser, at('data/verify.html'));
		await page.getByLabel('Log key or fingerprint').fill(said.logKey);
		await page.getByLabel('Choose the folder').last().setInputFiles(said.bag);
		await page.getByRole('heading', { name: 'It holds, and its origin is confirmed' }).waitFor();
		expect([asked, complaints]).toEqual([[], []]);
	} finally {
		await browser.close();
	}
});
