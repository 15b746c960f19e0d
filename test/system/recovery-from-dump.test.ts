import { execFile, spawnSync } from 'node:child_process';
import { appendFile, cp, glob, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type HomeDatabase, homeDatabase } from '../../src/entry/home.ts';
import { needs, onPath } from './needs.ts';
import { writePlainDump } from './plain-dump.ts';
import { type Block, blocksOf, followed, hashesIn, sha256 } from './recovery-page.ts';
import { asked, type Running, startArchive } from './running.ts';

// The machine is gone, and no backup was made. What is left: two of three cards, a dump of the database and a copy of the folder
// of objects. By the page of commands alone every original opens.

const run = promisify(execFile);
const me = 'founder';
const withPsql = onPath('psql');
/** Outlives the archive. */
let left: string;
let commands: Block[];
let tables: number;
/** What a backup of the same moment has for who opens it by hand. */
let ofBackup: string;
const originals: string[] = [];
const at = (...names: string[]) => join(left, ...names);

beforeAll(async () => {
	left = await mkdtemp(join(tmpdir(), 'custos-left-'));
	const archive = await startArchive();
	try {
		await liveAndLeave(archive);
	} finally {
		// Its folder goes, with the database and everybody's keys.
		await archive.stop();
	}
});
afterAll(() => rm(left, { recursive: true, force: true }));

async function liveAndLeave(archive: Running): Promise<void> {
	const from = (...names: string[]) => join(archive.folder, ...names);
	const cards = ['--recovery-cards', '3', '--recovery-needs', '2', '--recovery-folder', from('cards')];
	await asked(archive, me, 'init', '--server', archive.server, '--code', archive.code, ...cards);
	// The page as it lies beside the cards.
	[commands = []] = blocksOf(await readFile(from('cards', 'RECOVERY.md'), 'utf8'));
	await asked(archive, me, 'case', 'new', 'Colony', '--prefix', 'GUL');
	await mkdir(from('disk'));
	const film = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=3', '-c:v', 'mpeg4', from('disk', 'yard.avi')];
	await run('ffmpeg', ['-v', 'error', ...film]);
	// A film that ends in zeros: only what ffprobe said tells where.
	await appendFile(from('disk', 'yard.avi'), Buffer.alloc(1000));
	await writeFile(from('disk', 'large.bin'), Buffer.alloc(9_000_000, 'not of one byte, nor of one chunk; '));
	// Small ones share an object.
	for (const n of [1, 2, 3, 4]) await writeFile(from('disk', `letter-${n}.txt`), `letter ${n}`);
	await asked(archive, me, 'put', from('disk'), '--case', 'GUL');
	const allExamined = async () => {
		const { items } = await asked(archive, me, 'ls', '--case', 'GUL');
		return (items as { state: string }[]).every((one) => one.state === 'examined');
	};
	await vi.waitUntil(allExamined, { timeout: 90_000, interval: 500 });
	originals.push(...(await hashesIn(from('disk'))));

	const database = await homeDatabase(archive.home, () => {});
	await dump(database);
	await rehearseBackup(archive, from('backup'));
	for (const number of [1, 3])
		await cp(from('cards', `card-${number}-of-3.txt`), at('by-hand', `card-${number}-of-3.txt`));
	await cp(join(archive.home, 'objects'), at('objects'), { recursive: true });
}

async function dump(database: HomeDatabase): Promise<void> {
	const client = new Client(database.url(database.superuser));
	await client.connect();
	tables = await writePlainDump(client, at('dump.sql')).finally(() => client.end());
	if (!withPsql) return;
	const env = { PATH: '/usr/bin:/bin', PGHOST: client.host, PGUSER: database.superuser, PGDATABASE: 'custos' };
	await mkdir(at('by-psql'));
	const asPsqlWrites = commands.find(({ text }) => text.includes('psql'))?.text as string;
	await run('sh', ['-c', asPsqlWrites], { cwd: at('by-psql'), env });
}

/** For comparison only: none of it is left. */
async function rehearseBackup(archive: Running, folder: string): Promise<void> {
	vi.stubEnv('CUSTOS_HOME', archive.home);
	await asked(archive, me, 'backup', folder);
	const files: string[] = [];
	for await (const file of glob('objects/by-hand=/*/*.tsv', { cwd: folder })) files.push(file);
	ofBackup = (await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')))).join('');
}

const program = () => commands.find(({ text }) => text.startsWith('# bodies_of_dump.py'))?.text as string;
const bodiesOf = (dumped: string | Buffer) =>
	spawnSync('python3', ['-c', program()], { input: dumped, encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } });

describe('what was left of an archive', () => {
	test('the page as written opens every original from two cards, a dump and the objects', async ({ skip }) => {
		needs(onPath('age', 'age-keygen', 'python3'), 'age python3', skip);
		expect(tables).toBeGreaterThan(30);
		const place = at('by-hand');
		const steps = commands.filter(({ step, text }) => step !== '2' && !text.includes('psql'));
		const printed = await followed(place, steps, { BACKUP: at('objects'), DUMP: at('dump.sql') });
		expect(printed).not.toContain('NOT OPENED');
		expect(originals.length).toBe(6);
		expect(await hashesIn(join(place, 'opened'))).toEqual(originals);
		expect((await readdir(join(place, 'working'))).length).toBe(1);
		expect(await readFile(join(place, 'bodies.tsv'), 'utf8')).toBe(ofBackup);
	});

	test('what psql writes by the page says the same', async ({ skip }) => {
		needs(withPsql && onPath('python3'), 'postgresql-client python3', skip);
		expect((await stat(at('by-psql', 'dump.sql'))).size).toBeLessThan((await stat(at('dump.sql'))).size);
		expect(bodiesOf(await readFile(at('by-psql', 'dump.sql')))).toMatchObject({ status: 0, stdout: ofBackup });
	});
});

describe('the program that reads a dump', () => {
	const id = (n: number) => n.toString(16).padStart(32, '0');
	const prefix = Buffer.from('a\\prefix\n\t');
	const prefixOf = (n: number) => [id(n), `\\\\x${prefix.toString('hex')}`];
	const copy = (table: string, rows: (string | number)[][]) =>
		`COPY ${table} FROM stdin;\n${rows.map((row) => `${row.join('\t')}\n`).join('')}\\.\n\n`;
	// COPY doubles the backslashes of JSON.
	const entry = (idx: number, result = 'accepted') => [
		idx,
		JSON.stringify({ other: '"\n\t\\', result }).replaceAll('\\', '\\\\'),
	];
	const body = { object: id(99), offset: 0, sha256: sha256(prefix), size: 7 };
	const bodyOf = (idx: number, said: object) => {
		const statement = { body, case: id(50), item: id(1), prefix: sha256(prefix), type: 'item.received', ...said };
		return ['\\N', idx, `\\\\x${Buffer.from(JSON.stringify(statement)).toString('hex')}`];
	};
	const line = (kind: string, one: number, item: number) =>
		`${[kind, id(one), id(item), id(50), id(99), 0, 7, sha256(prefix), sha256(prefix), prefix.toString('base64')].join('\t')}\n`;
	const entries = copy('ledger.entries (idx, skeleton)', [entry(4), entry(5, 'denied:taken'), entry(6), entry(10)]);
	const bodies = copy('"ledger"."bodies" ("sealed", "idx", "statement")', [
		bodyOf(10, { type: 'derivative.made', derivative: id(2), kind: 'proxy' }),
		bodyOf(5, { body: { ...body, size: 8 } }),
		bodyOf(6, { item: id(3) }),
		bodyOf(4, {}),
	]);
	const prefixes = copy('ledger.prefixes (id, prefix)', [prefixOf(2), prefixOf(1)]);
	const all = line('original', 1, 1) + line('proxy', 2, 1);

	test('leaves out what was refused and what was destroyed, and keeps the order of the ledger', ({ skip }) => {
		needs(onPath('python3'), 'python3', skip);
		expect(bodiesOf(entries + bodies + prefixes)).toMatchObject({ status: 0, stdout: all });
		expect(bodiesOf(prefixes + bodies + entries)).toMatchObject({ status: 0, stdout: all });
		expect(bodiesOf((entries + bodies + prefixes).replaceAll('\n', '\r\n'))).toMatchObject({ status: 0, stdout: all });
	});

	test('takes no row for a command, and nothing into the shell that is no id', ({ skip }) => {
		needs(onPath('python3'), 'python3', skip);
		const rows = copy('public.notes (said)', [
			['COPY ledger.prefixes (id, prefix) FROM stdin;'],
			[prefixOf(3).join('\\t')],
		]);
		expect(bodiesOf(rows + entries + bodies + prefixes)).toMatchObject({ status: 0, stdout: all });
		const out = '../../out';
		const strange = copy('ledger.bodies (sealed, idx, statement)', [bodyOf(4, { item: out })]);
		const its = copy('ledger.prefixes (id, prefix)', [[out, prefixOf(1)[1] as string]]);
		expect(bodiesOf(entries + strange + its)).toMatchObject({ status: 0, stdout: '' });
	});

	test('says when it is no dump, or not all of one', ({ skip }) => {
		needs(onPath('python3'), 'python3', skip);
		const whole = entries + bodies + prefixes;
		const brokenOff = bodiesOf(whole.slice(0, -10));
		expect(brokenOff).toMatchObject({ status: 1, stdout: line('proxy', 2, 1) });
		expect(brokenOff.stderr).toContain('NOT ALL');
		expect(bodiesOf(entries + bodies)).toMatchObject({ status: 1, stdout: '' });
		expect(bodiesOf(Buffer.from('PGDMP\0\x01\x0f\n'))).toMatchObject({ status: 1, stdout: '' });
	});
});
