import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { reasonIn } from '../../src/report/words/reason.ts';
import { groupChecks } from '../../src/web/rooms/verify/check-groups.ts';
import { type Alteration, alterations, alterationsOf } from '../attack/alterations.ts';
import { type Held, heldBag, zipOf } from '../attack/held-bag.ts';
import { vouchedBag } from '../attack/vouched-bag.ts';
import { opensslThere } from '../system/time-authority.ts';
import { type BagPage, openBagPage } from './bag-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';

/** Pages that check at once. */
const PAGES = 3;
/** Reasons of one kind that the page shows at once. */
const SHOWN = 20;

let home: string;
let honest: Held;
let vkey: string;
let all: Alteration[];
let browser: Browser;

/** What a page says of a zip that lies in a folder and is chosen as a person does. */
async function seen({ page }: BagPage, path: string, zip: Blob): Promise<{ title: string | null; reasons: string[] }> {
	await writeFile(path, await zip.bytes());
	await page.getByLabel('Choose the zip').last().setInputFiles(path);
	const title = await page.locator('#verdict').textContent();
	const reasons = await page.locator('.checks pre').allTextContents();
	await page.getByRole('button', { name: 'Check again' }).click();
	return { title, reasons };
}

/** What it has to say of one that was altered. */
async function due(zip: Blob): Promise<{ title: string | null; reasons: string[] }> {
	const { checks } = await verifyBag(openZip(zip), { logKey: vkey });
	const reasons = groupChecks(checks).flatMap(({ failed }) => failed.slice(0, SHOWN).map((one) => reasonIn('en', one)));
	return { title: 'It does not hold', reasons };
}

describe.skipIf(!hasChromium)('49: at least five hundred altered bags, checked by the page that lies in them', () => {
	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-altered-page-'));
		({ bag: honest, vkey } = await heldBag());
		all = [...alterations(honest, (await heldBag({ word: 'forger' })).bag)];
		// What witnesses and time authorities signed, too.
		if (opensslThere) {
			const { bag, more } = await vouchedBag();
			all.push(...alterationsOf(bag, more));
		}
		await writeFile(join(home, 'verify.html'), honest.get('data/verify.html') as Uint8Array);
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser?.close();
		await rm(home, { recursive: true, force: true });
	});

	test('it fails each of them, for the very reasons that custos verify gives; and the bag itself is confirmed', async () => {
		const left = all.values();
		let checked = 0;
		const check = async (_: unknown, at: number): Promise<void> => {
			const opened = await openBagPage(browser, join(home, 'verify.html'));
			await opened.page.getByLabel('Log key or fingerprint').fill(vkey);
			const path = join(home, `custody-report-${at}.zip`);
			const confirmed = { title: 'It holds, and its origin is confirmed', reasons: [] };
			expect(await seen(opened, path, zipOf(honest))).toEqual(confirmed);
			for (const { name, bag } of left) {
				const zip = zipOf(bag);
				const [wanted, told] = await Promise.all([due(zip), seen(opened, path, zip)]);
				expect([name, told]).toEqual([name, wanted]);
				checked += 1;
			}
			expect([opened.asked, opened.complaints]).toEqual([[], []]);
		};
		await Promise.all(Array.from({ length: PAGES }, check));
		expect(checked).toBe(all.length);
		expect(checked).toBeGreaterThanOrEqual(500);
	}, 3_600_000);
});
