import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platform } from '../../src/domain/platform/node.ts';
import { limitWords } from '../../src/report/verify/limits.ts';
import { fingerprint } from '../../src/report/verify/report-note.ts';
import { zipBag } from '../../src/report/zip-sink.ts';
import { bagInto, bagOf } from '../unit/report-story.ts';
import { violationsOn } from './axe.ts';
import { type BagPage, openBagPage } from './bag-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { dropPaths } from './drop.ts';

let home: string;
let bag: string;
let zip: string;
let key: string;
let browser: Browser;
const opened: BagPage[] = [];

describe.skipIf(!hasChromium)('verify.html, opened as a file out of the bag', () => {
	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-verify-page-'));
		bag = join(home, 'custody-report');
		zip = join(home, 'custody-report.zip');
		key = (await bagOf(bag)).archive.vkey;
		const sink = zipBag('custody-report', new Date());
		const written = new Response(sink.readable).arrayBuffer();
		await bagInto(sink);
		await sink.close();
		await writeFile(zip, new Uint8Array(await written));
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser?.close();
		await rm(home, { recursive: true, force: true });
		for (const { asked, complaints } of opened) expect([asked, complaints]).toEqual([[], []]);
	});

	const open = async (options?: BrowserContextOptions): Promise<Page> => {
		const one = await openBagPage(browser, join(bag, 'data/verify.html'), options);
		opened.push(one);
		return one.page;
	};
	const choose = (page: Page, label: string, path: string) => page.getByLabel(label).last().setInputFiles(path);
	const print = (vkey: string): string => fingerprint(vkey, (data) => platform.sha256(data));
	const fits = async (page: Page): Promise<void> => {
		const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
		expect(wide).toBeLessThanOrEqual(seen);
		expect(await violationsOn(page)).toEqual([]);
	};

	test('the folder, without a key: nothing fails, nothing is green, and what is not proven is said', async () => {
		const page = await open();
		await fits(page);
		await choose(page, 'Choose the folder', bag);
		await page.getByRole('status').filter({ hasText: 'origin is NOT confirmed' }).waitFor();
		expect(await page.locator('.confirmed').count()).toBe(0);
		await page.getByText(print(key)).waitFor();
		const origin = page.getByRole('listitem').filter({ hasText: 'origin: the log key is the archive’s own' });
		await origin.getByRole('img', { name: 'not confirmed' }).waitFor();
		expect(await page.getByRole('img', { name: 'does not hold' }).count()).toBe(0);
		for (const limit of Object.values(limitWords.en)) await page.getByText(limit).waitFor();
		await page.getByText('also put a page beside it that calls it good').waitFor();
		await fits(page);
	});

	test('the zip, with the fingerprint out of a letter: confirmed, and saved as a text', async () => {
		const page = await open();
		await page.getByLabel('Log key or fingerprint').fill(`Dear colleague,\n${print(key).toUpperCase()}.`);
		await page.getByText('It will be checked with the key whose fingerprint is').waitFor();
		await choose(page, 'Choose the zip', zip);
		await page.getByRole('heading', { name: 'It holds, and its origin is confirmed' }).waitFor();
		await page.getByText('worth as much as the way it came to you').waitFor();
		expect(await page.getByRole('img', { name: 'not confirmed' }).count()).toBe(0);
		const saving = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the result' }).click();
		const text = await readFile(await (await saving).path(), 'utf8');
		expect(text).toContain('[holds] completeness: events 1..n of the case and of every item, none left out');
		await fits(page);
	});

	test('one byte of an original altered, in Russian, on a telephone in the dark', async () => {
		const bent = join(home, 'bent');
		await cp(bag, bent, { recursive: true });
		const path = 'data/items/EX-0012/original.mp4';
		const bytes = await readFile(join(bent, path));
		bytes[500] = (bytes[500] as number) ^ 1;
		await writeFile(join(bent, path), bytes);
		const page = await open({ locale: 'ru-RU', viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
		await fits(page);
		await page.getByLabel('Ключ журнала или отпечаток').fill(key);
		await choose(page, 'Выбрать папку', bent);
		await page.getByRole('alert').filter({ hasText: 'Отчёт не выдержал проверки' }).waitFor();
		await page.getByText(`${path}: хеш не тот, что в списке`).waitFor();
		await page.getByText('Какой-то файл не тот, что поступил').waitFor();
		await fits(page);
		await page.getByRole('button', { name: 'English' }).click();
		await page.getByRole('heading', { name: 'It does not hold' }).waitFor();
		await page.getByText(`${path} does not have the hash in the manifest`).waitFor();
	});

	test('another archive’s key fails; what is no key is said, and nothing is checked with it', async () => {
		const page = await open();
		await page.getByLabel('Log key or fingerprint').fill('I do not remember');
		await page.getByText('There is no log key and no fingerprint').waitFor();
		await choose(page, 'Choose the zip', zip);
		await expect.poll(() => page.getByRole('heading', { name: '2. The report' }).count()).toBe(1);
		await page
			.getByLabel('Log key or fingerprint')
			.fill((await bagOf(join(home, 'other'), { word: 'other' })).archive.vkey);
		await choose(page, 'Choose the zip', zip);
		await page.getByText('another archive than the one whose key you have').waitFor();
	});

	test('a wholly forged archive’s bag, by the page that lies in it: NOT confirmed without a key, failed with the true one, never green', async () => {
		const forged = join(home, 'forged');
		const { archive } = await bagOf(forged, { word: 'forger' });
		expect(archive.vkey).not.toBe(key);
		const one = await openBagPage(browser, join(forged, 'data/verify.html'));
		opened.push(one);
		const { page } = one;
		await choose(page, 'Choose the folder', forged);
		await page.getByRole('heading', { name: 'origin is NOT confirmed' }).waitFor();
		expect(await page.locator('.confirmed').count()).toBe(0);
		await page.getByText(print(archive.vkey)).waitFor();
		await page.getByRole('button', { name: 'Check again' }).click();
		await page.getByLabel('Log key or fingerprint').fill(key);
		await choose(page, 'Choose the folder', forged);
		await page.getByRole('heading', { name: 'It does not hold' }).waitFor();
		await page.getByText('another archive than the one whose key you have').waitFor();
		expect(await page.locator('.confirmed').count()).toBe(0);
	});

	test('a folder and a zip are dropped; the keyboard reaches everything', async () => {
		const page = await open();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Проверка этого отчёта о сохранности' }).waitFor();
		await page.getByRole('button', { name: 'English' }).click();
		for (const path of [zip, bag]) {
			await page.locator('.area').scrollIntoViewIfNeeded();
			await dropPaths(page, page.locator('.area'), [path]);
			await page.getByRole('heading', { name: 'origin is NOT confirmed' }).waitFor();
			await page.getByRole('button', { name: 'Check again' }).click();
		}
		await page.getByRole('button', { name: 'Русский' }).focus();
		const reached = [];
		for (let at = 0; at < 4; at += 1) {
			await page.keyboard.press('Tab');
			reached.push(await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent));
		}
		expect(reached).toEqual([
			'key',
			'I also have something to check it against: witnesses, time authorities, an acknowledgement',
			'Choose the folder',
			'Choose the zip',
		]);
	});
});
