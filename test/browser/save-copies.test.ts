import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { derivedIndex, namesOutside } from '../../src/client/case/derived-files.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { madeProxy } from '../../src/client/play/proxy.ts';
import { readThrough } from '../../src/client/play/read-through.ts';
import { concat, toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { spoil } from '../system/live/spoil.ts';
import { expectAccessible } from './accessible.ts';
import { focusOn, tabTo } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { answerDialog, askedOf, nextDownload, written } from './save-dialog.ts';

/** Of a kind that no browser plays. */
const OLD = '100_0306.AVI';

describe.skipIf(!hasChromium)('working copies, saved as files', () => {
	let room: FilmRoom;
	let film: string;
	let old: string;

	beforeAll(async () => {
		room = await openFilmRoom();
		[film, old] = (await room.take(FILM, OLD)) as [string, string];
	});
	afterAll(() => room?.close());

	const hash = (bytes: Uint8Array | undefined): string => toHex(platform.sha256(bytes ?? new Uint8Array()));
	const openings = async (item: string) =>
		(await eventsOf(room.lead, room.open, 'item', item)).filter(({ entry }) => entry.statement.type === 'item.opened');
	const go = (page: Page, path: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), path);
	const come = async (page: Page, item: string, purpose: string): Promise<void> => {
		await go(page, `/review/${room.open.id}/${item}`);
		await page.getByLabel(/What do you open it for/).fill(purpose);
		await page.keyboard.press('Enter');
	};
	const part = (page: Page) => page.getByRole('region', { name: 'Working copies, as files' });
	/** What the worker made, by the names that it is saved under. */
	const made = async (item: string): Promise<[string, string][]> => {
		const { files = [] } = derivedIndex(room.open, await itemEntries(room.lead, item)) ?? {};
		const names = namesOutside(files);
		return files.map(({ sha256 }, i) => [names[i] as string, sha256]);
	};
	const unzipped = (zip: Uint8Array): [string, string][] =>
		Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, hash(bytes)]);

	test('a reader of the case says what for, is warned, and has all that was made in one zip; the ledger has the opening', async () => {
		const { page } = await room.person(room.other);
		await answerDialog(page, 'file');
		await go(page, `/review/${room.open.id}/${film}`);
		await part(page).getByText('once you have said above what you open them for').waitFor();
		expect(await part(page).getByRole('button').count()).toBe(0);
		await come(page, film, 'to print the faces for the witness');
		await part(page).getByText('they lie on this computer in the clear').waitFor();
		await expectAccessible(page);
		expect(await openings(film)).toEqual([]);

		await part(page).getByRole('button', { name: 'Save the pictures and reports' }).click();
		await part(page).getByText('The pictures and reports are saved').waitFor();
		await part(page).getByText('Working copies, not the original').waitFor();
		await expectAccessible(page);
		expect((await askedOf(page)).suggestedName).toMatch(/-working-copies\.zip$/);
		const folder = `item-${film.slice(0, 8)}-working-copies`;
		const expected = (await made(film)).map(([name, sha256]) => [`${folder}/${name}`, sha256]);
		expect(expected.length).toBeGreaterThan(10);
		expect(expected).toContainEqual([`${folder}/contact-sheet.jpg`, expect.anything()]);
		expect(expected).toContainEqual([expect.stringMatching(/keyframe-\d+_0-0\d-\d\d/), expect.anything()]);
		expect(unzipped((await written(page)) ?? Buffer.alloc(0)).sort()).toEqual(expected.sort());

		const [opened, ...more] = await openings(film);
		expect(more).toEqual([]);
		expect(opened?.entry.statement).toMatchObject({ class: 'working', actor: room.other.identity.keys.sign });
		await part(page).getByText(`entry ${opened?.entry.index} of the ledger`).waitFor();
		await go(page, `/custody/${room.open.id}/${film}`);
		const told = page.locator('[data-event]', { hasText: 'Key released: item could be opened' });
		await expect.poll(() => told.textContent()).toContain('to print the faces for the witness');
	});

	test('the playable copy of an old format is asked for above; then it is saved by keyboard, as a download, byte for byte', async () => {
		const { page, context } = await room.person(room.other);
		await answerDialog(page, 'none');
		await come(page, old, 'to show it to the judge');
		await part(page).getByText('Above you ask for it').waitFor();
		// Once on the page, not twice.
		await page.getByRole('button', { name: 'Ask for a playable copy' }).click();
		await part(page).getByRole('button', { name: 'Save the playable copy' }).waitFor();
		const coming = nextDownload(context);
		await tabTo(page, /^Save the playable copy/);
		await page.keyboard.press('Enter');
		await part(page).getByText('The playable copy is saved').waitFor();
		await expect.poll(async () => (await focusOn(page))?.name).toBe('Working copies, as files');
		await part(page).getByText('A working copy, not the original').waitFor();
		await expectAccessible(page);
		const download = await coming;
		expect(download.suggestedFilename()).toMatch(/-working-copy\.mp4$/);
		const saved = await readFile(await download.path());
		const item = await itemEntries(room.lead, old);
		const reader = await openPlayable(room.lead, room.open, item, 'proxy', 'to compare');
		const pieces: Uint8Array[] = [];
		for await (const piece of readThrough(reader, new AbortController().signal)) pieces.push(piece);
		reader.close();
		expect(hash(saved)).toBe(hash(concat(...pieces)));
	});

	test('of what a browser plays a copy can be asked for, too, by whoever wants it as a file', async () => {
		const { page } = await room.person(room.lead);
		await answerDialog(page, 'file');
		await come(page, film, 'to show it to the judge');
		await part(page).getByRole('button', { name: 'Ask for a playable copy' }).click();
		await part(page).getByRole('button', { name: 'Save the playable copy' }).click();
		await part(page).getByText('The playable copy is saved').waitFor();
		const { size } = await madeProxy(room.lead, room.open, film);
		expect((await written(page))?.length).toBe(size);
	});

	test('who comes back sees what is under way before they say again what for, and stops it; nothing is left', async () => {
		const { page } = await room.person(room.other);
		await answerDialog(page, 'file');
		await page.route('**/sealed/working/body', () => undefined);
		const before = (await openings(film)).length;
		await come(page, film, 'to print the faces for the witness');
		await part(page).getByRole('button', { name: 'Save the pictures and reports' }).click();
		await part(page).getByText('Decrypting, checking, writing').waitFor();
		await go(page, `/review/${room.open.id}`);
		await page.getByLabel('Find an item by its name').waitFor();
		await go(page, `/review/${room.open.id}/${film}`);
		await part(page).getByText('Decrypting, checking, writing').waitFor();
		await part(page).getByRole('button', { name: 'Stop', exact: true }).click();
		await part(page).getByText('Stopped: it was not saved').waitFor();
		await part(page).getByText('The opening stays in the ledger').waitFor();
		expect(await written(page)).toBeUndefined();
		expect(await openings(film)).toHaveLength(before + 1);
		await expectAccessible(page);
		await part(page).getByRole('button', { name: 'Back to saving' }).click();
		await part(page).getByText('once you have said above what you open them for').waitFor();
	});

	test('locked meanwhile, it is written to its end behind the cover, and whoever unlocks is told', async () => {
		const { page } = await room.person(room.lead);
		await answerDialog(page, 'file');
		const held = Promise.withResolvers<void>();
		await page.route('**/sealed/proxy/body', async (route) => {
			await held.promise;
			await route.continue();
		});
		await come(page, old, 'to show it to the judge');
		await part(page).getByRole('button', { name: 'Save the playable copy' }).click();
		await part(page).getByText('Asking for its key').waitFor();
		await page.keyboard.press('Alt+L');
		await page.getByText('Until it is done its keys stay in memory').waitFor();
		expect(await part(page).count()).toBe(0);
		held.resolve();
		await page.getByText('The work you began has ended').waitFor();
		await page.getByText('Your keys are out of memory').waitFor();
		await room.unlock(page);
		await part(page).getByText('The playable copy is saved').waitFor();
		const { size } = await madeProxy(room.lead, room.open, old);
		expect((await written(page))?.length).toBe(size);
	});

	test('in Russian, on a phone, both are there; altered bytes leave no file, and the opening is told of', async () => {
		const { page } = await room.person(room.other, { locale: 'ru-RU', viewport: { width: 390, height: 800 } });
		await answerDialog(page, 'file');
		const { derivative } = await itemEntries(room.lead, old);
		await spoil(room.live.folder, (derivative as NonNullable<typeof derivative>).statement.body);
		await go(page, `/review/${room.open.id}/${old}`);
		await page.getByLabel(/Для чего вы открываете/).fill('прочесть');
		await page.keyboard.press('Enter');
		const section = page.getByRole('region', { name: 'Рабочие копии в виде файлов' });
		await section.getByRole('button', { name: 'Сохранить копию для просмотра' }).waitFor();
		await expectAccessible(page);
		const before = (await openings(old)).length;
		await section.getByRole('button', { name: 'Сохранить кадры и отчёты' }).click();
		await section.getByRole('alert').waitFor();
		await section.getByText('Открытие остаётся в журнале').waitFor();
		expect(await written(page)).toBeUndefined();
		expect(await openings(old)).toHaveLength(before + 1);
		await expectAccessible(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	});
});
