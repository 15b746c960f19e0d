import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CustodyReport } from '../../src/report/verify/report-model.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
});
afterAll(() => archive?.stop());

test('a recording whose end is missing is examined, and where it is shown stands that the tools complained', async () => {
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	const whole = join(archive.folder, 'whole.mp4');
	const input = ['-f', 'lavfi', '-i', 'testsrc2=duration=8:size=320x240:rate=25'];
	const output = ['-c:v', 'libx264', '-g', '25', '-pix_fmt', 'yuv420p', '-movflags', '+faststart', whole];
	execFileSync('ffmpeg', ['-loglevel', 'error', ...input, ...output]);
	const bytes = await readFile(whole);
	await writeFile(join(disk, 'cut.mp4'), bytes.subarray(0, Math.floor(bytes.length * 0.6)));
	await writeFile(join(disk, 'whole.mp4'), bytes);
	const said = await asked(archive, 'investigator', 'put', disk, '--case', 'GUL');
	const items = said['kept'] as { item: string; path: string }[];
	const itemOf = (name: string): string => items.find(({ path }) => path.endsWith(name))?.item ?? '';
	const shown = (name: string) => asked(archive, 'investigator', 'show', itemOf(name));
	for (const name of ['cut.mp4', 'whole.mp4'])
		await expect.poll(async () => (await shown(name))['state'], { timeout: 120_000, interval: 1000 }).toBe('examined');
	expect((await shown('whole.mp4'))['warnings']).toEqual([]);
	const { warnings } = (await shown('cut.mp4')) as { warnings?: string[] };
	expect(warnings).toContainEqual(expect.stringMatching(/^command \d+ went on after \d+ complaints$/));
	const spoken = await archive.custos('investigator', 'show', itemOf('cut.mp4'));
	const listed = (await archive.custos('investigator', 'ls', '--case', 'GUL')).out.split('\n');
	expect(listed.find((line) => line.includes('cut.mp4'))).toContain('(examined with remarks, see `custos show`)');
	expect(listed.find((line) => line.includes('whole.mp4'))).not.toContain('remarks');
	expect(spoken.out).toMatch(/^The tools said +command \d+ went on after \d+ complaints/m);

	const bag = join(archive.folder, 'bag');
	const made = await asked(
		archive,
		'investigator',
		'report',
		'GUL',
		'--out',
		bag,
		'--purpose',
		'p',
		'--recipient',
		'r',
	);
	expect(made).toMatchObject({ verified: true });
	const report = CustodyReport.parse(JSON.parse(await readFile(join(bag, 'data/report.json'), 'utf8')));
	const remarked = report.technical.items.filter((one) => one.warnings !== undefined);
	expect(remarked).toMatchObject([{ item: itemOf('cut.mp4'), warnings }]);
}, 300_000);
