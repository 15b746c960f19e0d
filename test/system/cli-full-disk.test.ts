import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asked, foundWithCase, type Ran, type Running, startArchive } from './running.ts';

/** What is written elsewhere, onto a disk that takes no more: the disk is named, and nothing half-made stays on it. */

const cli = fileURLToPath(new URL('../../src/cli/custos.ts', import.meta.url));
let archive: Running;

const small = (KiB: number): string[] => ['--size', String(KiB * 1024), '--tmpfs'];

beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	await writeFile(join(archive.folder, 'letter.txt'), 'we were here');
	await asked(archive, 'investigator', 'put', join(archive.folder, 'letter.txt'), '--case', 'GUL');
}, 300_000);
afterAll(() => archive.stop());

/** A command of the investigator's to whom DISK is a disk of this kind; and the names that are left on it. */
async function onDisk(kind: readonly string[], disk: string, ...args: string[]): Promise<Ran & { left: string[] }> {
	await mkdir(disk, { recursive: true });
	const way = ['--dev-bind', '/', '/', ...kind, disk];
	const script = 'disk=$1; shift; "$@"; code=$?; ls -A "$disk" >&3; exit $code';
	const custos = [process.execPath, cli, '--home', archive.profile('investigator'), ...args];
	const child = spawn('bwrap', [...way, 'sh', '-c', script, 'sh', disk, ...custos], {
		cwd: archive.folder,
		env: {
			...process.env,
			CUSTOS_HOME: archive.home,
			CUSTOS_PASSPHRASE: 'the passphrase of investigator',
			CUSTOS_SCRYPT_LOGN: '10',
			LANG: 'C',
		},
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
	});
	const said = ['', '', '', ''];
	for (const n of [1, 2, 3])
		child.stdio[n]?.on('data', (data: Buffer) => {
			said[n] += data.toString();
		});
	const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
	const [, out = '', err = '', left = ''] = said;
	return { code, signal, out, err, left: left.split('\n').filter((name) => name !== '') };
}

test.each(['--zip', '--out'])('a report made with %s that finds no room says so, and leaves nothing', async (kind) => {
	const disk = join(archive.folder, 'stick');
	const ran = await onDisk(small(256), disk, '--json', 'report', 'GUL', kind, join(disk, 'bag'));
	expect(ran).toMatchObject({
		code: 1,
		err: expect.stringContaining('custos: the disk is full: make room and repeat the command'),
		left: [],
	});
});

test('a backup that finds no room names its folder', async () => {
	const disk = join(archive.folder, 'elsewhere');
	expect(await onDisk(small(64), disk, 'backup', join(disk, 'copy'))).toMatchObject({
		code: 1,
		err: expect.stringContaining(
			`custos: the disk of ${join(disk, 'copy')} is full: make room there, or name a folder on another disk`,
		),
	});
});

test('a backup on a read-only disk is recovered from, and restored', async () => {
	const copy = join(archive.folder, 'a-backup');
	await mkdir(copy);
	expect(await onDisk(['--bind', copy], copy, 'backup', copy)).toMatchObject({ code: 0 });
	const out = join(archive.folder, 'recovered');
	const key = join(archive.folder, 'recovery.key');
	const recovered = await onDisk(['--ro-bind', copy], copy, 'recover', copy, '--key', key, '--out', out);
	expect(recovered).toMatchObject({ code: 0 });
	const [item = ''] = await readdir(join(out, 'items'));
	expect(await readFile(join(out, 'items', item), 'utf8')).toBe('we were here');
	// The new machine's database is another user's where root restores.
	const second = ['--setenv', 'CUSTOS_HOME', join(archive.folder, 'second'), '--cap-add', 'ALL', '--ro-bind', copy];
	const restored = await onDisk(second, copy, 'restore', copy, '--recovery', key, '--nothing-newer');
	for (const place of /the database is in (\S+):/.exec(restored.err)?.slice(1) ?? [])
		await rm(place, { recursive: true, force: true });
	expect(restored).toMatchObject({
		code: 0,
		out: expect.stringContaining('audited from the first to the last'),
	});
});

test('a backup onto a read-only disk names its folder, and does not say that the archive is away', async () => {
	const disk = join(archive.folder, 'read-only');
	await mkdir(join(disk, 'objects'), { recursive: true });
	expect(await onDisk(['--ro-bind', disk], disk, '--lang', 'ru', 'backup', disk)).toMatchObject({
		code: 1,
		err: expect.stringContaining(`диск с папкой ${disk} доступен только для чтения`),
		left: ['objects'],
	});
});
