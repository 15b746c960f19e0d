import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeRecipient, encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { codeLines, madeLines } from '../../src/domain/recovery/card-text.ts';
import { type RecoveryCard, splitKey } from '../../src/domain/recovery/split-key.ts';
import { recoveryPage } from '../../src/report/node/recovery-page.ts';
import { violationsOn } from './axe.ts';
import { type BagPage, openBagPage } from './bag-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';

const secret = platform.randomBytes(32);
let cards: Required<RecoveryCard>[];
let home: string;
let browser: Browser;
const opened: BagPage[] = [];

describe.skipIf(!hasChromium)('join-cards.html, opened as a file', () => {
	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-recovery-page-'));
		cards = await splitKey(secret, 2, 3);
		for (const card of cards)
			await writeFile(join(home, `${card.number}.txt`), [...codeLines(card), ...madeLines(card)].join('\n'));
		await writeFile(join(home, 'join-cards.html'), await recoveryPage());
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser?.close();
		await rm(home, { recursive: true, force: true });
		for (const { asked, complaints } of opened) expect([asked, complaints]).toEqual([[], []]);
	});

	const open = async (options?: BrowserContextOptions): Promise<Page> => {
		const one = await openBagPage(browser, join(home, 'join-cards.html'), options);
		opened.push(one);
		return one.page;
	};

	test('a card from its file and one that is typed make the key, which is saved as age reads it', async () => {
		const page = await open();
		expect(await violationsOn(page)).toEqual([]);
		await page.getByLabel('Choose the cards').setInputFiles(join(home, '3.txt'));
		await page.getByText('1 of the 2 cards that are needed are here.').waitFor();
		const typed = codeLines(cards[0] as RecoveryCard)
			.join('\n')
			.toLowerCase();
		const wrong = typed.replace(/^2 {2}./m, (start) => (start.endsWith('x') ? '2  y' : '2  x'));
		await page.getByLabel('Or type the six lines').fill(wrong);
		await page.getByRole('button', { name: 'Add this card' }).click();
		await page.getByRole('alert').filter({ hasText: 'line 2 is mistyped' }).waitFor();
		await page.getByLabel('Or type the six lines').fill(typed);
		await page.getByRole('button', { name: 'Add this card' }).click();
		await page.getByText('The recovery key is whole.').waitFor();
		await page.getByText(encodeRecipient(platform.x25519Public(secret))).waitFor();
		await expect.poll(() => page.locator('#key').textContent()).toBe(encodeSecretKey(secret));
		expect(await violationsOn(page)).toEqual([]);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: 'Save as recovery.key' }).click(),
		]);
		expect(download.suggestedFilename()).toBe('recovery.key');
		expect(await readFile(await download.path(), 'utf8')).toContain(`\n${encodeSecretKey(secret)}\n`);
	});

	test('in Russian, in the dark, on a telephone: a card of another archive is named, and left out', async () => {
		const [strange] = await splitKey(platform.randomBytes(32), 2, 3);
		const file = join(home, 'strange.txt');
		await writeFile(file, codeLines(strange as RecoveryCard).join('\n'));
		const page = await open({ locale: 'ru-RU', colorScheme: 'dark', viewport: { width: 360, height: 700 } });
		await page.getByLabel('Выбрать карточки').setInputFiles([join(home, '1.txt'), join(home, '2.txt'), file]);
		await page
			.getByRole('alert')
			.filter({ hasText: 'не одного ключа восстановления, то есть разных архивов: strange.txt' })
			.waitFor();
		const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
		expect(wide).toBeLessThanOrEqual(seen);
		expect(await violationsOn(page)).toEqual([]);
		await page.getByRole('button', { name: 'Убрать: карточка 1 из 3 (strange.txt)' }).click();
		await page.getByText('Ключ восстановления собран.').waitFor();
		expect(await violationsOn(page)).toEqual([]);
		await expect.poll(() => page.locator('#key').textContent()).toBe(encodeSecretKey(secret));
	});
});
