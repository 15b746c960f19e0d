import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addClip, noteItem } from '../../src/client/case/mark.ts';
import { parseTimecode } from '../../src/client/case/timecode.ts';
import { reportWatched } from '../../src/client/case/watched.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import type { Visitor } from './open-room.ts';
import { boxOf, lookAt, lookOnceDrawn } from './pixels.ts';
import { askForPlayer, STAGE, standsAt, untilPlayable } from './stage.ts';

describe.skipIf(!hasChromium)('the player under one’s hands', () => {
	let room: FilmRoom;
	let anna: Visitor;
	let page: Page;
	let film: string;

	beforeAll(async () => {
		room = await openFilmRoom('editor');
		[film] = (await room.take(FILM)) as [string];
		anna = await room.person(room.lead, { viewport: { width: 1440, height: 1300 } });
		({ page } = anna);
		await page.goto(`/review/${room.open.id}/${film}`);
		await room.unlock(page);
		await askForPlayer(page);
		await untilPlayable(page);
	});
	afterAll(() => room?.close());

	const video = () =>
		page.evaluate(() => {
			const { paused, playbackRate } = document.querySelector('video') as HTMLVideoElement;
			return { paused, playbackRate };
		});
	const to = async (ms: number): Promise<void> => {
		await page.evaluate((path) => history.pushState(null, '', path), `/review/${room.open.id}/${film}?t=${ms}`);
		await expect.poll(() => standsAt(page)).toBe(ms);
		await untilPlayable(page);
	};

	test('L goes on and each time faster, K stops, J goes back and each time faster', async () => {
		await to(20_000);
		await page.keyboard.press('l');
		await expect.poll(video).toEqual({ paused: false, playbackRate: 1 });
		await page.keyboard.press('l');
		await expect.poll(video).toEqual({ paused: false, playbackRate: 2 });
		for (let i = 0; i < 3; i += 1) await page.keyboard.press('l');
		expect((await video()).playbackRate).toBe(4);
		await expect.poll(() => standsAt(page)).toBeGreaterThan(20_000);
		await page.keyboard.press('k');
		expect((await video()).paused).toBe(true);

		const turned = await standsAt(page);
		await page.keyboard.press('j');
		await page.getByText('going back, 1×').waitFor();
		await expect.poll(() => standsAt(page)).toBeLessThan(turned);
		await page.keyboard.press('j');
		await page.getByText('going back, 2×').waitFor();
		await page.keyboard.press('k');
		await page.getByText(/^going back/).waitFor({ state: 'detached' });
		const stands = await standsAt(page);
		await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
		expect(await standsAt(page)).toBe(stands);
		// Back and at once on: never both.
		await page.keyboard.press('j');
		await page.keyboard.press('l');
		await page.getByText(/^going back/).waitFor({ state: 'detached' });
		expect((await video()).paused).toBe(false);
		await page.keyboard.press('Space');
		expect((await video()).paused).toBe(true);
	});

	test('slower and faster in steps, to the last of them, by keys and by choice', async () => {
		const rate = async (): Promise<number> => (await video()).playbackRate;
		await page.getByRole('combobox', { name: 'Speed' }).click();
		await page.getByRole('option', { name: '1×', exact: true }).click();
		await expect.poll(rate).toBe(1);
		// The choice has the focus still, and takes no letters.
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
		const rates: number[] = [];
		for (let i = 0; i < 4; i += 1) {
			await page.keyboard.press('Shift+Comma');
			rates.push(await rate());
		}
		for (let i = 0; i < 6; i += 1) {
			await page.keyboard.press('Shift+Period');
			rates.push(await rate());
		}
		expect(rates).toEqual([0.5, 0.25, 0.25, 0.25, 0.5, 1, 1.5, 2, 4, 4]);
		await expect.poll(() => page.getByRole('combobox', { name: 'Speed' }).inputValue()).toBe('4×');
	});

	test('whoever just chose a speed or a size sees, plays and stops by the same keys; arrows change the choice', async () => {
		const look = () => page.locator('[data-look]').getAttribute('data-look');
		await page.getByRole('combobox', { name: 'Speed' }).click();
		await page.getByRole('option', { name: '1×', exact: true }).click();
		await page.keyboard.down('v');
		expect(await look()).toBe('clear');
		await page.keyboard.up('v');
		expect(await look()).toBe('blurred');
		await page.getByText('medium', { exact: true }).click();
		expect(await page.getByRole('radio', { name: 'medium' }).evaluate((one) => one === document.activeElement)).toBe(
			true,
		);
		const stands = await standsAt(page);
		await page.keyboard.press('l');
		await expect.poll(async () => (await video()).paused).toBe(false);
		await page.keyboard.press('k');
		expect((await video()).paused).toBe(true);
		await expect.poll(() => standsAt(page)).toBeGreaterThanOrEqual(stands);
		const stopped = await standsAt(page);
		await page.keyboard.press('ArrowLeft');
		await expect.poll(() => page.getByRole('radio', { name: 'small' }).isChecked()).toBe(true);
		expect(await standsAt(page)).toBe(stopped);
	});

	test('the palette opens by the place of its key, whatever letter stands there', async () => {
		const keyboard = await anna.context.newCDPSession(page);
		const key = { key: 'л', code: 'KeyK', windowsVirtualKeyCode: 75, modifiers: 2 };
		await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
		await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
		const palette = page.getByRole('dialog').getByRole('textbox');
		await palette.waitFor();
		await page.keyboard.press('Escape');
		await palette.waitFor({ state: 'detached' });
		await keyboard.detach();
		await page.keyboard.press('b');
	});

	test('closer, moved and whole again: the stage keeps its place, and it stays blurred', async () => {
		await to(60_000);
		const picture = () =>
			page.evaluate(() => {
				const box = document.querySelector('video')?.getBoundingClientRect() ?? new DOMRect();
				const around = document.querySelector('[data-testid=stage]')?.getBoundingClientRect() ?? new DOMRect();
				const round = (value: number): number => Math.round(100 * value) / 100;
				return {
					zoom: round(box.width / around.width),
					left: Math.round(box.left - around.left),
					stage: [around.width, around.height].map(Math.round),
				};
			});
		const whole = await picture();
		await page.keyboard.press('Equal');
		await page.keyboard.press('Equal');
		await expect.poll(async () => (await picture()).zoom / whole.zoom).toBeCloseTo(2, 1);
		const middle = await picture();
		expect(middle.stage).toEqual(whole.stage);
		await page.keyboard.press('d');
		await expect.poll(async () => (await picture()).left).toBeLessThan(middle.left);
		for (let i = 0; i < 20; i += 1) await page.keyboard.press('a');
		// The picture's own edge is the end of it: no emptiness comes in.
		await expect.poll(async () => Math.abs((await picture()).left - whole.left)).toBeLessThanOrEqual(1);
		const blurred = await lookOnceDrawn(page, await boxOf(page, STAGE));
		await page.keyboard.down('v');
		const clear = await lookAt(page, await boxOf(page, STAGE));
		await page.keyboard.up('v');
		expect(blurred.colour).toBeLessThan(1);
		expect(clear.edges).toBeGreaterThan(2 * blurred.edges);
		await page.keyboard.press('Digit0');
		await expect.poll(picture).toEqual(whole);
	});

	test('what earlier reviewers marked stands on the time line, each at its place and as long as it is', async () => {
		const { other, open } = room;
		const entries = await itemEntries(other, film);
		await noteItem(other, open, film, { flag: 'warning', text: 'somebody falls', fromMs: 10_000, toMs: 20_000 });
		await noteItem(other, open, film, { flag: 'do-not-show', text: 'a face', fromMs: 30_000, toMs: 40_000 });
		await noteItem(other, open, film, { flag: 'relevant', text: 'the gate opens', fromMs: 42_000, toMs: 48_000 });
		await addClip(other, open, entries, { name: 'the door', fromMs: 50_000, toMs: 70_000 });
		await reportWatched(other, open, film, 'original', [[80_000, 100_000]]);
		await page.reload();
		await room.unlock(page);
		await askForPlayer(page);
		await untilPlayable(page);
		const length = 1000 * (await page.evaluate(() => document.querySelector('video')?.duration ?? 0));
		for (const [words, from, to] of [
			['warnings 00:00:10.000', 10_000, 20_000],
			['not to be shown 00:00:30.000', 30_000, 40_000],
			['notes 00:00:42.000', 42_000, 48_000],
			['clips 00:00:50.000', 50_000, 70_000],
			['watched by somebody 00:01:20.000', 80_000, 100_000],
		] as const) {
			const mark = page.getByTitle(words, { exact: true });
			const track = await mark.locator('..').boundingBox();
			const box = await mark.boundingBox();
			if (track === null || box === null) throw new Error(`${words} is not to be seen`);
			const at = (x: number): number => ((x - track.x) / track.width) * length;
			// Two pixels this way or that.
			const near = (2 * length) / track.width;
			expect(Math.abs(at(box.x) - from), words).toBeLessThan(near);
			expect(Math.abs(at(box.x + box.width) - to), words).toBeLessThan(near);
			// In its pixels: nothing before it, and something where it begins.
			expect((await lookAt(page, { ...box, x: box.x - 20, width: 15 })).colours, words).toBe(1);
			expect((await lookAt(page, { ...box, x: box.x - 6, width: 12 })).colours, words).toBeGreaterThan(1);
		}
	});

	test('a key picture of what is not to be shown is not there, until that very one is asked for', async () => {
		const { other, open } = room;
		const pictures = page.getByRole('list', { name: 'Key pictures' }).getByRole('listitem');
		const openStrip = async (): Promise<void> => {
			await page.getByRole('button', { name: /^Open \d+ key pictures?/ }).click();
			await pictures.first().waitFor();
		};
		await openStrip();
		const last = pictures.last().getByRole('button', { name: /^Key picture/ });
		const [, at = ''] = /(\d\d:\d\d:[\d.]+)/.exec((await last.getAttribute('aria-label')) ?? '') ?? [];
		const ms = parseTimecode(at) ?? Number.NaN;
		await noteItem(other, open, film, { flag: 'do-not-show', text: 'a wound', fromMs: ms, toMs: ms + 100 });
		await noteItem(other, open, film, { flag: 'warning', text: 'he falls', fromMs: 0, toMs: 100 });
		await page.reload();
		await room.unlock(page);
		await askForPlayer(page);
		await openStrip();
		const covered = pictures.last();
		await covered.getByText('Not to be shown').waitFor();
		// What was warned of is there, blurred, and says so.
		const warned = pictures.filter({ hasText: 'warning: hard to see' });
		await warned.first().getByText('00:00:00.000').waitFor();
		expect(await warned.count()).toBeLessThan(await pictures.count());
		await page.keyboard.down('v');
		expect(await covered.locator('img').count()).toBe(0);
		await page.keyboard.up('v');
		expect(await pictures.first().locator('img').count()).toBe(1);
		await expectAccessible(page);
		await covered.getByRole('button', { name: `Show it, blurred: ${at}` }).click();
		const box = await covered.locator('button img').boundingBox();
		if (box === null) throw new Error('it is not there');
		expect((await lookOnceDrawn(page, box)).colour).toBeLessThan(1);
	});

	test('the time seen clear is counted on this device, sealed, told to nobody; after twenty minutes of it a break is offered', async () => {
		const sent: string[] = [];
		page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
		const today = () => page.getByText(/^Seen clear today: /).textContent();
		// The count's own seconds pass here a hundred times as fast. Nothing else of the page goes by them.
		await page.addInitScript(quickSeconds);
		await page.reload();
		await room.unlock(page);
		await askForPlayer(page);
		await untilPlayable(page);
		const before = await today();
		expect(await page.getByText('Time for a break?').count()).toBe(0);
		await page.getByRole('button', { name: 'Keep clear without holding' }).click();
		await page.getByText('Time for a break?').waitFor({ timeout: 60_000 });
		await page.getByText(/You have seen clear pictures for ([2-5]\d min|\d h)/).waitFor();
		expect(await today()).not.toBe(before);
		await page.getByRole('button', { name: 'Hide everything, I take a break' }).click();
		await page.getByText('Time for a break?').waitFor({ state: 'detached' });
		expect((await lookAt(page, await boxOf(page, STAGE, 'edge'))).colours).toBe(1);
		const counted = await today();

		await page.reload();
		await room.unlock(page);
		await askForPlayer(page);
		await untilPlayable(page);
		await expect.poll(today).toBe(counted);
		const kept = await page.evaluate(keptCount);
		expect(kept.length).toBeGreaterThan(100);
		expect(kept).not.toMatch(/todayMs|sinceBreak|\d{4}-\d\d-\d\d/);
		expect(sent.filter((one) => /todayMs|sinceBreak|exposure/i.test(one))).toEqual([]);
		const other = (await room.person(room.lead)).page;
		await other.goto(`/review/${room.open.id}/${film}`);
		await room.unlock(other);
		await askForPlayer(other);
		await other.getByText('Seen clear today: 0 s').waitFor();
	});

	test('what is seen clear in one window counts in the person’s others, a break too', async () => {
		const beside = await page.context().newPage();
		await beside.goto(page.url());
		await room.unlock(beside);
		await askForPlayer(beside);
		const there = () => beside.getByText(/^Seen clear today: /).textContent();
		const before = await there();
		expect(before).not.toBe('Seen clear today: 0 s');
		await page.bringToFront();
		await page.getByRole('button', { name: 'Keep clear without holding' }).click();
		await expect.poll(there).not.toBe(before);
		await beside.getByText('Time for a break?').waitFor({ timeout: 60_000 });
		await page.getByRole('button', { name: 'Hide everything, I take a break' }).click();
		await beside.getByText('Time for a break?').waitFor({ state: 'detached' });
		const rested = await page.getByText(/^Seen clear today: /).textContent();
		await expect.poll(there).toBe(rested);
		await beside.close();
	});
});

/** In the page: seconds that are counted pass many times as fast. */
function quickSeconds(): void {
	const real = window.setInterval;
	const quick = (then: () => void, ms?: number) => real(then, ms === 1000 ? 4 : ms);
	Object.assign(window, { setInterval: quick });
}

/** What this browser keeps of the count, as text. */
async function keptCount(): Promise<string> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open('custos');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const files = db.transaction('files').objectStore('files');
	const keys = await new Promise<IDBValidKey[]>((resolve) => {
		const request = files.getAllKeys();
		request.onsuccess = () => resolve(request.result);
	});
	const key = keys.find((one) => Array.isArray(one) && one[1] === 'exposure.sealed');
	if (key === undefined) throw new Error('nothing is kept');
	const bytes = await new Promise<Uint8Array>((resolve) => {
		const request = files.get(key);
		request.onsuccess = () => resolve(request.result as Uint8Array);
	});
	db.close();
	return new TextDecoder('latin1').decode(bytes);
}
