import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { hasChromium } from './chromium.ts';
import { dropPaths } from './drop.ts';
import { dropzone, type IntakeRoom, openIntakeRoom } from './intake-room.ts';

const WAIT = { timeout: 60_000 };
/** Names that Chromium's handles of folders pass over, and some that they do not. */
const NAMES = [
	'plain.3gp',
	'cam1_2024-03-14 21:40:05.3gp',
	'day 12:00/a.mov',
	'day 12:00/what?/b.mov',
	'<img src=x onerror=alert(1)>.3gp',
	'a"b|c*.3gp',
	'back\\slash.3gp',
	'dot.',
	'space ',
	'CON',
	'nul.txt',
	'film.lnk',
	'site.url',
	'desktop.ini',
	'Thumbs.db',
	'.hidden/.file',
	'.Trash-0/files/gone.avi',
	'plain/inside.3gp',
	'\u202egnp.exe',
	'кам:1.3gp',
];

// A folder is as its owner named it, and a statement of completeness is about all of it.
describe.skipIf(!hasChromium)('intake of names that not every system takes', () => {
	let intake: IntakeRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let home: string;

	beforeAll(async () => {
		intake = await openIntakeRoom();
		({ lead, open, page, home } = intake);
	});
	afterAll(() => intake?.close());

	const start = () => page.getByRole('button', { name: 'Seal and send' }).click();
	const more = () => page.getByRole('button', { name: 'Give something more' }).click();

	/** Presses a button that opens the system's dialog, which answers with a folder. */
	async function chooseWith(button: string, folder: string): Promise<void> {
		const chooser = page.waitForEvent('filechooser');
		await page.getByRole('button', { name: button }).click();
		await (await chooser).setFiles(folder);
	}

	async function makeFolder(name: string, names: readonly string[]): Promise<string> {
		const folder = join(home, name);
		for (const path of names) {
			await mkdir(join(folder, path, '..'), { recursive: true });
			await writeFile(join(folder, path), `${name} ${path}`);
		}
		await mkdir(join(folder, 'empty'));
		return folder;
	}

	/** Every file that lies there, as the page and the catalogue name it. */
	async function onDisk(folder: string): Promise<string[]> {
		const all = await readdir(folder, { recursive: true, withFileTypes: true });
		const files = all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
		return files.map((path) => `${basename(folder)}/${relative(folder, path)}`).sort();
	}

	async function expectWhole(folder: string): Promise<void> {
		const wanted = await onDisk(folder);
		expect(wanted).toHaveLength(NAMES.length);
		await page.getByText(`${wanted.length} files, `).waitFor();
		await start();
		await page.getByText(`All ${wanted.length} files are received and kept`).waitFor(WAIT);
		const items = (await catalogue(lead, open)).flatMap((one) => (one.unreadable || !one.kept ? [] : [one.path]));
		expect(items.filter((path) => path.startsWith(`${basename(folder)}/`)).sort()).toEqual(wanted);
	}

	test('a folder that is dropped is taken whole, whatever its files and folders are called', async () => {
		const folder = await makeFolder('dropped', NAMES);
		await dropPaths(page, dropzone(page), [folder]);
		// Its handle does not show all of it, so the way to it is not kept.
		await page.getByText('choose the same folder again: this browser cannot find it by itself').waitFor();
		await expectWhole(folder);
	});

	test('so is one that is chosen with the button', async () => {
		const folder = await makeFolder('chosen', NAMES);
		await more();
		await chooseWith('Choose a folder', folder);
		await page.getByText('Compare the number with the folder’s own').waitFor();
		await expectWhole(folder);
	});

	test('the way to a dropped folder is kept where its handle shows all of it', async () => {
		const folder = await makeFolder('plain', ['one.3gp', 'in/two.3gp']);
		await more();
		await dropPaths(page, dropzone(page), [folder]);
		await page.getByText('2 files, ').waitFor();
		await page.getByText('this browser finds the folder again').waitFor();
		await page.getByRole('button', { name: 'Choose something else' }).click();
	});

	test('a name that is no text cannot be read by a browser: it is listed, and the delivery is not complete', async () => {
		const folder = await makeFolder('old disk', ['good.3gp']);
		const old = (name: string): Buffer => Buffer.concat([Buffer.from(`${folder}/${name}`), Buffer.from([0xe9])]);
		await writeFile(old('file'), 'of an old disk');
		await mkdir(old('folder'));
		await dropPaths(page, dropzone(page), [folder]);
		await page.getByText('2 entries cannot be taken').waitFor();
		await page.getByText('1 file, ').waitFor();
		await start();
		await page.getByRole('heading', { name: 'Not complete' }).waitFor(WAIT);
		await page.getByText('2 files are not in the archive').waitFor();
		// The button's list does not show them at all, which makes nothing whole.
		await chooseWith('Choose the folder again and try only these', folder);
		await expect.poll(() => page.getByText(': it is not there any more').count(), WAIT).toBe(2);
		await page.getByText('2 files are not in the archive').waitFor();
	});
});
