import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isRunning, markOf, type ProcessMark } from '../../infra/embedded/proc.ts';
import { objectKey } from '../../src/app/objects.ts';
import { connect } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { Pin } from '../../src/client/pin.ts';
import { fromBase64, utf8 } from '../../src/domain/bytes.ts';
import { type Receipt, verifyReceipt } from '../../src/domain/ledger/receipt.ts';
import { parseStatement, type StatementOf } from '../../src/domain/ledger/statement.ts';
import { homeDatabase } from '../../src/entry/home.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { readWhole } from '../../workers/backup/read-whole.ts';
import { prefixKey } from '../../workers/copies/prefixes.ts';
import { until } from './embedded/until.ts';
import { asked, type Running, startArchive } from './running.ts';

// Two stewards destroy an item for ever, by the command line alone, while everything runs; the process that destroys is killed
// in the middle; what was issued before still verifies, and an older backup brings nothing back.

let archive: Running;
let [folder, second, backup, older]: string[] = [] as never;
let [item, other]: string[] = [] as never;
/** Bytes of the item as they lie: of its body, and of its prefix. */
let needles: Buffer[];
let superuser: Client;
let received: { statement: string; signature: string; receipt: Receipt };
const vera = (...args: string[]) => archive.custos('vera', ...args);
const json = (who: string, ...args: string[]) => asked(archive, who, ...args);
const WAIT = { timeout: 120_000, interval: 200 };

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-expunge-'));
	[second, backup, older] = ['second', 'backup', 'older'].map((name) => join(folder as string, name)) as string[];
	await mkdir(second as string);
	archive = await startArchive({ SECOND_OBJECTS: second });
	process.env['CUSTOS_HOME'] = archive.home;
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	for (const name of ['letter', 'map']) await writeFile(join(disk, `${name}.txt`), `a ${name}`);
	const to = ['--server', archive.server, '--code', archive.code];
	await json('vera', 'init', ...to, '--recovery', join(archive.folder, 'recovery.key'), '--name', 'Vera');
	for (const [title, prefix] of [
		['Colony', 'GUL'],
		['Yard', 'YRD'],
	] as const)
		await json('vera', 'case', 'new', title, '--prefix', prefix);
	const record = join(archive.folder, 'record.yaml');
	await writeFile(record, 'receivedHow: by hand\n');
	await json('vera', 'put', disk, '--case', 'GUL', '--intake', record);
	const listed = await vi.waitUntil(async () => {
		const { items } = (await json('vera', 'ls', '--case', 'GUL')) as { items: Listed[] };
		return items.length === 2 && items.every((one) => /examined|failed/.test(one.state)) ? items : undefined;
	}, WAIT);
	item = listed.find((one) => one.path.endsWith('letter.txt'))?.item ?? '';
	other = listed.find((one) => one.path.endsWith('map.txt'))?.item ?? '';
	for (const one of [item, other]) await json('vera', 'exhibit', 'add', one);
	await json('vera', 'share', item, '--to', 'YRD');
	received = await receiptOf(item);
	const { body } = parseStatement(utf8(received.statement)) as StatementOf<'item.received'>;
	const store = await createFilesStore({ root: join(archive.home, 'objects') });
	const object = await readWhole(store, objectKey(body.object));
	const copy = await createFilesStore({ root: second as string });
	const prefix = await vi.waitUntil(
		async () => readWhole(copy, prefixKey(item as string)).catch(() => undefined),
		WAIT,
	);
	needles = [Buffer.from(object.subarray(body.offset, body.offset + 64)), Buffer.from(prefix.subarray(40, 104))];
	const database = await homeDatabase(archive.home, () => undefined);
	superuser = new Client({ connectionString: database.url(database.superuser) });
	await superuser.connect();
}, 300_000);
afterAll(async () => {
	delete process.env['CUSTOS_HOME'];
	await superuser?.end();
	await archive?.stop();
	if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

interface Listed {
	item: string;
	path: string;
	state: string;
}

/** As it was kept when it was received. */
async function receiptOf(id: string) {
	const lines = (await readFile(join(archive.profile('vera'), 'receipts.jsonl'), 'utf8')).trim().split('\n');
	const all = lines.map((line) => JSON.parse(line) as typeof received);
	const found = all.find(({ statement }) => {
		const s = parseStatement(utf8(statement));
		return s.type === 'item.received' && s.item === id;
	});
	if (found === undefined) throw new Error('there is no receipt of it');
	return found;
}

/** Files below a folder that hold bytes of the item. */
async function holding(root: string): Promise<string[]> {
	const found: string[] = [];
	for (const one of await readdir(root, { recursive: true, withFileTypes: true })) {
		if (!one.isFile()) continue;
		const bytes = await readFile(join(one.parentPath, one.name)).catch((error: NodeJS.ErrnoException) => {
			// Gone since the folder was listed: it holds nothing. What cannot be read for another reason might.
			if (error.code !== 'ENOENT') throw error;
			return Buffer.alloc(0);
		});
		if (needles.some((needle) => bytes.includes(needle))) found.push(one.name);
	}
	return found;
}

async function rows(from: string): Promise<number> {
	const { rows } = await superuser.query<{ n: number }>(`select count(*)::int as n from ${from}`, [item]);
	return rows[0]?.n ?? -1;
}
const prefixes = () => rows('ledger.prefixes where item = $1');
const statements = () => rows('ledger.entries e join ledger.bodies b using (idx) where e.subject = $1');
const done = () => rows('destruction where item = $1 and checked is not null and second is not null');

test('what is there before: in the store, in the second copy, in a backup, in a report', async () => {
	await json('vera', 'report', 'GUL-0001', '--out', join(archive.folder, 'before'), '--purpose', 'before');
	await json('vera', 'backup', backup as string);
	await cp(backup as string, older as string, { recursive: true });
	const objects = join(archive.home, 'objects');
	expect((await holding(objects)).length).toBeGreaterThan(0);
	await expect.poll(async () => (await holding(second as string)).length, WAIT).toBe(2);
	expect((await holding(older as string)).length).toBeGreaterThan(0);
	expect(await prefixes()).toBeGreaterThan(0);
}, 300_000);

test('the only steward there is proposes to nobody; with a second one, one proposes and can do no more', async () => {
	const alone = await vera('expunge', 'propose', 'GUL-0001', '--reason', 'source-safety');
	expect(alone).toMatchObject({ code: 4, err: expect.stringContaining('take in a second steward') });
	const { invite } = await json('vera', 'invite', '--role', 'steward', '--name', 'Anna');
	const { person } = await json('anna', 'join', String(invite), '--name', 'Anna');
	await json('vera', 'approve', String(person));
	const proposed = await vera('expunge', 'propose', 'GUL-0001', '--reason', 'source-safety');
	expect(proposed).toMatchObject({ code: 0, out: expect.stringContaining('Another steward types') });
	const listed = await vera('expunge', 'list');
	expect(listed.out).toMatch(new RegExp(`destroy item ${item} for ever \\(safety of a source\\).*\\(1 of 2\\)`));
	const [proposal = ''] = /^[0-9a-f]{8}/.exec(listed.out) ?? [];
	const again = await vera('expunge', 'approve', proposal, '--item', String(item).slice(0, 8));
	expect(again).toMatchObject({ code: 0, out: expect.stringContaining('One more steward must agree') });
	expect(await vera('expunge', 'propose', 'GUL-0001', '--reason', 'boredom')).toMatchObject({ code: 2 });
}, 300_000);

test('the second one, who is in no case, carries it out; killed in the middle of destroying, it is ended by the next start', async () => {
	const anna = (...args: string[]) => archive.custos('anna', ...args);
	const [proposal = ''] = /^[0-9a-f]{8}/.exec((await anna('expunge', 'list')).out) ?? [];
	const wrong = await anna('expunge', 'approve', proposal, '--item', 'abababab');
	expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('nothing was done') });
	const before = await statements();
	// Whoever holds these rows keeps the statements from going: it stops there, with prefixes and bodies gone.
	await superuser.query('begin');
	await superuser.query(
		'select b.idx from ledger.entries e join ledger.bodies b using (idx) where e.subject = $1 for share of b',
		[item],
	);
	const carried = await anna('expunge', 'approve', proposal, '--item', String(item).slice(0, 8));
	expect(carried).toMatchObject({ code: 0, out: expect.stringContaining('is expunged') });
	await expect.poll(() => holding(join(archive.home, 'objects')), WAIT).toEqual([]);
	const waits = `select pid from pg_stat_activity where usename = 'custos_api' and wait_event_type = 'Lock'`;
	await expect.poll(async () => (await superuser.query(waits)).rowCount, WAIT).toBe(1);
	expect([await prefixes(), await done()]).toEqual([0, 0]);
	const mark = markOf((await archive.pids()).get('copies') ?? -1) as ProcessMark;
	process.kill(mark.pid, 'SIGKILL');
	await until('the process that destroys is gone', () => !isRunning(mark), 60_000);
	await superuser.query(`select pg_terminate_backend(pid) from (${waits}) one`);
	// What expunged it is one more.
	expect(await statements()).toBe(before + 1);
	await superuser.query('rollback');
	await expect.poll(done, WAIT).toBe(1);
	// What expunged it stays, and the beginning of the report that rests on it.
	expect(await statements()).toBe(2);
	expect(await holding(join(archive.home, 'objects'))).toEqual([]);
	expect(await holding(second as string)).toEqual([]);
}, 300_000);

test('both cases it was in say that it was expunged, when, and nothing else', async () => {
	for (const prefix of ['GUL', 'YRD']) {
		const { out } = await vera('ls', '--case', prefix);
		expect(out).toMatch(new RegExp(`^ *${item?.slice(0, 8)} +expunged \\d{4}-\\d\\d-\\d\\d`, 'm'));
		expect(out).not.toContain('letter');
	}
	for (const [command, name] of [
		['show', 'GUL-0001'],
		['get', `YRD/${item?.slice(0, 8)}`],
	] as const) {
		const purpose = command === 'get' ? ['--purpose', 'to read'] : [];
		const told = await vera(command, name, ...purpose);
		expect(told).toMatchObject({ code: 1, err: expect.stringMatching(/was expunged on \d{4}-\d\d-\d\d/) });
	}
	const history = await vera('history', 'GUL-0001');
	expect(history).toMatchObject({
		code: 0,
		out: expect.stringMatching(/Expunged: destroyed for ever\n[\s\S]*\d+ events:/),
	});
	expect(history.out).not.toMatch(/letter|by hand|Vera/);
	expect((await vera('--lang', 'ru', 'history', 'GUL-0001')).out).toContain('Уничтожено навсегда');
	expect((await vera('status')).out).toMatch(/^GUL: one item expunged\nYRD: one item expunged$/m);
}, 300_000);

test('everything runs on: the old report and the old receipt verify, a new report names it, audit and backup are clean', async () => {
	const { log } = await json('vera', 'status');
	const old = await vera('verify', join(archive.folder, 'before'), '--log-key', String(log));
	expect(old).toMatchObject({ code: 0, out: expect.stringContaining('CONFIRMED') });
	const pin = Pin.parse(JSON.parse(await readFile(join(archive.profile('vera'), 'pin.json'), 'utf8')));
	const connection = await connect({ ...pin, server: archive.server }, createIdentity(), forgetful());
	const signed = { bytes: utf8(received.statement), signature: fromBase64(received.signature) };
	const shown = verifyReceipt(signed, 'item.received', received.receipt, connection.archive.key);
	await connection.follow([shown.checkpoint]);
	const bag = join(archive.folder, 'after');
	expect(await json('vera', 'report', 'GUL', '--out', bag, '--purpose', 'after')).toMatchObject({
		items: 1,
		expunged: 1,
		verified: true,
	});
	expect(JSON.parse(await readFile(join(bag, 'data/report.json'), 'utf8'))).toMatchObject({
		expunged: [{ id: item, label: 'GUL-0001' }],
	});
	expect(await holding(bag)).toEqual([]);
	const audited = await vera('audit');
	if (audited.code !== 0) throw new Error(audited.out + audited.err);
	const again = await json('vera', 'backup', backup as string);
	expect(again).toMatchObject({ faults: [], expunged: [{ item, until: null }] });
	expect(await holding(backup as string)).toEqual([]);
}, 300_000);

test('an older backup is not restored while nothing newer was asked, and nothing is made', async () => {
	const home = join(archive.folder, 'not-restored');
	process.env['CUSTOS_HOME'] = home;
	const words = ['restore', older as string, '--recovery', join(archive.folder, 'recovery.key')];
	try {
		expect(await vera(...words)).toMatchObject({
			code: 2,
			err: expect.stringMatching(/nothing was restored: .* with --also PLACE; .* with --nothing-newer/),
		});
		process.env['SECOND_OBJECTS'] = join(archive.folder, 'not-mounted');
		expect(await vera('--lang', 'ru', ...words)).toMatchObject({
			code: 5,
			err: expect.stringMatching(/ничего не восстановлено: вторая копия \/.*not-mounted .* --nothing-newer/),
		});
		expect(await readdir(archive.folder)).not.toContain('not-mounted');
		expect(await readdir(archive.folder)).not.toContain('not-restored');
	} finally {
		delete process.env['SECOND_OBJECTS'];
		process.env['CUSTOS_HOME'] = archive.home;
	}
}, 300_000);

test('restored, it asks the second copy of the settings, and expunges the item again before anything is served', async () => {
	expect((await holding(older as string)).length).toBeGreaterThan(0);
	const home = join(archive.folder, 'restored');
	process.env['CUSTOS_HOME'] = home;
	process.env['SECOND_OBJECTS'] = second;
	const recovery = ['--recovery', join(archive.folder, 'recovery.key')];
	const ran = await vera('--json', 'restore', older as string, ...recovery);
	const database = /the database is in (\S+):/.exec(ran.err)?.[1];
	try {
		expect(ran.code, ran.err).toBe(0);
		expect(JSON.parse(ran.out)).toMatchObject({ expunged: [item], audit: { ok: true }, second });
		expect(await holding(join(home, 'objects'))).toEqual([]);
	} finally {
		if (database !== undefined) await rm(database, { recursive: true, force: true });
		delete process.env['SECOND_OBJECTS'];
		process.env['CUSTOS_HOME'] = archive.home;
	}
}, 300_000);
