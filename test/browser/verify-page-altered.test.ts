import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { reasonIn } from '../../src/report/words/reason.ts';
import { groupChecks } from '../../src/web/rooms/verify/check-groups.ts';
import { type Alteration, alterations } from '../attack/alterations.ts';
import { type Held, heldBag, readHeld, zipOf } from '../attack/held-bag.ts';
import { openBagPage } from './bag-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';

/** Every so manieth of the alterations goes through the page; `ALTERATIONS=all` takes each of them, which is a quarter of an hour. */
const EVERY = process.env['ALTERATIONS'] === 'all' ? 1 : 17;
/** Reasons of one kind that the page shows at once. */
const SHOWN = 20;

let home: string;
let honest: Held;
let vkey: string;
let some: Alteration[];

describe.skipIf(!hasChromium)('49: altered bags, checked by the page that lies in them', () => {
	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-altered-page-'));
		({ bag: honest, vkey } = await heldBag());
		const all = [...alterations(honest, (await heldBag({ word: 'forger' })).bag)];
		some = all.filter((_, i) => i % EVERY === 0);
		await writeFile(join(home, 'verify.html'), honest.get('data/verify.html') as Uint8Array);
	});
	afterAll(() => rm(home, { recursive: true, force: true }));

	test('it fails each of them, for the very reasons that custos verify gives; and the bag itself is confirmed', async () => {
		expect(some.length).toBeGreaterThanOrEqual(60);
		const browser = await launchChromium();
		try {
			const { page, asked, complaints } = await openBagPage(browser, join(home, 'verify.html'));
			await page.getByLabel('Log key or fingerprint').fill(vkey);
			const seen = async (bag: Held): Promise<{ title: string | null; reasons: string[] }> => {
				const buffer = Buffer.from(await zipOf(bag));
				const zip = { name: 'custody-report.zip', mimeType: 'application/zip', buffer };
				await page.getByLabel('Choose the zip').last().setInputFiles(zip);
				await page.locator('#verdict').waitFor();
				const title = await page.locator('#verdict').textContent();
				const reasons = await page.locator('.checks pre').allTextContents();
				await page.getByRole('button', { name: 'Check again' }).click();
				return { title, reasons };
			};
			expect(await seen(honest)).toEqual({ title: 'It holds, and its origin is confirmed', reasons: [] });
			for (const { name, bag } of some) {
				const [{ checks }, told] = await Promise.all([verifyBag(readHeld(bag), { logKey: vkey }), seen(bag)]);
				const reasons = groupChecks(checks).flatMap(({ failed }) =>
					failed.slice(0, SHOWN).map((one) => reasonIn('en', one)),
				);
				expect([name, told]).toEqual([name, { title: 'It does not hold', reasons }]);
			}
			expect([asked, complaints]).toEqual([[], []]);
		} finally {
			await browser.close();
		}
	}, 3_600_000);
});
