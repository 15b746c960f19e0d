import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebFiles, type WebFiles } from '../../src/entry/web-files.ts';
import { links } from '../../src/web/links.ts';
import { pathOf } from '../../src/web/rooms/custody/scope.ts';

// What the server answers to addresses: the room's page, the same with 404 where the room has none, a file, or neither.

const [open, item, exhibit] = ['0', '1', '2'].map((digit) => digit.repeat(32)) as [string, string, string];
let folder: string;
let web: WebFiles;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-addresses-'));
	await writeFile(join(folder, 'index.html'), '<script nonce="CUSTOS_NONCE"></script>');
	await writeFile(join(folder, 'service-worker.js'), '1');
	web = await openWebFiles(folder, { https: false });
});
afterAll(() => rm(folder, { recursive: true }));
const get = (path: string) => web(new Request(`http://archive.example${path}`));

test('every link between rooms is a page', async () => {
	const all = [
		'/',
		'/suspend',
		'/people/invite',
		'/people/card',
		'/people/choose',
		'/intake',
		'/review/',
		links.cases(),
		links.case(open),
		links.intake(open),
		links.review(open),
		links.review(open, item, 1234),
		links.exhibits(open),
		links.exhibits(open, 'clips'),
		links.exhibits(open, 'notes'),
		links.exhibits(open, 'tags'),
		links.custody(open),
		links.custody(open, item),
		links.custody(open, item, exhibit),
		links.custody(open) + pathOf({ of: 'all' }),
		links.report(open),
		links.verify(),
		links.people(),
		links.people(open),
	];
	for (const path of all) expect((await get(path)).status, path).toBe(200);
});

test('an address that is no page answers 404, with the page that says so and under its rules', async () => {
	const all = [
		'/nowhere',
		'/cases/x',
		`/cases/${open}/${item}`,
		`/exhibits/${open}/x`,
		'/verify/x',
		'/index.html',
		'//',
	];
	for (const path of all) {
		const answer = await get(path);
		expect(answer.status, path).toBe(404);
		expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*'nonce-/);
		expect(await answer.text()).not.toContain('CUSTOS_NONCE');
	}
});

test('a file is there or it is not; what is not there is no page', async () => {
	expect((await get('/service-worker.js')).status).toBe(200);
	for (const path of ['/assets/none.js', '/assets/none', '/none.js', '/.env', '/../package.json.bak']) {
		const answer = await get(path);
		expect(answer.status, path).toBe(404);
		expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
	}
});
