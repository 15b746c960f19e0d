import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, open, readdir, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFilesStore } from '../../src/store/files-store.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
});
afterAll(() => archive?.stop());

interface PutAnswer {
	kept: { item: string; path: string; size: number }[];
	before: { path: string }[];
	failed: { path: string; reason: string }[];
	skipped: { path: string; reason: string }[];
	same: { path: string; as: string }[];
	changed: string[];
	closed: number | null;
	stated: { same: number; listedSame: unknown[] } | null;
}

async function put(...args: string[]): Promise<PutAnswer & { code: number | null; err: string }> {
	const ran = await archive.custos('investigator', '--json', 'put', ...args, '--case', 'GUL');
	if (ran.out === '') throw new Error(ran.err);
	return { code: ran.code, err: ran.err, ...(JSON.parse(ran.out) as PutAnswer) };
}

async function folder(name: string): Promise<string> {
	const path = join(archive.folder, 'disks', name);
	await mkdir(path, { recursive: true });
	return path;
}

const paths = (list: readonly { path: string }[]): string[] => list.map((one) => one.path).sort();

test('every odd file is kept once or listed with the reason', async () => {
	const disk = await folder('odd');
	const longest = `${'д'.repeat(125)}long1`;
	expect(Buffer.byteLength(longest)).toBe(255);
	const good = [
		'empty',
		'new\nline.txt',
		longest,
		'.hidden',
		'-rf',
		'a "quoted" \\ name',
		'e\u0301 and \u00e9',
		'\u202egpj.exe',
		' ',
	];
	for (const [i, name] of good.entries()) await writeFile(join(disk, name), name === 'empty' ? '' : `content ${i}`);
	await writeFile(
		Buffer.concat([Buffer.from(`${disk}/`), Buffer.from([0x66, 0xff, 0xfe, 0x67])]),
		'a name that is not UTF-8',
	);
	await mkdir(join(disk, 'deep/er'), { recursive: true });
	await writeFile(join(disk, 'deep/er/file'), 'deep');
	await writeFile(join(archive.folder, 'outside.txt'), 'must not be taken');
	await symlink(join(archive.folder, 'outside.txt'), join(disk, 'link to a file'));
	await symlink(archive.folder, join(disk, 'link to a folder'));
	await symlink(disk, join(disk, 'loop'));
	await symlink('nowhere', join(disk, 'broken link'));
	spawnSync('mkfifo', [join(disk, 'pipe')]);
	const server = createServer().listen(join(disk, 'socket'));
	await once(server, 'listening');
	const device = spawnSync('mknod', [join(disk, 'device'), 'c', '1', '5']).status === 0;
	try {
		const said = await put(disk);
		expect(said.failed).toEqual([]);
		expect(paths(said.kept)).toEqual(
			[...good.map((name) => `odd/${name}`), 'odd/deep/er/file', 'odd/f\ufffd\ufffdg'].sort(),
		);
		expect(paths(said.skipped)).toEqual(
			[
				'broken link',
				...(device ? ['device'] : []),
				'link to a file',
				'link to a folder',
				'loop',
				'pipe',
				'socket',
			].map((name) => `odd/${name}`),
		);
		expect(said.code).toBe(0);
		const listed = (await asked(archive, 'investigator', 'ls', '--case', 'GUL')) as {
			items: { path: string; size: number; kept: boolean }[];
		};
		for (const { path } of said.kept)
			expect(
				listed.items.filter((one) => one.path === path && one.kept),
				path,
			).toHaveLength(1);
		expect(listed.items.find((one) => one.path === 'odd/empty')?.size).toBe(0);
	} finally {
		server.close();
	}
});

test('what cannot be read is listed with the reason, and --retry-failed takes only that', async () => {
	const disk = await folder('failing');
	await writeFile(join(disk, 'good'), 'good');
	await symlink('good', join(disk, 'gone'));
	const missing = join(archive.folder, 'disks/not there yet');
	const record = join(archive.folder, 'record.yaml');
	await writeFile(record, 'receivedHow: on a disk, handed over\n');
	const first = await put(disk, missing, '--intake', record);
	expect(first).toMatchObject({ code: 1, failed: [{ path: 'not there yet', reason: 'missing' }] });
	expect(paths(first.kept)).toEqual(['failing/good']);
	await writeFile(missing, 'now it is');
	await writeFile(join(disk, 'new'), 'not asked for');
	const second = await put(disk, missing, '--retry-failed');
	expect(second).toMatchObject({ code: 0, failed: [] });
	expect(paths(second.kept)).toEqual(['not there yet']);
	// A second delivery, and nothing new is known of it.
	const shown = await asked(archive, 'investigator', 'show', second.kept[0]?.item as string);
	expect(shown['intake']).toMatchObject({
		record: { receivedHow: 'on a disk, handed over', receivedWhen: 'not known' },
	});
	const third = await put(disk, missing);
	expect(paths(third.kept)).toEqual(['failing/new']);
	expect(paths(third.before)).toEqual(['failing/good', 'not there yet']);
});

test('a link that was named itself is followed, those below it are not', async () => {
	const disk = await folder('behind a link');
	await writeFile(join(disk, 'letter'), 'behind a link');
	await symlink(join(archive.folder, 'record.yaml'), join(disk, 'link'));
	const named = join(archive.folder, 'disks/named');
	await symlink(disk, named);
	const said = await put(named);
	expect(said).toMatchObject({ code: 0, failed: [], skipped: [{ path: 'named/link', reason: 'symbolic-link' }] });
	expect(paths(said.kept)).toEqual(['named/letter']);
});

test('a file that its system calls empty, and that holds bytes, is listed and not taken as empty', async () => {
	const disk = await folder('told empty');
	await writeFile(join(disk, 'good'), 'good');
	const said = await put(disk, '/proc/version');
	expect(said).toMatchObject({
		code: 1,
		failed: [{ path: 'version', reason: 'the file is said to be empty and is not' }],
	});
	expect(paths(said.kept)).toEqual(['told empty/good']);
	const spoken = await archive.custos('investigator', '--lang', 'ru', 'put', '/proc/version', '--case', 'GUL');
	expect(spoken.err).toContain('система называет его пустым, а он не пуст');
});

test('a file that grows while it is read is not taken half; when it stands still it is', async () => {
	const disk = await folder('growing');
	const file = join(disk, 'recording.mp4');
	await writeFile(file, Buffer.alloc(24 * 2 ** 20, 7));
	await writeFile(join(disk, 'still'), 'still');
	let growing = true;
	const grow = (async () => {
		while (growing) await appendFile(file, 'x');
	})();
	const first = await put(disk);
	growing = false;
	await grow;
	expect(first.code).toBe(1);
	expect(first.failed).toEqual([
		{ path: 'growing/recording.mp4', reason: expect.stringMatching(/changed while it was read/) as string },
	]);
	expect(paths(first.kept)).toEqual(['growing/still']);
	const second = await put(disk, '--retry-failed');
	expect(second).toMatchObject({ code: 0, failed: [] });
	expect(paths(second.kept)).toEqual(['growing/recording.mp4']);
});

test('a file cut short while it is read is listed, not taken', async () => {
	const disk = await folder('shrinking');
	const file = join(disk, 'recording.mp4');
	await writeFile(file, Buffer.alloc(64 * 2 ** 20, 7));
	const running = archive.spawnCustos('investigator', '--json', 'put', disk, '--case', 'GUL');
	const journals = join(archive.profile('investigator'), 'puts');
	const before = await sizeOf(journals);
	while ((await sizeOf(journals)) < before + 600) await new Promise((resolve) => setImmediate(resolve));
	await truncate(file, 2 ** 20);
	const ran = await running.ended;
	expect(ran.code).toBe(1);
	expect((JSON.parse(ran.out) as PutAnswer).failed).toHaveLength(1);
});

test('the same content twice is received as what it is, and said to be the same', async () => {
	const disk = await folder('twice');
	await mkdir(join(disk, 'copy'));
	for (const name of ['letter.txt', 'copy/letter.txt', 'third.txt'])
		await writeFile(join(disk, name), 'the same letter');
	const said = await put(disk);
	expect(said.code).toBe(0);
	expect(said.kept).toHaveLength(3);
	expect(said.same).toHaveLength(2);
	const [first] = said.same;
	expect(said.same.every((one) => one.as === first?.as)).toBe(true);
	expect(await put(disk)).toMatchObject({ kept: [], closed: null, code: 0 });
	const again = await put(disk, '--again');
	expect([again.kept.length, again.same.length]).toEqual([3, 3]);

	const later = await folder('later');
	await writeFile(join(later, 'found.txt'), 'the same letter');
	const elsewhere = await put(later);
	const { code, out } = await archive.custos('investigator', '--json', 'ls', '--case', 'GUL');
	expect(code).toBe(0);
	const { items } = JSON.parse(out) as { items: { item: string; path: string; sameContent: string | null }[] };
	const letters = items.filter((one) => /^(twice|later)\//.test(one.path));
	expect(letters.map((one) => one.sameContent)).toEqual([null, ...Array(6).fill(letters[0]?.item)]);
	const { path: as = '', item = '' } = letters[0] ?? {};
	expect(elsewhere.same).toEqual([{ path: 'later/found.txt', as, item }]);
	// What the ledger keeps of this delivery names nothing of another one.
	expect(elsewhere.stated).toMatchObject({ same: 0, listedSame: [] });

	const other = await folder('other');
	await writeFile(join(other, 'sent.txt'), 'the same letter');
	const spoken = await archive.custos('investigator', 'put', other, '--case', 'GUL', '--no-wait');
	expect(spoken.out).toContain(`1 file has the same content as another; each is an item of its own:
  other/sent.txt  =  ${as} (${item.slice(0, 8)})`);
	// Sizes are those of the files, not of what is sent of them.
	expect(spoken.err).toContain('sealing and sending  1/1  15 B/15 B');
});

test('nested roots are met once; a file that has changed since is taken anew and said so', async () => {
	const disk = await folder('nested');
	await mkdir(join(disk, 'in'));
	await writeFile(join(disk, 'in/file'), 'one');
	expect((await put(disk, join(disk, 'in'), join(disk, 'in/file'))).kept).toHaveLength(1);
	await writeFile(join(disk, 'in/next'), 'another');
	await rename(join(disk, 'in/next'), join(disk, 'in/file'));
	const said = await put(disk, join(disk, 'in'), join(disk, 'in/file'));
	expect(said.changed).toEqual(['nested/in/file']);
	expect(said.kept).toHaveLength(1);
});

test('three thousand small files share pack objects and are all kept', async () => {
	const disk = await folder('letters');
	for (let i = 0; i < 3000; i++) {
		const file = await open(join(disk, `letter ${i}.txt`), 'w');
		await file.write(`letter ${i}`);
		await file.close();
	}
	const store = await createFilesStore({ root: join(archive.home, 'objects'), readOnly: true });
	const objects = async (): Promise<number> => {
		let count = 0;
		for await (const _ of store.list('o/')) count++;
		return count;
	};
	const before = await objects();
	const said = await put(disk);
	expect(said.code).toBe(0);
	expect(new Set(paths(said.kept)).size).toBe(3000);
	// Padded, 256 of them fill an object: twelve, and not three thousand.
	expect((await objects()) - before).toBeLessThanOrEqual(20);
	await rm(disk, { recursive: true });
}, 300_000);

async function sizeOf(path: string): Promise<number> {
	const names = await readdir(path).catch(() => []);
	const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size));
	return sizes.reduce((sum, size) => sum + size, 0);
}
