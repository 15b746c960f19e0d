import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { bagOf } from '../unit/report-story.ts';
import { goPackages, goProgram, goThere } from './go-program.ts';
import { needs, onPath } from './needs.ts';

const run = promisify(execFile);
const paperThere = onPath('pdftotext');
const ageThere = onPath('age');

let home: string;
let bag: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-independent-'));
	bag = join(home, 'bag');
	await bagOf(bag, { language: 'ru' });
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('sha256sum finds every file as listed', async () => {
	for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
		await run('sha256sum', ['-c', '--strict', '--quiet', list], { cwd: bag });
	}
});

test('Go’s sumdb opens the checkpoint and finds every leaf under it, and refuses a bent proof', async ({ skip }) => {
	needs(goThere, goPackages, skip);
	const program = await goProgram('check_bag', home);
	expect((await run(program, [bag])).stdout).toMatch(/^\d\d proofs, 1 of growth\n$/);
	const bent = join(home, 'bent');
	await cp(bag, bent, { recursive: true });
	const path = join(bent, 'data/ledger/000012.tlog-proof');
	await writeFile(path, (await readFile(path, 'utf8')).replace('index 12', 'index 13'));
	await expect(run(program, [bent])).rejects.toThrow();
}, 300_000);

test('the command for Go is right as README has it', async ({ skip }) => {
	needs(goThere, goPackages, skip);
	const checkout = fileURLToPath(new URL('../..', import.meta.url));
	const command = /^GO111MODULE=off .+ bag$/m.exec(await readFile(join(checkout, 'README.md'), 'utf8'))?.[0] ?? '';
	const env = { ...process.env, GOCACHE: join(home, 'go-cache') };
	const { stdout } = await run('sh', ['-c', command.replace(/bag$/, '"$0"'), bag], { cwd: checkout, env });
	expect(stdout).toMatch(/^\d\d proofs, 1 of growth\n$/);
}, 300_000);

test('age opens the sealed item with the disclosed key to the original in the bag', async ({ skip }) => {
	needs(ageThere, 'age', skip);
	const report = JSON.parse(await readFile(join(bag, 'data/report.json'), 'utf8')) as CustodyReport;
	const item = report.items[0] as CustodyReport['items'][number];
	const opened = join(home, 'opened');
	await run('age', ['-d', '-i', join(bag, item.files.key ?? ''), '-o', opened, join(bag, item.files.age ?? '')]);
	await truncate(opened, item.size ?? 0);
	expect((await run('sha256sum', [opened])).stdout.slice(0, 64)).toBe(item.sha256);
	expect((await readFile(opened)).equals(await readFile(join(bag, item.files.original ?? '')))).toBe(true);
});

test('the paper says it in words a reader can copy: exhibits, fingerprint, refusals, the number of every event', async ({
	skip,
}) => {
	needs(paperThere, 'poppler-utils', skip);
	const { stdout } = await run('pdftotext', ['-layout', join(bag, 'data/report.pdf'), '-']);
	const fingerprint = /^ {7}([0-9a-f]{4}(?: [0-9a-f]{4}){7})$/m.exec(
		await readFile(join(bag, 'README-how-to-verify.txt'), 'utf8'),
	)?.[1];
	const wanted = [
		'GUL-0012',
		'GUL-0013',
		String(fingerprint),
		'Кто имел к ней доступ?',
		'ОТКАЗАНО',
		'GUL-0012, GUL-0012.01: события с 1 по 11, без пропусков',
		'Не доказано',
		'камера 17 — двор.MP4',
		'стр. 1 из',
	];
	for (const words of wanted) expect(stdout).toContain(words);
});
