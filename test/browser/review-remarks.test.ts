import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { itemWarnings } from '../../src/client/case/item-facts.ts';
import type { Connection } from '../../src/client/connection.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { remarkIn } from '../../src/report/words/remarks.ts';
import { footageFile, stock } from '../system/media-files.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';

// A recording whose end is missing is examined like any other: who looks at its key pictures alone must hear that there was more.

describe.skipIf(!hasChromium)('a recording that was cut, in the review room', () => {
	let room: FilmRoom;
	let folder: string;
	let cut: string;
	let whole: string;
	let remarks: string[];

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-remarks-'));
		room = await openFilmRoom();
		const path = join(folder, 'a.mp4');
		const source = ['-t', '8', '-i', await footageFile(FILM), '-an', '-vf', 'scale=384:-2'];
		await stock('ffmpeg', ...source, '-c:v', 'libx264', '-g', '20', '-movflags', '+faststart', path);
		const film = await readFile(path);
		[cut, whole] = (await room.take(film.subarray(0, Math.floor(film.length * 0.6)), film)) as [string, string];
		remarks = itemWarnings(room.open, await itemEntries(room.lead, cut));
	});
	afterAll(async () => {
		await room?.close();
		await rm(folder, { recursive: true, force: true });
	});

	async function at(item: string, who: Connection, options: BrowserContextOptions): Promise<Page> {
		const { page } = await room.person(who, options);
		await page.evaluate((to) => history.pushState(null, '', to), `/review/${room.open.id}/${item}`);
		await page.getByRole('rowheader', { name: 'SHA-256' }).waitFor();
		return page;
	}
	const state = (page: Page, name: string): Promise<string | null> =>
		page
			.getByRole('row')
			.filter({ has: page.getByRole('rowheader', { name }) })
			.getByRole('cell')
			.textContent();
	/** Above everything else beside the item, and nothing drawn or opened yet. */
	async function expectFirst(page: Page, title: string): Promise<void> {
		const headings = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents();
		expect(headings[0]).toBe(title);
		expect(await page.getByRole('main').locator('img, video, canvas').count()).toBe(0);
	}

	test('who opens the item reads what was remarked and what it means, before any picture', async () => {
		expect(remarks).toContainEqual(expect.stringMatching(/^command \d+ went on after \d+ complaints$/));
		const page = await at(cut, room.lead, { viewport: { width: 1440, height: 900 } });
		const part = page.getByRole('region', { name: 'Examined, with remarks' });
		expect(await part.getByRole('listitem').allTextContents()).toEqual([...new Set(remarks)]);
		const text = await part.textContent();
		expect(text).toContain('parts may be missing from the key pictures');
		expect(text).toContain('Look at the original before you conclude');
		expect(await state(page, 'State')).toBe('kept and examined, with remarks');
		await expectFirst(page, 'Examined, with remarks');
		await expectAccessible(page);
	});

	test('in Russian and on a telephone; who only reads is told whom to ask for the original', async () => {
		const options = { locale: 'ru-RU', viewport: { width: 390, height: 844 } };
		const page = await at(cut, room.other, options);
		const part = page.getByRole('region', { name: 'Обработан с замечаниями' });
		const said = await part.getByRole('listitem').allTextContents();
		expect(said).toEqual([...new Set(remarks)].map((one) => remarkIn('ru', one)));
		expect(said).toContainEqual(expect.stringMatching(/^команда \d+ не прервалась/));
		expect(await part.textContent()).toContain('попросите редактора или ведущего дела посмотреть оригинал');
		expect(await state(page, 'Состояние')).toBe('сохранён и обработан, есть замечания');
		await expectFirst(page, 'Обработан с замечаниями');
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await expectAccessible(page);
	});

	test('of the whole recording nothing of the kind is said', async () => {
		const page = await at(whole, room.lead, {});
		expect(await state(page, 'State')).toBe('kept and examined');
		expect(await page.getByText('with remarks').count()).toBe(0);
	});
});
