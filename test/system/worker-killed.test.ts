import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openedDatabase } from './opened-database.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

// A media worker dies in the middle of a film. Its item is taken up again by the one that is started in its place.

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
});
afterAll(() => archive?.stop());

test('an item that a killed worker held is taken up again, kept once and examined once', async () => {
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	const film = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=60', '-c:v', 'libx264', '-preset', 'ultrafast'];
	await promisify(execFile)('ffmpeg', ['-v', 'error', ...film, join(disk, 'yard.mp4')]);
	const client = await openedDatabase(archive);
	const events = async (type: string): Promise<unknown[]> => {
		const { rows } = await client.query(
			`select skeleton from ledger.entries where skeleton like '%"type":"item.${type}"%' order by idx`,
		);
		return rows;
	};
	try {
		const put = archive.spawnCustos('investigator', 'put', disk, '--case', 'GUL');
		await expect.poll(() => events('examining'), { timeout: 60_000, interval: 20 }).toHaveLength(1);
		process.kill((await archive.pids()).get('media') as number, 'SIGKILL');
		expect(await events('examined')).toEqual([]);
		await expect.poll(() => events('examined'), { timeout: 120_000, interval: 250 }).toHaveLength(1);
		expect(await events('examining')).toHaveLength(2);
		expect((await put.ended).code).toBe(0);
		expect([(await events('kept')).length, (await events('failed')).length]).toEqual([1, 0]);
		const { items } = await asked(archive, 'investigator', 'ls', '--case', 'GUL');
		expect((items as { state: string }[]).map(({ state }) => state)).toEqual(['examined']);
	} finally {
		await client.end();
	}
}, 240_000);
