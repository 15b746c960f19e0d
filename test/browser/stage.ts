import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { boxOf, lookAt, lookOnceDrawn } from './pixels.ts';

/** Where the player's pictures are. */
export const STAGE = '[data-testid=stage]';

/** Says what for, and opens the player. */
export async function askForPlayer(page: Page, purpose = 'to look for the door'): Promise<void> {
	await page.getByLabel(/What do you open it for/).fill(purpose);
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Open the player' }).click();
	await page.locator('video').waitFor();
}

/** Waits until the player has the picture to show of where it stands. */
export async function untilPlayable(page: Page): Promise<void> {
	await page.waitForFunction(() => {
		const video = document.querySelector('video');
		return video !== null && !video.seeking && video.readyState >= 2;
	});
}

/** Where the player stands, in milliseconds of the footage. */
export function standsAt(page: Page): Promise<number> {
	return page.evaluate(() => Math.round((document.querySelector('video')?.currentTime ?? -1) * 1000));
}

/** By its pixels: the player's picture is grey and blurred, clear while V is held, and blurred again. */
export async function expectBlurredUntilHeld(page: Page): Promise<void> {
	await untilPlayable(page);
	await page.locator(STAGE).scrollIntoViewIfNeeded();
	const middle = await boxOf(page, STAGE);
	const blurred = await lookOnceDrawn(page, middle);
	await page.keyboard.down('v');
	const clear = await lookAt(page, middle);
	await page.keyboard.up('v');
	expect(clear.edges).toBeGreaterThan(3 * blurred.edges);
	expect(blurred.colour).toBeLessThan(1);
	expect(clear.colours, 'there is a picture at all').toBeGreaterThan(500);
	expect((await lookAt(page, middle)).edges).toBeLessThan(1.2 * blurred.edges);
}

/** Presses Esc: the picture is hidden before the key's event ends, so the next frame drawn is already without it. */
export async function expectBlankAfterEscape(page: Page): Promise<void> {
	await page.evaluate(watchEscape);
	await page.keyboard.press('Escape');
	expect(await page.evaluate(() => (window as unknown as Escaped).escaped)).toBe('hidden');
	await expectBlank(page);
}

/** By its pixels: nothing of the footage is on the screen. */
export async function expectBlank(page: Page): Promise<void> {
	expect((await lookAt(page, await boxOf(page, STAGE, 'edge'))).colours).toBe(1);
}

interface Escaped {
	escaped: Promise<string>;
}

/** In the page: how the video stands when everybody has heard the key. */
function watchEscape(): void {
	const video = document.querySelector('video');
	if (video === null) throw new Error('no video');
	(window as unknown as Escaped).escaped = new Promise((resolve) => {
		addEventListener('keydown', () => resolve(getComputedStyle(video).visibility), { once: true });
	});
}
