import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rotateLogKey } from '../../src/client/log-key.ts';
import { newestText } from '../../src/domain/ledger/log-keys.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readSmall } from '../../src/report/verify/bag-reader.ts';
import { LOG_KEYS } from '../../src/report/verify/log-key-files.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { prepareKey } from '../../workers/notary/keys.ts';
import { enrolWorker, type Live, startLive } from '../system/live.ts';
import { type BagPage, openBagPage } from './bag-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { bagFrom } from './made-bag.ts';

describe.skipIf(!hasChromium)('verify.html, out of a bag that was made after the log’s key was rotated', () => {
	let home: string;
	let zip: string;
	let live: Live;
	let browser: Browser;
	let [first, second] = ['', ''];
	const opened: BagPage[] = [];

	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-verify-rotated-'));
		live = await startLive();
		const { steward } = live;
		await enrolWorker(live);
		first = newestText(steward.archive.key);
		second = (await prepareKey(join(live.folder, 'notary'), steward.archive.origin)).vkey;
		await live.notary.sayTime();
		await rotateLogKey(steward, second, 'planned');
		zip = join(home, 'custody-report.zip');
		const bytes = await bagFrom(live);
		await writeFile(zip, bytes);
		const bag = await openZip(new Blob([new Uint8Array(bytes)]));
		expect(await bag.list()).toContain(LOG_KEYS);
		await writeFile(join(home, 'verify.html'), await readSmall(bag, 'data/verify.html', 50_000_000));
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser?.close();
		await live?.close();
		await rm(home, { recursive: true, force: true });
		for (const { asked, complaints } of opened) expect([asked, complaints]).toEqual([[], []]);
	});

	const checked = async (key: string): Promise<Page> => {
		const one = await openBagPage(browser, join(home, 'verify.html'));
		opened.push(one);
		await one.page.getByLabel('Log key or fingerprint').fill(key);
		await one.page.getByLabel('Choose the zip').last().setInputFiles(zip);
		return one.page;
	};

	test('each of the log’s keys confirms it', async () => {
		for (const key of [first, second]) {
			const page = await checked(key);
			await page.getByRole('heading', { name: 'It holds, and its origin is confirmed' }).waitFor();
			expect(await page.getByRole('img', { name: 'does not hold' }).count()).toBe(0);
		}
	});

	test('a key that is none of them does not', async () => {
		const page = await checked(
			formatKey(live.steward.archive.origin, platform.ed25519Public(new Uint8Array(32).fill(9))),
		);
		await page.getByText('another archive than the one whose key you have').waitFor();
		expect(await page.locator('.confirmed').count()).toBe(0);
	});
});
