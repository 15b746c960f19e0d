import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canActAsOther, otherUser } from './embedded/other-user.ts';
import { foundWithCase, type Running, startArchive } from './running.ts';

const custos = fileURLToPath(new URL('../../src/cli/custos.ts', import.meta.url));

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	// Root may read everything: then the put is run by somebody else, who owns the investigator's folder.
	if (!canActAsOther) return;
	await chmod(archive.folder, 0o755);
	const { uid, gid } = otherUser;
	spawnSync('chown', ['-R', `${uid}:${gid}`, join(archive.folder, 'people')]);
});
afterAll(() => archive?.stop());

interface PutAnswer {
	kept: { path: string }[];
	failed: { path: string; reason: string }[];
	stated: { kept: number; failed: number; listed: unknown } | null;
}

function put(...args: string[]): PutAnswer & { code: number | null } {
	const words = [custos, '--home', archive.profile('investigator'), '--json', 'put', ...args, '--case', 'GUL'];
	const ran = spawnSync(process.execPath, words, {
		...(canActAsOther ? otherUser : {}),
		cwd: '/',
		env: {
			PATH: process.env['PATH'],
			CUSTOS_PASSPHRASE: 'the passphrase of investigator',
			CUSTOS_SCRYPT_LOGN: '10',
			LANG: 'C',
		},
		encoding: 'utf8',
	});
	if (ran.stdout === '') throw new Error(ran.stderr);
	return { code: ran.status, ...(JSON.parse(ran.stdout) as PutAnswer) };
}

const paths = (list: readonly { path: string }[]): string[] => list.map((one) => one.path).sort();

/** Root in a checkout that nobody else can reach: there is no one here who may not read something. */
const readsEverything = process.getuid?.() === 0 && !canActAsOther;

test.skipIf(readsEverything)(
	'what the system does not let one read is listed, kept in the ledger as not kept, and taken once it can be read',
	async () => {
		const disk = join(archive.folder, 'disk');
		const [secret, locked] = [join(disk, 'secret'), join(disk, 'locked')];
		await mkdir(locked, { recursive: true });
		await mkdir(join(locked, 'deep'));
		await writeFile(join(disk, 'open'), 'everybody may read this');
		await writeFile(secret, 'nobody may read this', { mode: 0o600 });
		await writeFile(join(locked, 'deep/file'), 'nobody comes here');
		if (!canActAsOther) await chmod(secret, 0);
		await chmod(locked, canActAsOther ? 0o700 : 0);
		const failed = [
			{ path: 'disk/locked', reason: 'unreadable' },
			{ path: 'disk/secret', reason: 'unreadable' },
		];
		const first = put(disk);
		expect(first).toMatchObject({ code: 1, failed, stated: { kept: 1, failed: 2, listed: failed } });
		expect(paths(first.kept)).toEqual(['disk/open']);

		await chmod(secret, 0o644);
		await chmod(locked, 0o755);
		await writeFile(join(disk, 'new'), 'not asked for');
		const second = put(disk, '--retry-failed');
		expect(second).toMatchObject({ code: 0, failed: [], stated: { kept: 2, failed: 0, listed: [] } });
		expect(paths(second.kept)).toEqual(['disk/locked/deep/file', 'disk/secret']);
	},
);
