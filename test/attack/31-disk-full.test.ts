import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** What a script says that runs on a small disk of its own. */
async function onSmallDisk(script: URL, MiB: number): Promise<unknown> {
	const root = await mkdtemp(join(tmpdir(), 'custos-full-'));
	try {
		const disk = ['--dev-bind', '/', '/', '--size', String(MiB * 1024 * 1024), '--tmpfs', root];
		const { stdout } = await promisify(execFile)('bwrap', [...disk, process.execPath, fileURLToPath(script), root]);
		return JSON.parse(stdout);
	} finally {
		await rm(root, { recursive: true, force: true });
	}
}

test('31: on a full disk the store fails closed and goes on when there is space again', async () => {
	expect(await onSmallDisk(new URL('full-disk.ts', import.meta.url), 24)).toEqual({
		fits: 'done',
		tooMuch: 'disk-full',
		tooMuchAtOnce: 'disk-full',
		temporary: [],
		hopeless: 'disk-full',
		afterHopeless: [],
		filler: 'done',
		lastPart: 'disk-full',
		incomplete: 'size-mismatch',
		complete: 'done',
		keys: ['o/first', 'o/parts'],
		uploads: [],
	});
});

test('31: on a full disk neither the notary’s head and prints nor a put’s journal take a part for the whole', async () => {
	expect(await onSmallDisk(new URL('full-disk-notary.ts', import.meta.url), 1)).toEqual({
		noRoomForHead: 'disk-full',
		afterNoRoom: ['filler'],
		headHasItsPlace: ['done', 'done'],
		head: 2,
		noRoomForPrints: 'disk-full',
		cutBack: [1, 1],
		noRoomToRewrite: 'disk-full',
		drafts: [],
		prints: ['done', 2],
		noRoomForJournal: 'ENOSPC',
		andNoMore: 'ENOSPC',
		journal: [1, 'done'],
		journalAgain: ['a', 'd'],
	});
});
