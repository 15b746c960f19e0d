import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFootage } from '../../src/cli/demo/footage.ts';
import { openProfile } from '../../src/cli/profile.ts';
import { readRecoveryFile } from '../../src/cli/recovery-file.ts';
import { findCase, openDetail } from '../../src/client/cases.ts';
import { connect } from '../../src/client/connection.ts';
import { forgetful } from '../../src/client/memory.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { killAll } from './kill-all.ts';
import { openedDatabase } from './opened-database.ts';
import { asked, type Running, startArchive } from './running.ts';
import {
	bytesNeedle,
	type Hit,
	hashNeedle,
	type Needle,
	searchBytes,
	searchDatabase,
	searchFolder,
	searchSharedMemory,
	textNeedle,
} from './search.ts';

/** In every word, so that nobody else who is at work on this machine has the same. */
const run = randomBytes(4).toString('hex');
const NAMES = {
	steward: `Аграфена Кузьминишна ${run}`,
	lawyer: `Ksenofont Ustyugov ${run}`,
	outsider: `Pelageya Zimovets ${run}`,
};
const WORDS = {
	'the case title': `Колония особого режима Полярная сова-${run}`,
	'the description': `a description nobody would guess: heliotrope-${run}`,
	'the purpose': `purpose-of-opening-chrysanthemum-${run}`,
	'the tag': `tag-marzipan-corridor-${run}`,
	'the note': `note-about-a-porcelain-teapot-${run}`,
	'the exhibit title': `exhibit-title-windmill-${run}`,
	'the intake record': `handed-over-under-the-limetree-${run}`,
	'the clip note of a picture': `overview-purpose-rhododendron-${run}`,
	'the purpose of the report': `purpose-of-report-persimmon-${run}`,
	'the recipient of the report': `recipient-of-report-kumquat-${run}`,
	'the purpose of an attempt': `purpose-of-attempt-gooseberry-${run}`,
	'what a letter says': `what-was-seen-behind-the-third-door-on-tuesday-${run}`,
};

let archive: Running;
let disk: string;
const needles: Needle[] = [
	...Object.entries(NAMES).map(([who, name]) => textNeedle(`the name of the ${who}`, name)),
	...Object.entries(WORDS).map(([what, text]) => textNeedle(what, text)),
];
const investigator = (...args: string[]): Promise<{ [name: string]: unknown }> =>
	asked(archive, 'investigator', ...args);

beforeAll(async () => {
	archive = await startArchive();
	disk = join(archive.folder, `disk-with-aardvark-${run}`);
	await makeFootage(disk, () => {});
	await writeFile(join(disk, 'список этапированных.txt'), `${WORDS['what a letter says']}\n`);
	needles.push(textNeedle('the folder', `disk-with-aardvark-${run}`));
	for (const name of await readdir(disk, { recursive: true })) {
		needles.push(textNeedle(`the name ${name}`, name.split('/').at(-1) ?? ''));
		if (!(await stat(join(disk, name))).isFile()) continue;
		const content = await readFile(join(disk, name));
		needles.push(hashNeedle(`the hash of ${name}`, createHash('sha256').update(content).digest('hex')));
		// Of each film what is in its middle: the codec's own bytes, in no other file.
		const middle = content.subarray(content.length >> 1).subarray(0, 48);
		if (new Set(middle).size > 24) needles.push(bytesNeedle(`the middle of ${name}`, middle));
	}
	await investigator(
		'init',
		'--server',
		archive.server,
		'--code',
		archive.code,
		'--recovery',
		join(archive.folder, 'recovery.key'),
		'--name',
		NAMES.steward,
	);
	const secret = await readRecoveryFile(join(archive.folder, 'recovery.key'));
	if (secret === undefined) throw new Error('no recovery key');
	needles.push(textNeedle('the recovery key', encodeSecretKey(secret)), hashNeedle('its bytes', toHex(secret)));
	for (const who of ['lawyer', 'outsider'] as const) {
		const { invite } = await investigator('invite', '--name', NAMES[who]);
		await asked(archive, who, 'join', String(invite), '--name', NAMES[who]);
	}
	await investigator('approve', '--all');
	await investigator(
		'case',
		'new',
		WORDS['the case title'],
		'--prefix',
		'GUL',
		'--description',
		WORDS['the description'],
	);
	await investigator('case', 'add-member', 'GUL', NAMES.lawyer, '--role', 'editor', '--name', NAMES.lawyer);
	await writeFile(join(archive.folder, 'intake.yaml'), `receivedHow: ${WORDS['the intake record']}\n`);
}, 600_000);
afterAll(() => archive?.stop());

/** What nobody but this run can have written. */
const ours = (wanted: readonly Needle[]): Needle[] =>
	wanted.filter(
		({ what }) => what in WORDS || /^(the name of|the folder|the recovery key|its bytes|planted)/.test(what),
	);

const database = () => openedDatabase(archive);

/** Every file that is not the person's own disk of footage or what they saved, and what the processes said. */
async function searchFiles(wanted: readonly Needle[]): Promise<{ files: number; hits: Hit[] }> {
	const folders = [archive.home, archive.database, join(archive.folder, 'tmp'), join(archive.folder, 'people')];
	const found = await Promise.all(folders.map((folder) => searchFolder(folder, wanted)));
	const said = searchBytes('what the processes said', Buffer.from(archive.said.join('')), wanted);
	const shared = await searchSharedMemory(ours(wanted), archive.folder);
	return {
		files: found.reduce((sum, one) => sum + one.files, 0),
		hits: [...found.flatMap((one) => one.hits), ...said, ...shared],
	};
}

/** These, and every table. */
async function search(wanted: readonly Needle[] = needles): Promise<{ files: number; tables: number; hits: Hit[] }> {
	const client = await database();
	try {
		const tables = await searchDatabase(client, wanted);
		const { files, hits } = await searchFiles(wanted);
		return { files, tables: tables.tables, hits: [...tables.hits, ...hits] };
	} finally {
		await client.end();
	}
}

/** Hashes and packet roots that only members may know, out of every sealed detail of these items. */
async function sealedHashes(ids: readonly string[]): Promise<{ hashes: string[]; roots: string[] }> {
	const profile = openProfile(archive.profile('investigator'), 10);
	const pin = await profile.pin();
	if (pin === undefined) throw new Error('no pin');
	const connection = await connect(pin, await profile.openIdentity('the passphrase of investigator'), forgetful());
	const open = await findCase(connection, 'GUL');
	const [hashes, roots] = [new Set<string>(), new Set<string>()];
	for (const id of ids) {
		const { received, examined, derivative } = await itemEntries(connection, id);
		for (const entry of [received, examined, derivative]) {
			if (entry?.sealed === undefined) continue;
			const { fields } = openDetail(open, entry);
			for (const hash of JSON.stringify(fields).match(/\b[0-9a-f]{64}\b/g) ?? []) hashes.add(hash);
			for (const { root } of (fields['packets'] ?? []) as { root: string }[]) roots.add(root);
		}
	}
	return { hashes: [...hashes], roots: [...roots] };
}

test('the whole story leaves no name, hash, root, purpose, tag or person in any table, file or log, nor the recovery key', async () => {
	const said = (await investigator('put', disk, '--case', 'GUL', '--intake', join(archive.folder, 'intake.yaml'))) as {
		kept: { item: string; path: string }[];
	};
	const counts = async (): Promise<number> => {
		const { cases } = (await investigator('status')) as { cases: { examined: number; failed: number }[] };
		return (cases[0]?.examined ?? 0) + (cases[0]?.failed ?? 0);
	};
	await expect.poll(counts, { timeout: 300_000, interval: 1000 }).toBe(said.kept.length);
	const video = said.kept.find((one) => one.path.endsWith('ch01_20260311_031500.mp4'))?.item ?? '';
	await investigator(
		'show',
		video,
		'--out',
		join(archive.folder, 'pictures'),
		'--purpose',
		WORDS['the clip note of a picture'],
	);
	await asked(
		archive,
		'lawyer',
		'get',
		video,
		'--purpose',
		WORDS['the purpose'],
		'--out',
		join(archive.folder, 'opened'),
	);
	const clip = await asked(
		archive,
		'lawyer',
		'clip',
		'add',
		video,
		'--from',
		'1',
		'--to',
		'3',
		'--tag',
		WORDS['the tag'],
		'--note',
		WORDS['the note'],
	);
	await asked(archive, 'lawyer', 'exhibit', 'add', String(clip['clip']), '--title', WORDS['the exhibit title']);
	const refused = [
		'get',
		video,
		'--purpose',
		WORDS['the purpose of an attempt'],
		'--out',
		join(archive.folder, 'none'),
	];
	expect((await archive.custos('outsider', ...refused)).code).not.toBe(0);
	const to = ['--recipient', WORDS['the recipient of the report'], '--purpose', WORDS['the purpose of the report']];
	await investigator('report', 'GUL', '--out', join(archive.folder, 'bag'), '--with-originals', ...to);
	process.env['CUSTOS_HOME'] = archive.home;
	expect(await investigator('audit')).toMatchObject({ ok: true });
	delete process.env['CUSTOS_HOME'];
	const { hashes, roots } = await sealedHashes(said.kept.map((one) => one.item));
	expect(roots.length).toBeGreaterThan(0);
	expect(hashes).toEqual(expect.arrayContaining(roots));
	expect(hashes.length).toBeGreaterThan(said.kept.length + roots.length);
	for (const [i, hash] of hashes.entries()) needles.push(hashNeedle(`sealed hash ${i}`, hash));

	const { hits, files, tables } = await search();
	expect(hits).toEqual([]);
	expect(files).toBeGreaterThan(100);
	expect(tables).toBeGreaterThan(10);
}, 600_000);

test('nor does a kill -9 of everything while another put runs and a film is examined: neither then nor after a start', async () => {
	const open = async (): Promise<number> => {
		const client = await database();
		const of = (type: string) => `count(*) filter (where skeleton like '%"type":"item.${type}"%')`;
		const { rows } = await client.query<{ n: string }>(
			`select ${of('examining')} - ${of('examined')} - ${of('failed')} as n from ledger.entries`,
		);
		await client.end();
		return Number(rows[0]?.n);
	};
	const before = await open();
	const running = archive.spawnCustos('investigator', 'put', disk, '--case', 'GUL', '--again');
	await expect.poll(open, { timeout: 180_000, interval: 50 }).toBeGreaterThan(before);
	await killAll(archive);
	running.child.kill('SIGKILL');
	await running.ended;
	const left = await searchFiles(needles);
	expect(left.hits).toEqual([]);
	expect(left.files).toBeGreaterThan(100);
	await archive.start();
	await investigator('put', disk, '--case', 'GUL', '--again');
	expect((await search()).hits).toEqual([]);
}, 600_000);

test('the search finds what is planted: in a table, an object, a file’s name, a log', async () => {
	const [text, hash] = [
		textNeedle('planted', WORDS['the purpose']),
		hashNeedle('planted hash', createHash('sha256').update('x').digest('hex')),
	];
	const raw = createHash('sha256').update('x').digest();
	const client = await database();
	await client.query('create table planted (words text, bytes bytea, coded text)');
	await client.query('insert into planted values ($1, $2, null), (null, null, $3)', [
		WORDS['the purpose'],
		raw,
		Buffer.concat([Buffer.from('{'), raw]).toString('base64'),
	]);
	expect((await searchDatabase(client, [text, hash])).hits).toEqual([
		{ what: 'planted', where: 'the table public.planted' },
		{ what: 'planted hash', where: 'the table public.planted' },
	]);
	await client.query('update planted set bytes = null');
	expect((await searchDatabase(client, [hash])).hits).toHaveLength(1);
	await client.query('drop table planted');
	await client.end();
	const folder = join(archive.home, 'objects/planted');
	await mkdir(folder);
	await writeFile(join(folder, 'object'), Buffer.concat([Buffer.alloc(1000), raw]));
	await writeFile(join(folder, WORDS['the purpose']), '');
	archive.said.push(`api: ${raw.toString('hex')}`);
	const shared = `/dev/shm/custos-planted-${run}`;
	await writeFile(shared, WORDS['the purpose']);
	const { hits } = await search([text, hash]).finally(() => rm(shared));
	await rm(folder, { recursive: true });
	expect(hits.map((one) => `${one.what}: ${one.where.replace(archive.home, '')}`)).toEqual(
		expect.arrayContaining([
			'planted hash: /objects/planted/object',
			expect.stringContaining('planted: the name'),
			'planted hash: what the processes said',
			`planted: ${shared}`,
		] as string[]),
	);
});
