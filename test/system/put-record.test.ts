import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asked, foundWithCase, type Ran, type Running, startArchive } from './running.ts';

let archive: Running;
let disk: string;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	disk = join(archive.folder, 'disk');
	await mkdir(disk);
	await writeFile(join(disk, 'letter.txt'), 'a letter');
});
afterAll(() => archive?.stop());

async function record(content: string): Promise<string> {
	const path = join(archive.folder, 'record.yaml');
	await writeFile(path, content);
	return path;
}

const put = (...args: string[]): Promise<Ran> =>
	archive.custos('investigator', '--json', 'put', disk, '--case', 'GUL', ...args);
const said = ({ out }: Ran): { [name: string]: unknown } => JSON.parse(out) as { [name: string]: unknown };

test('a record that comes after its files is said not to be taken; --again takes it; the same once more is no fault', async () => {
	expect(said(await put())).toMatchObject({ recordTaken: null });
	const path = await record('receivedHow: on a disk\n');
	const late = await put('--intake', path);
	expect(late).toMatchObject({ code: 1, err: expect.stringMatching(/THE INTAKE RECORD WAS NOT TAKEN.*--again/) });
	expect(said(late)).toMatchObject({ intake: null, recordTaken: false });
	const again = await put('--intake', path, '--again');
	expect(again).toMatchObject({ code: 0, err: expect.not.stringContaining('NOT TAKEN') });
	const { kept, recordTaken } = said(again) as { kept: { item: string }[]; recordTaken: boolean };
	expect(recordTaken).toBe(true);
	const shown = await asked(archive, 'investigator', 'show', kept[0]?.item as string);
	expect(shown['intake']).toMatchObject({ record: { receivedHow: 'on a disk' } });
	const same = await put('--intake', path);
	expect(same).toMatchObject({ code: 0, err: expect.not.stringContaining('NOT TAKEN') });
	expect(said(same)).toMatchObject({ intake: null, recordTaken: true });
	expect(await put('--intake', await record('receivedHow: found\n'), '--no-wait')).toMatchObject({ code: 1 });
});
