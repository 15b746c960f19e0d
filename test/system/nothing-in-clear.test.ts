import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
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
import { asked, type Running, startArchive } from './running.ts';
import { type Hit, hashNeedle, type Needle, searchBytes, searchDatabase, searchFolder, textNeedle } from './search.ts';

const NAMES = { steward: 'Аграфена Кузьминишна', lawyer: 'Ksenofont Ustyugov' };
const WORDS = {
	'the case title': 'Колония особого режима Полярная сова',
	'the description': 'a description nobody would guess: heliotrope',
	'the purpose': 'purpose-of-opening-chrysanthemum',
	'the tag': 'tag-marzipan-corridor',
	'the note': 'note-about-a-porcelain-teapot',
	'the exhibit title': 'exhibit-title-windmill',
	'the intake record': 'handed-over-under-the-limetree',
	'the clip note of a picture': 'overview-purpose-rhododendron',
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
	disk = join(archive.folder, 'disk-with-aardvark');
	await makeFootage(disk, () => {});
	await writeFile(join(disk, 'список этапированных.txt'), 'a letter');
	needles.push(textNeedle('the folder', 'disk-with-aardvark'));
	for (const name of await readdir(disk, { recursive: true })) {
		needles.push(textNeedle(`the name ${name}`, name.split('/').at(-1) ?? ''));
		if (!(await stat(join(disk, name))).isFile()) continue;
		needles.push(
			hashNeedle(
				`the hash of ${name}`,
				createHash('sha256')
					.update(await readFile(join(disk, name)))
					.digest('hex'),
			),
		);
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
	const { invite } = await investigator('invite', '--name', NAMES.lawyer);
	await asked(archive, 'lawyer', 'join', String(invite), '--name', NAMES.lawyer);
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
});
afterAll(() => archive?.stop());

async function database(): Promise<pg.Client> {
	const api = (await archive.pids()).get('api');
	const environment = (await readFile(`/proc/${api}/environ`, 'utf8')).split('\0');
	const url = environment.find((one) => one.startsWith('DATABASE_URL='))?.slice(13) ?? '';
	const client = new pg.Client({ connectionString: url.replace('custos_api@', 'postgres@') });
	await client.connect();
	return client;
}

/** Everything that is not the person's own screen and disk of footage. */
async function search(wanted: readonly Needle[] = needles): Promise<{ files: number; tables: number; hits: Hit[] }> {
	const client = await database();
	try {
		const tables = await searchDatabase(client, wanted);
		const folders = [archive.home, archive.database, join(archive.folder, 'tmp'), join(archive.folder, 'people')];
		const found = await Promise.all(folders.map((folder) => searchFolder(folder, wanted)));
		const said = searchBytes('what the processes said', Buffer.from(archive.said.join('')), wanted);
		return {
			files: found.reduce((sum, one) => sum + one.files, 0),
			tables: tables.tables,
			hits: [...tables.hits, ...found.flatMap((one) => one.hits), ...said],
		};
	} finally {
		await client.end();
	}
}

/** Hashes and roots that only members may know, out of every sealed detail of an item. */
async function sealedHashes(id: string): Promise<string[]> {
	const profile = openProfile(archive.profile('investigator'), 10);
	const pin = await profile.pin();
	if (pin === undefined) throw new Error('no pin');
	const connection = await connect(pin, await profile.openIdentity('the passphrase of investigator'), forgetful());
	const [open, item] = [await findCase(connection, 'GUL'), await itemEntries(connection, id)];
	const entries = [item.received, item.examined, item.derivative].filter((one) => one !== undefined);
	const texts = entries
		.filter((one) => one.sealed !== undefined)
		.map((one) => JSON.stringify(openDetail(open, one).fields));
	return [...new Set(texts.flatMap((text) => text.match(/\b[0-9a-f]{64}\b/g) ?? []))];
}

test('the whole story leaves no name, hash, root, purpose, tag or person in any table, file or log, nor the recovery key', async () => {
	const said = (await investigator('put', disk, '--case', 'GUL', '--intake', join(archive.folder, 'intake.yaml'))) as {
		kept: { item: string; path: string }[];
	};
	const counts = async (): Promise<number> => {
		const { cases } = (await investigator('status')) as { cases: { examined: number; failed: number }[] };
		return (cases[0]?.examined ?? 0) + (cases[0]?.failed ?? 0);
	};
	await expect.poll(counts, { timeout: 120_000, interval: 1000 }).toBe(said.kept.length);
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
	const hashes = await sealedHashes(video);
	expect(hashes.length).toBeGreaterThan(3);
	for (const [i, hash] of hashes.entries()) needles.push(hashNeedle(`sealed hash ${i}`, hash));

	const { hits, files, tables } = await search();
	expect(hits).toEqual([]);
	expect(files).toBeGreaterThan(100);
	expect(tables).toBeGreaterThan(10);
}, 240_000);

test('nor does a kill -9 in the middle of another put', async () => {
	const running = archive.spawnCustos('investigator', 'put', disk, '--case', 'GUL', '--again');
	const before = archive.said.length;
	await new Promise<void>((resolve) => running.child.stderr?.once('data', () => resolve()));
	for (const name of ['media', 'api', 'notary']) {
		const pid = (await archive.pids()).get(name);
		if (pid !== undefined) process.kill(pid, 'SIGKILL');
	}
	running.child.kill('SIGKILL');
	await running.ended;
	await expect
		.poll(
			() =>
				archive.said
					.slice(before)
					.join('')
					.match(/restarting it/g)?.length ?? 0,
			{ timeout: 30_000 },
		)
		.toBeGreaterThanOrEqual(3);
	await investigator('put', disk, '--case', 'GUL', '--again');
	expect((await search()).hits).toEqual([]);
}, 180_000);

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
	const { hits } = await search([text, hash]);
	await rm(folder, { recursive: true });
	expect(hits.map((one) => `${one.what}: ${one.where.replace(archive.home, '')}`)).toEqual(
		expect.arrayContaining([
			'planted hash: /objects/planted/object',
			expect.stringContaining('planted: the name'),
			'planted hash: what the processes said',
		] as string[]),
	);
});
