import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { openIntake } from '../../src/client/intake.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

/** So long, in milliseconds, that everything that looks now and then has looked. */
const ROUND_MS = 31_000;

// What one looks for is found on one's own device: the archive does not even learn that somebody searched.
describe.skipIf(!hasChromium)('searching a case', () => {
	let room: OpenedRoom;
	let page: Page;
	let open: OpenCase;
	/** What the page asked for, without what stands behind the question mark. */
	const asked: string[] = [];
	let underWay = 0;

	beforeAll(async () => {
		room = await openRoom();
		const { worker } = await enrolWorker(room.live);
		const lead = await room.live.enrol();
		open = await openCase(lead);
		const files = ['the yard.mp4', 'the door.mp4'].map((path) => ({
			path,
			size: 9,
			modified: '2021-06-01T00:00:00.000Z',
			summary: { kind: 'video' },
		}));
		await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
		page = (await room.person(lead)).page;
		page.on('request', (one) => {
			asked.push(`${one.method()} ${new URL(one.url()).pathname}`);
			underWay += 1;
		});
		const ended = (): void => {
			underWay -= 1;
		};
		page.on('requestfinished', ended);
		page.on('requestfailed', ended);
		await page.clock.install();
		await page.goto(`/cases/${open.id}`);
		await room.unlock(page);
		await page.getByText('2 items').waitFor();
	});
	afterAll(() => room?.close());

	/** The page's clock stands, and what it asked for before is answered. */
	async function untilStill(): Promise<void> {
		let before = -1;
		const still = (): boolean => {
			const same = before === asked.length && underWay <= 0;
			before = asked.length;
			return same;
		};
		await expect.poll(still, { interval: 1000 }).toBe(true);
	}

	test('typing asks the archive nothing', async () => {
		await page.clock.pauseAt(new Date(Date.now() + 5000));
		asked.length = 0;
		await page.clock.runFor(ROUND_MS);
		await untilStill();
		const usual = new Set(asked);
		asked.length = 0;
		await page.getByRole('searchbox').focus();
		await page.keyboard.type('yard');
		await expect.poll(() => page.getByRole('grid').locator('tbody a').allTextContents()).toEqual(['the yard.mp4']);
		expect(asked).toEqual([]);
		// Nor a while later, but for what is asked now and then whatever one does.
		await page.clock.runFor(2000);
		await untilStill();
		expect(asked.filter((one) => !usual.has(one))).toEqual([]);
	});
});
