import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { eventsOf } from '../../src/client/case/history.ts';
import { watchedIn } from '../../src/client/case/watched.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { stock } from '../system/media-files.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type FilmRoom, openFilmRoom } from './film-room.ts';
import { lookAt } from './pixels.ts';
import { askForPlayer, standsAt, untilPlayable } from './stage.ts';

const WAIT = { timeout: 60_000, interval: 250 };
/** Nearly nothing, and from 6 s to 7 s something loud. */
const BANG = "aevalsrc='0.01*random(0)+0.8*between(t,6,7)*sin(880*PI*2*t)':s=44100:d=12";

describe.skipIf(!hasChromium)('the sound wave', () => {
	let room: FilmRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let [loud, silent] = ['', ''];
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-sound-'));
		room = await openFilmRoom();
		({ lead, open } = room);
		const made = async (sound: string): Promise<Uint8Array> => {
			const path = join(folder, 'a.mp4');
			const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=10:d=12', '-f', 'lavfi', '-i', sound];
			await stock(
				'ffmpeg',
				...picture,
				'-t',
				'12',
				'-c:v',
				'libx264',
				'-preset',
				'ultrafast',
				'-pix_fmt',
				'yuv420p',
				'-c:a',
				'aac',
				path,
			);
			return readFile(path);
		};
		[loud, silent] = (await room.take(await made(BANG), await made('anullsrc=d=12'))) as [string, string];
		page = (await room.person(lead, { viewport: { width: 1440, height: 1300 } })).page;
		await page.goto(`/review/${open.id}/${loud}`);
		await room.unlock(page);
	});
	afterAll(async () => {
		await room?.close();
		await rm(folder, { recursive: true, force: true });
	});

	const openings = async (id: string): Promise<number> =>
		(await eventsOf(lead, open, 'item', id)).filter(({ entry }) => entry.statement.type === 'item.opened').length;
	/** A fifth of the wave, counted from 0. */
	const part = async (n: number) => {
		const box = await page.getByTestId('wave').locator('canvas').boundingBox();
		if (box === null) throw new Error('the wave is not there');
		return lookAt(page, { ...box, x: box.x + (n * box.width) / 5 + 6, width: box.width / 5 - 12 });
	};

	test('is drawn on request, with its loud moment where it is; an opening is recorded, and nothing sounds', async () => {
		await page.getByLabel(/What do you open it for/).fill('to find the bang');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).click();
		await page.getByRole('button', { name: 'Draw the sound wave' }).waitFor();
		expect(await page.getByTestId('wave').count()).toBe(0);
		const before = await openings(loud);
		await page.getByRole('button', { name: 'Draw the sound wave' }).click();
		await page.getByTestId('wave').locator('canvas').waitFor();
		await vi.waitFor(async () => expect((await part(2)).edges).toBeGreaterThan(0), WAIT);
		expect(await openings(loud)).toBe(before + 1);
		expect(await page.locator('#page img').count()).toBe(0);
		await page.getByText(/^Nobody has said anything of it yet: no warnings, notes or clips\.$/).waitFor();
		// The bang is in the third fifth; before and after it hardly more than a line.
		await expect.poll(() => inked(page, 6.5 / 12)).toBeGreaterThan(40);
		expect(await inked(page, 0.1)).toBeLessThan(8);
		expect(await page.locator('video').evaluate((one: HTMLVideoElement) => [one.muted, one.paused])).toEqual([
			true,
			true,
		]);
		await expectAccessible(page);
	});

	test('its loud moment is in words too, and the keyboard goes there', async () => {
		const moment = page.getByRole('button', { name: /Go to the loud moment 00:00:0[56]\.\d+ – 00:00:07\.\d+/ });
		await moment.focus();
		await page.keyboard.press('Enter');
		await expect
			.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0))
			.toBeGreaterThan(5.8);
		expect(await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeLessThan(6.1);
	});

	test('in the dark it is light on dark, and key pictures are shown when asked for and need no second opening', async () => {
		await page.emulateMedia({ colorScheme: 'dark' });
		await vi.waitFor(async () => expect(await inkColour(page)).toBeGreaterThan(150), WAIT);
		await page.emulateMedia({ colorScheme: 'light' });
		await vi.waitFor(async () => expect(await inkColour(page)).toBeLessThan(120), WAIT);
		const pictures = page.getByRole('button', { name: /^Key picture/ });
		expect(await pictures.count()).toBe(0);
		await page.getByRole('button', { name: /Open \d+ key pictures?/ }).click();
		await pictures.first().waitFor();
		expect(await openings(loud)).toBe(2);
	});

	test('silence is said to be silence', async () => {
		await page.evaluate((to) => history.pushState(null, '', to), `/review/${open.id}/${silent}`);
		await page.getByLabel(/What do you open it for/).fill('to listen');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).click();
		await page.getByRole('button', { name: 'Draw the sound wave' }).click();
		await page.getByText('Nothing can be heard').waitFor();
	});

	test('what is heard while it is blurred is told as watched; what ran blurred and mute is not', async () => {
		const playPast = async (ms: number): Promise<void> => {
			await untilPlayable(page);
			await page.keyboard.press('Space');
			await expect.poll(() => standsAt(page)).toBeGreaterThan(ms);
			await page.keyboard.press('k');
		};
		await page.evaluate((to) => history.pushState(null, '', to), `/review/${open.id}/${loud}`);
		await askForPlayer(page, 'to hear the bang');
		await page.getByRole('button', { name: 'Sound on (M)' }).waitFor();
		await playPast(500);
		const mute = await standsAt(page);
		await page.keyboard.press('Shift+ArrowRight');
		await expect.poll(() => standsAt(page)).toBe(mute + 5000);
		await page.keyboard.press('m');
		await playPast(mute + 5500);
		// Leaving tells at once.
		await page.getByRole('link', { name: 'Other items' }).click();
		const told = async (): Promise<number[]> =>
			(await watchedIn(lead, open)).flatMap((one) => one.ranges.map(([from]) => from));
		await expect.poll(told, WAIT).not.toEqual([]);
		for (const from of await told()) expect(from).toBeGreaterThan(mute + 4900);
	});
});

/** How many pixels high the wave is at a share of its width. */
async function inked(page: Page, share: number): Promise<number> {
	const { pixels, width, height } = await drawn(page);
	let solid = 0;
	for (let y = 0; y < height; y++) if ((pixels[4 * (y * width + Math.floor(share * width)) + 3] ?? 0) > 127) solid++;
	return solid;
}

/** How bright the wave itself is drawn, 0 to 255. */
async function inkColour(page: Page): Promise<number> {
	const { pixels } = await drawn(page);
	const solid = pixels.findIndex((value, i) => i % 4 === 3 && value > 200);
	return pixels[solid - 1] ?? 0;
}

/** The canvas of the wave, read from a copy. */
async function drawn(page: Page): Promise<{ pixels: number[]; width: number; height: number }> {
	return page
		.getByTestId('wave')
		.locator('canvas')
		.evaluate((one: HTMLCanvasElement) => {
			const { width, height } = one;
			const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
			copy?.drawImage(one, 0, 0);
			return { pixels: [...(copy?.getImageData(0, 0, width, height).data ?? [])], width, height };
		});
}
