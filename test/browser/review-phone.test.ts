import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { askForPlayer, STAGE, untilPlayable } from './stage.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.skipIf(!hasChromium)('looking at an item on a telephone', () => {
	let room: FilmRoom;
	let page: Page;
	let address: string;

	beforeAll(async () => {
		room = await openFilmRoom();
		const [film] = await room.take(FILM);
		address = `/review/${room.open.id}/${film}`;
		page = (await room.person(room.lead, PHONE)).page;
		await page.goto(address);
		await room.unlock(page);
		await askForPlayer(page);
		await untilPlayable(page);
	});
	afterAll(() => room?.close());

	test('no key is spoken of that it does not have', async () => {
		await page.getByRole('button', { name: 'Hold to see', exact: true }).waitFor();
		await page.getByRole('button', { name: 'Hide at once', exact: true }).waitFor();
		expect(
			await page
				.locator('#page')
				.getByText(/\((V|Esc|B)\)/)
				.count(),
		).toBe(0);
	});

	test('the picture stays in sight above the form of a clip, and so does what is typed', async () => {
		const inSight = async (selector: string): Promise<boolean> => {
			const box = await page.locator(selector).boundingBox();
			return box !== null && box.y >= 0 && box.y + box.height <= PHONE.viewport.height;
		};
		await page.getByRole('button', { name: 'Mark a clip' }).click();
		const form = page.getByRole('form', { name: /clip/i });
		for (const field of [form.getByRole('textbox').first(), form.getByLabel('Note')]) {
			await field.focus();
			await field.fill('the gate');
			const [picture, typed] = [await page.locator(STAGE).boundingBox(), await field.boundingBox()];
			if (picture === null || typed === null) throw new Error('not drawn');
			expect(await inSight(STAGE)).toBe(true);
			expect(typed.y).toBeGreaterThanOrEqual(picture.y + picture.height);
			expect(typed.y + typed.height).toBeLessThanOrEqual(PHONE.viewport.height);
		}
		await expectAccessible(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
		await form.getByRole('button', { name: 'Cancel' }).click();
	});

	test('a page that goes keeps the last seconds of the count of what was seen clear', async () => {
		await page.getByRole('button', { name: 'Keep clear without holding' }).click();
		await page.getByText(/^Seen clear today: [2-9] s/).waitFor();
		await page.reload();
		await room.unlock(page);
		await askForPlayer(page);
		await page.getByText(/^Seen clear today: ([2-9]|1\d) s/).waitFor();
	});
});
