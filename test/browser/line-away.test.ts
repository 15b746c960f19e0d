import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

// What was not there when it was asked for is there when the archive is, without a reload: that would lock.
describe.skipIf(!hasChromium)('the archive out of reach', () => {
	let room: OpenedRoom;
	let vera: Visitor;
	let page: Page;

	beforeAll(async () => {
		room = await openRoom();
		vera = await room.person(room.live.steward);
		page = vera.page;
	});
	afterAll(() => room?.close());

	const nav = (name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByText(name).click();
	const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
	const missing = () => page.getByText('A part of this page did not come: the archive does not answer.');
	/** How many of the page's styles are not there. */
	const bare = () =>
		page.evaluate(
			() =>
				[...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter((one) => one.sheet === null)
					.length,
		);

	test('without any case, a room of one case leads to where one is begun', async () => {
		await nav('Exhibits');
		await page.getByRole('heading', { name: 'You are not in any case yet' }).waitFor();
		await page.getByRole('link', { name: 'To the cases', exact: true }).click();
		await page.getByRole('button', { name: 'New case' }).waitFor();
	});

	test('a room whose page does not come says so, and comes when the network is back', async () => {
		await vera.context.setOffline(true);
		await nav('People');
		await missing().waitFor();
		await vera.context.setOffline(false);
		await heading('People');
		expect(await missing().count()).toBe(0);
		expect(await bare()).toBe(0);
	});

	test('with a network and no answer, each new try really asks', async () => {
		const assets = '**/assets/**';
		let asked = 0;
		await vera.context.route(assets, (route) => {
			asked += 1;
			return route.abort();
		});
		await nav('Intake');
		await missing().waitFor();
		const before = asked;
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect.poll(() => asked).toBeGreaterThan(before);
		await missing().waitFor();
		await vera.context.unroute(assets);
		await page.getByRole('button', { name: 'Try again' }).click();
		await heading('Intake');
		expect(await bare()).toBe(0);
	});

	test('what was asked meanwhile says what it waits for, and is asked again by itself', async () => {
		const open = await openCase(room.live.steward);
		await nav('Custody');
		const choice = page.getByRole('main').getByText(`${open.prefix} · ${open.title}`);
		await choice.waitFor();
		await vera.context.setOffline(true);
		await choice.click();
		await page.getByText('It goes on by itself when the network is back').waitFor();
		await page.getByText('The archive does not answer.').first().waitFor();
		await vera.context.setOffline(false);
		await page.locator('[data-event]').first().waitFor();
		// Each of the questions has its own answer.
		await expect.poll(() => page.getByText('The archive does not answer.').count()).toBe(0);
		vera.takeComplaints();
	});
});
