import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stock } from './media-files.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

/** `show --proxy`, `show --out` and `approve --formerly`, each as people type it. */

let archive: Running;
const run = (person: string, ...args: string[]) => archive.custos(person, ...args);
const json = (person: string, ...args: string[]) => asked(archive, person, ...args);

beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	const footage = join(archive.folder, 'disk');
	await mkdir(footage);
	const picture = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=3', '-c:v', 'mpeg4', join(footage, 'yard.avi')];
	execFileSync('ffmpeg', ['-loglevel', 'error', ...picture]);
	await json('investigator', 'put', footage, '--case', 'GUL');
});
afterAll(() => archive.stop());

/** An item is called `item` in all that is said as JSON. */
async function theItem(): Promise<string> {
	const { items } = (await json('investigator', 'ls')) as { items: { item: string; id?: string }[] };
	expect(items).toHaveLength(1);
	expect(items[0]).not.toHaveProperty('id');
	return items[0]?.item as string;
}

test('a playable copy is asked for, waited for, and written as a new file', async () => {
	await expect
		.poll(async () => (await json('investigator', 'status', '--case', 'GUL'))['cases'], {
			timeout: 60_000,
			interval: 500,
		})
		.toMatchObject([{ examined: 1 }]);
	const item = await theItem();
	const out = join(archive.folder, 'yard.mp4');
	const nowhere = await run('investigator', 'show', item, '--proxy', join(archive.folder, 'no/such/a.mp4'));
	expect(nowhere).toMatchObject({ code: 1, err: `custos: there is no ${join(archive.folder, 'no/such')}\n` });
	const made = await run('investigator', 'show', item.slice(0, 8), '--proxy', out, '--purpose', 'to watch it');
	expect(made).toMatchObject({ code: 0, err: expect.stringMatching(/playable copy is asked for, entry \d+/) });
	expect(await stock('ffprobe', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', out)).toBe('h264\n');
	const types = ((await json('investigator', 'history', item))['events'] as { type: string }[]).map((one) => one.type);
	expect(types.slice(-4)).toEqual(['proxy.requested', 'item.examining', 'derivative.made', 'item.opened']);
	expect(await run('investigator', 'show', item, '--proxy', out, '--purpose', 'again')).toMatchObject({
		code: 1,
		err: expect.stringContaining('never overwritten'),
	});
	const again = join(archive.folder, 'again.mp4');
	expect(await json('investigator', 'show', item, '--proxy', again, '--purpose', 'once more')).toMatchObject({
		item,
		proxy: { file: again, size: (await readFile(out)).length },
	});
	expect((await readFile(again)).equals(await readFile(out))).toBe(true);
});

test('pictures that have no place to be written are not opened, and the folder is named', async () => {
	const item = await theItem();
	const before = (await json('investigator', 'history', item))['events'] as unknown[];
	const out = join(archive.folder, 'no/such/pictures');
	expect(await run('investigator', 'show', item, '--out', out, '--purpose', 'faces')).toMatchObject({
		code: 1,
		err: `custos: there is no ${join(archive.folder, 'no/such')}\n`,
	});
	expect(existsSync(join(archive.folder, 'no'))).toBe(false);
	const history = await run('investigator', 'history', item);
	expect(history.out).toMatch(
		new RegExp(`Complete up to event ${before.length}, by the notary’s signed count of \\d{4}-`),
	);
});

test('approve --formerly says whose new keys these are', async () => {
	const join = async (folder: string): Promise<string> => {
		const { invite } = await json('investigator', 'invite', '--role', 'member', '--name', 'Anna');
		return String((await json(folder, 'join', String(invite), '--name', 'Anna'))['person']);
	};
	const old = await join('anna');
	await json('investigator', 'approve', 'Anna');
	const renewed = await join('anna-again');
	for (const wrong of [
		['--formerly', old],
		['--all', '--formerly', old],
	])
		expect(await run('investigator', 'approve', ...wrong)).toMatchObject({ code: 2 });
	const name = `P-${renewed.slice(0, 8)}`;
	expect(await run('investigator', 'approve', name, '--formerly', 'P-00000000')).toMatchObject({ code: 1 });
	const { approved } = await json('investigator', 'approve', name, '--formerly', old);
	expect(approved).toMatchObject([{ person: renewed, formerly: old }]);
	expect((await json('investigator', 'case', 'members', 'GUL'))['counted']).toMatchObject({ events: 3 });
});
