import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KnownClip } from '../../src/client/case/clips.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { noteItem } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { watchedIn } from '../../src/client/case/watched.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { boxOf, lookAt, lookOnceDrawn } from './pixels.ts';
import { expectBlank, expectBlankAfterEscape, expectBlurredUntilHeld, STAGE, untilPlayable } from './stage.ts';

const WAIT = { timeout: 60_000, interval: 250 };
const KEY_PICTURE = 'button[aria-label^="Key picture"]';
/** Nobody is to see these milliseconds. */
const HIDDEN = { fromMs: 8000, toMs: 9500 };

describe.skipIf(!hasChromium)('looking at an item', () => {
	let room: FilmRoom;
	let lead: Connection;
	let reader: Connection;
	let open: OpenCase;
	let page: Page;
	let film: string;
	let avi: string;

	beforeAll(async () => {
		room = await openFilmRoom('reader');
		({ lead, other: reader, open } = room);
		[film, avi] = (await room.take(FILM, '100_0306.AVI')) as [string, string];
		await noteItem(lead, open, film, { flag: 'warning', text: 'somebody falls', fromMs: 2000, toMs: 4000 });
		await noteItem(lead, open, film, { flag: 'do-not-show', text: 'a face', ...HIDDEN });
		page = (await room.person(lead, { viewport: { width: 1440, height: 1300 } })).page;
		await page.goto(`/review/${open.id}/${film}`);
		await room.unlock(page);
	});
	afterAll(() => room?.close());

	const types = async (id: string): Promise<string[]> =>
		(await eventsOf(lead, open, 'item', id)).map(({ entry }) => entry.statement.type);
	const at = (): Promise<number> => page.evaluate(() => (document.querySelector('video')?.currentTime ?? -1) * 1000);

	test('words come first: warnings with their times, and nothing opened or drawn', async () => {
		await page.getByText('somebody falls').waitFor();
		await page.getByText('00:00:02.000 – 00:00:04.000').waitFor();
		await page.getByText('Nothing is open yet').waitFor();
		expect(await page.locator('#page img, #page video, #page canvas').count()).toBe(0);
		expect(await types(film)).not.toContain('item.opened');
		const delivery = page.getByRole('region', { name: 'What is known of its delivery' });
		await expect
			.poll(() => delivery.getByRole('row', { name: 'How it was received' }).textContent())
			.toContain('by hand');
		await expect
			.poll(() => delivery.getByRole('row', { name: 'Who had it before' }).textContent())
			.toContain('not known');
		await expectAccessible(page);
	});

	test('key pictures are grey and blurred, and clear while one is held', async () => {
		await page.getByLabel(/What do you open it for/).fill('to look for the door');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: /Open \d+ key pictures?/ }).click();
		const first = page.getByRole('button', { name: /^Key picture/ }).first();
		await first.waitFor();
		expect((await types(film)).filter((type) => type === 'item.opened')).toHaveLength(1);
		const blurred = await lookOnceDrawn(page, await boxOf(page, KEY_PICTURE));
		await first.hover();
		await page.mouse.down();
		const clear = await lookAt(page, await boxOf(page, KEY_PICTURE));
		await page.mouse.up();
		const again = await lookAt(page, await boxOf(page, KEY_PICTURE));
		expect(clear.edges).toBeGreaterThan(3 * blurred.edges);
		expect(blurred.colour).toBeLessThan(1);
		expect(again.edges).toBeLessThan(1.2 * blurred.edges);
		await expectAccessible(page);
	});

	test('the player is muted, still and blurred; clear while V or a pointer holds it; gone within 100 ms of Esc', async () => {
		await page.getByRole('button', { name: 'Open the player' }).click();
		await page.locator('video').waitFor();
		await untilPlayable(page);
		expect(await page.locator('video').evaluate((one: HTMLVideoElement) => [one.muted, one.paused])).toEqual([
			true,
			true,
		]);
		expect((await page.locator(STAGE).boundingBox())?.width).toBeLessThanOrEqual(360);
		await expectBlurredUntilHeld(page);
		const middle = await boxOf(page, STAGE);
		const blurred = await lookAt(page, middle);
		await page.locator(STAGE).hover();
		await page.mouse.down();
		expect((await lookAt(page, middle)).edges).toBeGreaterThan(3 * blurred.edges);
		// The pointer is still pressed.
		const colours = async (): Promise<number> => (await lookAt(page, await boxOf(page, KEY_PICTURE))).colours;
		expect(await colours(), 'key pictures are shown beside it').toBeGreaterThan(10);
		await expectBlankAfterEscape(page);
		expect(await colours(), 'they are gone with it').toBe(1);
		await page.mouse.up();
		await page.keyboard.press('v');
		await expectBlank(page);
		await page.locator(KEY_PICTURE).first().hover();
		await page.mouse.down();
		expect(await colours()).toBe(1);
		await page.mouse.up();
		await expectAccessible(page);
		await page.keyboard.press('b');
		expect((await lookAt(page, middle)).edges).toBeLessThan(1.2 * blurred.edges);
		await expect.poll(colours).toBeGreaterThan(10);
	});

	test('seeks, steps by one picture, and covers and jumps over what is not to be shown', async () => {
		await page.getByRole('button', { name: /Go to 00:00:02\.000/ }).click();
		await expect.poll(at).toBe(2000);
		await page.keyboard.press('ArrowRight');
		const stepped = await at();
		expect(stepped).toBeGreaterThan(2000);
		expect(stepped).toBeLessThan(2250);
		await page.keyboard.press('ArrowLeft');
		await expect.poll(at).toBeLessThan(stepped);

		await page.getByRole('button', { name: /Go to 00:00:08\.000/ }).click();
		await page.getByText(/Not shown: 00:00:08\.000/).waitFor();
		await page.keyboard.down('v');
		await expectBlank(page);
		await page.keyboard.up('v');
		await page.keyboard.press('Shift+ArrowLeft');
		await page.getByText(/Not shown/).waitFor({ state: 'detached' });
		// 7 s or so: plays into the range and out behind it.
		for (let i = 0; i < 4; i += 1) await page.keyboard.press('Shift+Period');
		await page.keyboard.down('v');
		await page.keyboard.press('Space');
		await page.waitForFunction(
			(ms) => (document.querySelector('video')?.currentTime ?? 0) * 1000 > ms,
			HIDDEN.toMs + 300,
		);
		await page.keyboard.press('k');
		await page.keyboard.up('v');
	});

	test('a case that is read anew uncovers nothing', async () => {
		const other = (await room.person(lead)).page;
		await other.clock.install();
		await other.goto(`/review/${open.id}/${film}`);
		await room.unlock(other);
		await other.getByLabel(/What do you open it for/).fill('to look for the door');
		await other.keyboard.press('Enter');
		await other.getByRole('button', { name: 'Open the player' }).click();
		await other.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
		// What is known of one's cases counts as old by then, and whoever chooses among them has them read again.
		await other.clock.fastForward('02:00');
		const read = other.waitForResponse((one) => new URL(one.url()).pathname === '/v1/cases');
		await other.getByRole('button', { name: 'Share into another case' }).click();
		await read;
		await other.getByRole('dialog').waitFor();
		await other.keyboard.press('Escape');
		await other.getByRole('dialog').waitFor({ state: 'detached' });
		await other.keyboard.press('b');
		await other.getByRole('button', { name: /Go to 00:00:08\.000/ }).click();
		await other.getByText(/Not shown: 00:00:08\.000/).waitFor();
		await other.close();
	});

	test('a clip is marked and becomes an exhibit by keyboard alone', async () => {
		await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
		await page.keyboard.press('j');
		await page.keyboard.press('k');
		await page.keyboard.press('i');
		for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowRight');
		await page.keyboard.press('o');
		await page.keyboard.press('c');
		await page.getByRole('form', { name: 'Clip' }).locator('input:focus').waitFor();
		const out = /Out (\S+)/.exec((await page.getByRole('button', { name: /^Out / }).textContent()) ?? '')?.[1];
		await page
			.getByText(out as string, { exact: true })
			.first()
			.waitFor();
		await page.keyboard.type('second door');
		await expectAccessible(page);
		await page.keyboard.press('Enter');
		await page.getByRole('form', { name: 'Clip' }).waitFor({ state: 'detached' });
		await page.waitForFunction(() => document.activeElement?.closest('[data-number]') != null);
		await page.keyboard.press('Enter');
		// The dialog is drawn before it has the focus.
		await page.locator('[role=dialog] input:focus').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('CAS-0001.01').first().waitFor();
		const { clips, exhibits } = await caseMarks(lead, open);
		const clip = clips[0] as KnownClip;
		expect(clip).toMatchObject({ item: film, name: 'second door' });
		// Three pictures, from where the first begins to where the last does.
		const { fromMs, toMs, fromFrame, toFrame } = clip;
		expect((toFrame ?? 0) - (fromFrame ?? 0)).toBe(3);
		expect(Math.abs(fromMs - ((fromFrame ?? 0) * toMs) / (toFrame ?? 1))).toBeLessThan(2);
		expect(exhibits.map((one) => one.label)).toEqual(['CAS-0001', 'CAS-0001.01']);
	});

	test('the help lists the keys; a link goes to its moment', async () => {
		await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
		await page.keyboard.press('?');
		await page.getByText('Hold: pictures are clear').waitFor();
		await page.keyboard.press('Escape');
		await page.getByText('Hold: pictures are clear').waitFor({ state: 'detached' });
		await page.evaluate((path) => history.pushState(null, '', path), `/review/${open.id}/${film}?t=5000`);
		await expect.poll(at).toBe(5000);
	});

	test('while the archive is away a note is not lost, nor the player taken away', async () => {
		await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
		await page.keyboard.press('n');
		const form = page.getByRole('form', { name: 'Note' });
		await form.getByLabel('What others should know').fill('a second voice');
		await page.route('**/v1/**', (route) => route.abort());
		await form.getByRole('button', { name: 'Save the note' }).click();
		// The note, then the marks that are looked at anew; perhaps also what was watched, which is told later.
		const faults = page.getByRole('alert').filter({ hasText: 'unavailable' });
		await expect.poll(() => faults.count(), WAIT).toBeGreaterThanOrEqual(2);
		await expect.poll(() => page.locator('video').count()).toBe(1);
		await page.unroute('**/v1/**');
		await form.getByRole('button', { name: 'Save the note' }).click();
		await form.waitFor({ state: 'detached' });
		const { notes } = await caseMarks(lead, open);
		expect(notes.filter((one) => !one.unreadable && one.text === 'a second voice')).toHaveLength(1);
	});

	test('while something is open a suspension is looked for every few seconds', async () => {
		const other = (await room.person(lead)).page;
		await other.clock.install();
		await other.goto(`/review/${open.id}/${film}`);
		await room.unlock(other);
		await other.getByLabel(/What do you open it for/).fill('to look for the door');
		await other.keyboard.press('Enter');
		await other.getByRole('button', { name: /Open \d+ key pictures?/ }).click();
		await other
			.getByRole('button', { name: /^Key picture/ })
			.first()
			.waitFor();
		let asked = 0;
		other.on('response', (one) => {
			if (new URL(one.url()).pathname === '/v1/people') asked += 1;
		});
		// The page's clock goes on only as it is told to: were it every ten seconds, so long a time would have one question.
		await other.clock.pauseAt(new Date(Date.now() + 5000));
		let left = 19_500;
		const afterSome = async (): Promise<number> => {
			if (left > 0) await other.clock.runFor(500);
			left -= 500;
			return asked;
		};
		await expect.poll(afterSome, { timeout: 60_000, interval: 500 }).toBeGreaterThanOrEqual(3);
		await other.close();
	});

	test('what was seen clear is in the item’s history, without what was covered', async () => {
		await page.getByText(/Told so far/).waitFor();
		// Leaving tells the rest at once.
		await page.getByRole('link', { name: 'Other items' }).click();
		const behind = async (): Promise<boolean> =>
			(await watchedIn(lead, open)).some(
				(one) => one.item === film && one.ranges.some(([from]) => from >= HIDDEN.toMs),
			);
		await expect.poll(behind, WAIT).toBe(true);
		expect(await types(film)).toContain('item.watched');
		const told = (await watchedIn(lead, open)).filter((one) => one.item === film);
		expect(told.every((one) => one.class === 'original' && one.by === lead.identity.keys.sign)).toBe(true);
		const ranges = told.flatMap((one) => one.ranges);
		for (const [from, to] of ranges)
			expect(from >= HIDDEN.toMs || to <= HIDDEN.fromMs + 50, `${from}-${to}`).toBe(true);
	});

	test('a reader sees an AVI through a working copy that is made on request', async () => {
		const { page } = await room.person(reader);
		await page.goto(`/review/${open.id}/${avi}`);
		await room.unlock(page);
		await page.getByLabel(/What do you open it for/).fill('to see the car');
		await page.keyboard.press('Enter');
		await page.getByText(/Readers of a case see working copies/).waitFor();
		await page.getByRole('button', { name: 'Ask for a playable copy' }).click();
		await page.getByRole('button', { name: 'Open the working copy' }).click({ timeout: 60_000 });
		await page.getByText('WORKING COPY, not the original').waitFor();
		await expectBlurredUntilHeld(page);
		expect(await page.getByRole('button', { name: /Mark a clip/ }).count()).toBe(0);
		await expectAccessible(page);
		// Leaving tells at once.
		await page.getByRole('link', { name: 'Other items' }).click();
		await expect
			.poll(async () => (await watchedIn(lead, open)).filter((one) => one.item === avi).map((one) => one.class), WAIT)
			.toEqual(['working']);
	});
});
