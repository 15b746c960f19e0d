import { execFile, spawnSync } from 'node:child_process';
import { appendFile, glob, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { formatKey, parseKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { needs, onPath } from './needs.ts';
import { type Block, blocksOf, followed, hashesIn, sha256 } from './recovery-page.ts';
import { asked, type Running, startArchive } from './running.ts';

// The machine is gone. What is left: two of three cards and a backup. First with no program of ours, by the page of commands as
// it lies in the backup; then with `custos recover`.

const run = promisify(execFile);
const me = 'founder';
let archive: Running;
/** SHA-256 of every file that was put in. */
const originals = new Map<string, string>();
const at = (...names: string[]) => join(archive.folder, ...names);
const tools = onPath('age', 'age-keygen', 'python3');

beforeAll(async () => {
	archive = await startArchive();
	process.env['CUSTOS_HOME'] = archive.home;
	const cards = ['--recovery-cards', '3', '--recovery-needs', '2', '--recovery-folder', at('cards')];
	await asked(archive, me, 'init', '--server', archive.server, '--code', archive.code, ...cards);
	await asked(archive, me, 'case', 'new', 'Colony', '--prefix', 'GUL');
	await mkdir(at('disk'));
	const film = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=3', '-c:v', 'mpeg4', at('disk', 'yard.avi')];
	await run('ffmpeg', ['-v', 'error', ...film]);
	// A film that ends in zeros: only what ffprobe said tells where.
	await appendFile(at('disk', 'yard.avi'), Buffer.alloc(1000));
	await writeFile(at('disk', 'letter.txt'), 'a letter');
	await writeFile(at('disk', 'large.bin'), Buffer.alloc(1_300_000, 'not of one byte, nor of one chunk; '));
	await asked(archive, me, 'put', at('disk'), '--case', 'GUL');
	await asked(archive, me, 'backup', at('backup'));
	await writeFile(at('disk', 'late.txt'), 'after the first backup');
	await asked(archive, me, 'put', at('disk'), '--case', 'GUL');
	// What is known of the films, and their working copies, are in the backup once they are examined.
	await vi.waitUntil(allExamined, { timeout: 90_000, interval: 500 });
	await asked(archive, me, 'backup', at('backup'));
	for (const name of await readdir(at('disk'))) originals.set(name, sha256(await readFile(at('disk', name))));
});
afterAll(async () => {
	delete process.env['CUSTOS_HOME'];
	await archive?.stop();
});

async function allExamined(): Promise<boolean> {
	const { items } = await asked(archive, me, 'ls', '--case', 'GUL');
	return (items as { state: string }[]).every((one) => one.state === 'examined');
}

/** The page as the newest backup holds it. */
async function blocksOfPage(): Promise<Block[][]> {
	const name = (await readdir(at('backup/objects/by-hand='))).find((one) => one.endsWith('.md')) as string;
	const page = await readFile(at('backup/objects/by-hand=', name), 'utf8');
	expect(page).toBe(await readFile(new URL('../../infra/RECOVERY.md', import.meta.url), 'utf8'));
	return blocksOf(page);
}

/** A new folder with two of the three cards. */
async function withCards(name: string): Promise<string> {
	const place = at(name);
	await mkdir(place);
	for (const number of [1, 3])
		await writeFile(join(place, `card-${number}-of-3.txt`), await readFile(at('cards', `card-${number}-of-3.txt`)));
	return place;
}

describe('by hand, with age, python3 and coreutils', () => {
	test('the commands are the same in both languages', async () => {
		const [en, ru] = await blocksOfPage();
		expect(en?.length).toBe(10);
		expect(ru).toEqual(en);
	});

	test('the page as written opens every original from two cards and the backup', async ({ skip }) => {
		needs(tools, 'age python3', skip);
		const [blocks = []] = await blocksOfPage();
		const place = await withCards('by-hand');
		const commands = blocks.filter(({ step }) => step !== '2a');
		const printed = await followed(place, commands, { BACKUP: at('backup') });
		const publicKey = /^age1.*$/m.exec(await readFile(at('cards', 'card-2-of-3.txt'), 'utf8'))?.[0] as string;
		expect(printed).toContain(publicKey);
		expect(printed).not.toContain('NOT OPENED');
		expect(await hashesIn(join(place, 'opened'))).toEqual([...originals.values()].sort());
		expect((await readdir(join(place, 'working'))).length).toBe(1);
		expect((await stat(join(place, 'recovery.key'))).mode & 0o777).toBe(0o600);
		// Begun again, or its last step alone, it changes nothing.
		await followed(place, commands, { BACKUP: at('backup') });
		expect(await hashesIn(join(place, 'opened'))).toEqual([...originals.values()].sort());
		const last = commands.filter(({ step }) => step === '4');
		await followed(place, last, {});
		expect(await hashesIn(join(place, 'opened'))).toEqual([...originals.values()].sort());
	});

	// The folders of several backups have names without an order: what was made of a film may stand before the film. And anybody who
	// had the backup in hand can seal what they like to the recovery key's public half, and name a place for it.
	test('it does so in whatever order the backups’ lines come, and writes nowhere else, whatever they say', async ({
		skip,
	}) => {
		needs(tools, 'age python3', skip);
		const [blocks = []] = await blocksOfPage();
		const place = await withCards('by-hand-turned');
		const lines: string[] = [];
		for await (const path of glob('objects/by-hand=/*/*.tsv', { cwd: at('backup') }))
			lines.push(...(await readFile(at('backup', path), 'utf8')).trimEnd().split('\n'));
		lines.sort();
		expect(lines[0]).toMatch(/^examination\t/);
		expect(lines.at(-1)).toMatch(/^original\t/);
		const elsewhere = lines.flatMap((line) => {
			const cells = line.split('\t');
			return [cells.with(1, '../../escaped').join('\t'), cells.with(2, '../../escaped').join('\t')];
		});
		const turned = join(place, 'backup/objects');
		await mkdir(join(turned, 'by-hand=/one'), { recursive: true });
		await writeFile(join(turned, 'by-hand=/one/0.tsv'), `${[...elsewhere, ...lines].join('\n')}\n`);
		await symlink(at('backup/objects/o='), join(turned, 'o='));
		const printed = await followed(
			place,
			blocks.filter(({ step }) => step !== '2a'),
			{ BACKUP: join(place, 'backup') },
		);
		expect(await readdir(archive.folder)).not.toContain('escaped');
		expect(printed).toMatch(new RegExp(`^ *${3 * lines.length} lines\\.tsv\n *${lines.length} bodies\\.tsv$`, 'm'));
		expect(await hashesIn(join(place, 'opened'))).toEqual([...originals.values()].sort());
	});

	test('the page’s program names a mistyped line, too few cards, and cards of two splittings', async ({ skip }) => {
		needs(tools, 'age python3', skip);
		const [blocks = []] = await blocksOfPage();
		await writeFile(at('join.py'), blocks.find(({ kind }) => kind === 'python')?.text as string);
		const join = (...cards: string[]) => spawnSync('python3', [at('join.py'), ...cards], { encoding: 'utf8' });
		const text = await readFile(at('cards', 'card-1-of-3.txt'), 'utf8');
		const letter = /^5 {2}(.)/m.exec(text)?.[1];
		await writeFile(at('typo.txt'), text.replace(/^5 {2}./m, `5  ${letter === 'X' ? 'Y' : 'X'}`));
		expect(join(at('typo.txt'), at('cards', 'card-2-of-3.txt')).stderr).toContain('line 5 is missing or mistyped');
		const one = at('cards', 'card-1-of-3.txt');
		expect(join(one, one).stderr).toContain('2 different cards are needed, 1 given');
		expect(join(one).stdout).toBe('');
	});
});

describe('custos recover', () => {
	const recover = (out: string, ...more: string[]) =>
		archive.custos('nobody', 'recover', at('backup'), '--key', at('recovery.key'), '--out', at(out), ...more);

	test('opens every original, says how each end is known, and goes on where it ended', async () => {
		await asked(
			archive,
			'nobody',
			'recover-key',
			at('cards/card-2-of-3.txt'),
			at('cards/card-3-of-3.txt'),
			'--out',
			at('recovery.key'),
		);
		const { log } = (await asked(archive, me, 'status')) as { log: string };
		const done = await asked(
			archive,
			'nobody',
			'recover',
			at('backup'),
			'--key',
			at('recovery.key'),
			'--out',
			at('opened'),
			'--log-key',
			log,
		);
		expect(done).toMatchObject({ number: 2, items: 4, opened: 4, before: 0, faults: [] });
		expect(await hashesIn(at('opened/items'))).toEqual([...originals.values()].sort());
		const table = await readFile(at('opened/items.tsv'), 'utf8');
		for (const [name, hash] of originals)
			expect(table).toMatch(
				new RegExp(`opened\\t\\d+\\t${name === 'yard.avi' ? 'examined' : 'last-byte'}\\t${hash}$`, 'm'),
			);

		const [first] = await readdir(at('opened/items'));
		await rm(at('opened/items', first as string));
		const again = JSON.parse((await recover('opened', '--json')).out) as object;
		expect(again).toMatchObject({ opened: 1, before: 3 });
		expect((await recover('elsewhere', '--json', '--case', 'ffffffffffffffff')).out).toContain('"items":0');
	});

	test('another key, and another log key, are refused before anything is written', async () => {
		await writeFile(at('other.key'), encodeSecretKey(platform.randomBytes(32)));
		const wrong = ['recover', at('backup'), '--key', at('other.key'), '--out', at('nothing')];
		expect(await archive.custos('nobody', ...wrong)).toMatchObject({ code: 1 });
		const { log } = (await asked(archive, me, 'status')) as { log: string };
		const other = formatKey('custos/another', parseKey(log).publicKey);
		const refused = await recover('nothing', '--log-key', other);
		expect(refused.code).toBe(1);
		expect(refused.err).not.toContain('not a whole one');
		expect(await readdir(archive.folder)).not.toContain('nothing');
	});

	test('a damaged object is named, and the rest is opened', async () => {
		const objects = [];
		for await (const path of glob('objects/o=/*/*', { cwd: at('backup') })) objects.push(path);
		const sizes = await Promise.all(objects.map(async (path) => (await stat(at('backup', path))).size));
		const path = at('backup', objects[sizes.indexOf(Math.max(...sizes))] as string);
		const bytes = await readFile(path);
		bytes[70_000] = (bytes[70_000] as number) ^ 1;
		await writeFile(path, bytes);
		const ran = await recover('in-part', '--json');
		expect(ran.code).toBe(1);
		const done = JSON.parse(ran.out) as { opened: number; faults: { item: string }[] };
		expect(done.opened + done.faults.length).toBe(4);
		expect(done.faults.length).toBeGreaterThan(0);
		for (const { item } of done.faults)
			expect(await readFile(at('in-part/items.tsv'), 'utf8')).toMatch(new RegExp(`^${item}\\t\\w+\\tdamaged`, 'm'));
	});

	test('an entry that was changed in the backup opens nothing', async () => {
		// Both the chunk and the manifest that names its hash: whoever keeps the backup could do that.
		const manifests = at('backup/objects/manifest=');
		const newest = join(manifests, (await readdir(manifests)).sort().at(-1) as string);
		const manifest = JSON.parse((await readFile(newest, 'utf8')).slice(65)) as {
			chunks: { table: string; key: string; sha256: string }[];
		};
		const chunk = manifest.chunks.find(({ table }) => table === 'ledger.bodies') as { key: string; sha256: string };
		const path = at(
			'backup/objects',
			...chunk.key
				.split('/')
				.slice(0, -1)
				.map((one) => `${one}=`),
			chunk.key.split('/').at(-1) as string,
		);
		const bytes = await readFile(path);
		const place = bytes.indexOf('"offset":0') + '"offset":'.length;
		bytes[place] = '1'.charCodeAt(0);
		await writeFile(path, bytes);
		chunk.sha256 = sha256(bytes);
		const body = JSON.stringify(manifest);
		await writeFile(newest, `${sha256(Buffer.from(body))}\n${body}`);
		const ran = await recover('nothing');
		expect(ran).toMatchObject({
			code: 1,
			err: expect.stringMatching(/entry \d+ of the backup is not what its leaf commits to/),
		});
		expect(await readdir(archive.folder)).not.toContain('nothing');
	});
});
