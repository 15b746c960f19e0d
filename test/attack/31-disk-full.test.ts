import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { canActAsOther, otherUser } from '../system/embedded/other-user.ts';

/** What a script says that runs on a small disk of its own; `as`: a command that runs it. */
async function onSmallDisk(script: URL, MiB: number, as: readonly string[] = []): Promise<unknown> {
	const root = await mkdtemp(join(tmpdir(), 'custos-full-'));
	try {
		const disk = ['--dev-bind', '/', '/', '--perms', '1777', '--size', String(MiB * 1024 * 1024), '--tmpfs', root];
		const run = [process.execPath, fileURLToPath(script), root];
		const { stdout } = await promisify(execFile)('bwrap', [...disk, ...as, ...run]);
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

test('31: an archive whose disk is full gives no receipt it does not keep, and goes on when there is space again', async () => {
	// Root's database would lie elsewhere.
	const ordinary = ['setpriv', '--reuid', `${otherUser.uid}`, '--regid', `${otherUser.gid}`, '--clear-groups'];
	const said = await onSmallDisk(new URL('full-disk-archive.ts', import.meta.url), 320, canActAsOther ? ordinary : []);
	expect(said).toMatchObject({ empty: 'done', noReceipts: 0, room: 'done', receiptsHold: true, audit: true });
	expect(said).toMatchObject({ nothingLost: true, told: true });
	for (const met of ['full', 'stillFull'] as const)
		expect(['disk-full', 'unavailable']).toContain((said as Record<string, unknown>)[met]);
});
