import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

declare global {
	interface Window {
		seen: [string, string | undefined, string][];
	}
}

describe.skipIf(!hasChromium)('paper is laid out in the light scheme', () => {
	let room: OpenedRoom;
	let lead: Connection;

	beforeAll(async () => {
		room = await openRoom();
		lead = await room.live.enrol();
		await openCase(lead, []);
	});
	afterAll(() => room?.close());

	/** Notes the scheme and the colour of words at each event, when everybody else has heard it and nothing more was done. */
	const watch = (page: Page): Promise<void> =>
		page.evaluate(() => {
			window.seen = [];
			for (const type of ['beforeprint', 'afterprint']) {
				addEventListener(type, () => {
					const { mantineColorScheme } = document.documentElement.dataset;
					window.seen.push([type, mantineColorScheme, getComputedStyle(document.body).color]);
				});
			}
		});
	const seen = (page: Page) => page.evaluate(() => window.seen);
	const scheme = (page: Page, name: string) =>
		page.locator(`html[data-mantine-color-scheme=${name}]`).waitFor({ state: 'attached' });

	test.each(['the page', 'a dialog over it'])(
		'printed in the dark with %s, at once, and dark again after',
		async (what) => {
			const { page } = await room.person(lead, { colorScheme: 'dark' });
			await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
			await scheme(page, 'dark');
			const dark = await page.evaluate(() => getComputedStyle(document.body).color);
			if (what !== 'the page') {
				await page.keyboard.press('Control+K');
				await page.getByRole('dialog').waitFor();
			}
			await watch(page);
			const paper = await page.pdf();
			expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
			await scheme(page, 'dark');
			const [before, after, ...more] = await seen(page);
			expect(more).toEqual([]);
			expect(before).toEqual(['beforeprint', 'light', expect.anything()]);
			expect(before?.[2]).not.toBe(dark);
			expect(after).toEqual(['afterprint', 'dark', dark]);
			if (what !== 'the page') expect(await page.getByRole('dialog').isVisible()).toBe(true);
		},
	);
});
