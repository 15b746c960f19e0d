import { spawnSync } from 'node:child_process';
import { access, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeDatabase } from '../../src/entry/home.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { copyObject } from '../../workers/backup/copy-object.ts';
import { asSuperuser } from '../attack/spoiled-archive.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

/** `audit`, `backup` and `restore` on the archive's own machine, beside the running archive and without one. */

let archive: Running;
let copy: string;
const elsewhere: string[] = [];

beforeAll(async () => {
	archive = await startArchive();
	copy = join(archive.folder, 'copy');
	await foundWithCase(archive);
	process.env['CUSTOS_HOME'] = archive.home;
});
afterAll(async () => {
	delete process.env['CUSTOS_HOME'];
	await archive.stop();
	for (const folder of elsewhere) await rm(folder, { recursive: true, force: true });
});

test('the running archive is audited, against the key its steward pinned', async () => {
	const result = await asked(archive, 'investigator', 'audit');
	expect(result).toMatchObject({ ok: true });
	expect((result['checked'] as { signatures: number }).signatures).toBe(result['entries']);
	const other = await archive.custos('investigator', 'audit', '--log-key', 'custos/other+00000000+AAAA');
	expect(other).toMatchObject({ code: 1, err: expect.stringContaining('another log key than the one you trust') });
});

test('a row that somebody changed is put right beside the running archive, and named', async () => {
	expect(await asked(archive, 'investigator', 'audit', '--quick', '--repair')).toMatchObject({
		ok: true,
		repaired: { prints: true, mended: [] },
	});
	const database = await homeDatabase(archive.home, () => undefined);
	await asSuperuser(database.url(database.superuser), `update members set role = 'reader'`, []);
	expect(await archive.custos('investigator', 'audit', '--quick')).toMatchObject({ code: 1 });
	const mended = await archive.custos('investigator', 'audit', '--quick', '--repair');
	expect(mended).toMatchObject({ code: 0, out: expect.stringMatching(/ {2}members {2}\w+\/\w+ {2}was changed\n/) });
	expect(await asked(archive, 'investigator', 'audit', '--quick')).toMatchObject({ ok: true });
});

test('a backup is taken beside the running archive, and again only what is new', async () => {
	expect(await asked(archive, 'investigator', 'backup', copy)).toMatchObject({ number: 1, faults: [] });
	expect(await asked(archive, 'investigator', 'backup', copy)).toMatchObject({ number: 2, added: 0, copied: 0 });
});

test('what a backup that was cut off left in the folder days ago is gone after the next one', async () => {
	const temporary = join(copy, 'temporary');
	for (const name of ['old', 'young']) await writeFile(join(temporary, name), 'half of a body');
	const before = Date.now() / 1000 - 2 * 86_400;
	await utimes(join(temporary, 'old'), before, before);
	await asked(archive, 'investigator', 'backup', copy);
	expect(await readdir(temporary)).toEqual(['young']);
	await rm(join(temporary, 'young'));
});

test('a backup goes into no folder that holds other things', async () => {
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	await writeFile(join(disk, 'footage.mp4'), 'evidence');
	expect(await archive.custos('investigator', 'backup', disk)).toMatchObject({
		code: 1,
		err: expect.stringContaining(`${disk} holds other things, and no backup`),
	});
	expect(await readdir(disk)).toEqual(['footage.mp4']);
	const inFile = join(disk, 'footage.mp4', 'copy');
	expect(await archive.custos('investigator', 'backup', inFile)).toMatchObject({
		code: 1,
		err: expect.stringContaining(join(disk, 'footage.mp4')),
	});
	const recovery = join(archive.folder, 'recovery.key');
	const restore = (...words: string[]) => archive.custos('investigator', 'restore', ...words, '--recovery', recovery);
	expect(await restore(disk)).toMatchObject({ code: 1, err: expect.stringContaining(`there is no backup in ${disk}`) });
});

test('a folder without an archive is said to be one, and nothing is made there', async () => {
	process.env['CUSTOS_HOME'] = join(archive.folder, 'nothing');
	expect(await archive.custos('investigator', 'audit')).toMatchObject({
		code: 1,
		err: expect.stringContaining('there is no archive in'),
	});
	process.env['CUSTOS_HOME'] = archive.home;
	await expect(readFile(join(archive.folder, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an empty machine gets the archive back, with the recovery key and no other', async () => {
	const letter = join(archive.folder, 'letter.txt');
	await writeFile(letter, 'a letter');
	await asked(archive, 'investigator', 'put', letter, '--case', 'GUL');
	await asked(archive, 'investigator', 'backup', copy);
	const home = join(archive.folder, 'second');
	process.env['CUSTOS_HOME'] = home;
	const words = ['--recovery', join(archive.folder, 'recovery.key'), '--nothing-newer'];
	try {
		const missing = await archive.custos('investigator', 'restore', copy, '--recovery', join(archive.folder, 'no.key'));
		expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('--recovery names the recovery key') });
		const ninth = await archive.custos('investigator', 'restore', copy, '--number', '9', ...words);
		expect(ninth).toMatchObject({ code: 1, err: expect.stringContaining('there is no backup 9 here') });
		// One that is killed when it has begun: nothing starts there, and the same command begins it again.
		const mark = join(home, 'restoring');
		const killed = archive.spawnCustos('investigator', 'restore', copy, ...words);
		await expect
			.poll(
				() =>
					access(mark).then(
						() => true,
						() => false,
					),
				{ interval: 5, timeout: 60_000 },
			)
			.toBe(true);
		killed.child.kill('SIGKILL');
		elsewhere.push(...(/the database is in (\S+):/.exec((await killed.ended).err)?.slice(1) ?? []));
		const [from, to] = [
			await createFilesStore({ root: copy }),
			await createFilesStore({ root: join(home, 'objects') }),
		];
		for await (const { key, size } of from.list('o/'))
			if ((await to.head(key)) === undefined) await copyObject(from, to, key, size);
		const start = spawnSync(process.execPath, [join(import.meta.dirname, '../../src/entry/start.ts')], {
			env: { ...process.env, PORT: '1' },
			encoding: 'utf8',
		});
		expect(start).toMatchObject({ status: 1, stderr: expect.stringContaining('was broken off') });
		// Nor is anything written over in a store that it never wrote to.
		process.env['S3_BUCKET'] = 'another';
		const other = await archive.custos('investigator', 'restore', copy, ...words);
		delete process.env['S3_BUCKET'];
		expect(other).toMatchObject({ code: 1, err: expect.stringContaining('went into another object store (folder ') });
		elsewhere.push(...(/the database is in (\S+):/.exec(other.err)?.slice(1) ?? []));
		// A second copy that is not there, and that the person goes on without.
		process.env['SECOND_OBJECTS'] = join(archive.folder, 'not-mounted');
		const restored = await archive.custos('investigator', 'restore', copy, ...words);
		delete process.env['SECOND_OBJECTS'];
		expect(restored.out).toMatch(/The second copy \/.*not-mounted was not asked/);
		elsewhere.push(...(/the database is in (\S+):/.exec(restored.err)?.slice(1) ?? []));
		expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('audited from the first to the last') });
		const again = await archive.custos('investigator', 'restore', copy, ...words);
		expect(again).toMatchObject({ code: 1, err: expect.stringContaining('would fork the log') });
		expect(await asked(archive, 'investigator', 'audit')).toMatchObject({ ok: true });
	} finally {
		delete process.env['SECOND_OBJECTS'];
		delete process.env['S3_BUCKET'];
		process.env['CUSTOS_HOME'] = archive.home;
	}
});
