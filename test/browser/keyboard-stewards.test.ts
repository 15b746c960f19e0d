import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity, pseudonym } from '../../src/client/identity.ts';
import { approve, bring, invite, join, joinRequests, people, roster } from '../../src/client/people.ts';
import { dialogHasFocus, focusKept, tabInto, tabTo, toRoom } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// No pointer is used from here on; and wherever the focus goes, it is seen.
describe.skipIf(!hasChromium)('what stewards agree about, by the keyboard alone', () => {
	let room: OpenedRoom;
	let second: Connection;
	let page: Page;

	beforeAll(async () => {
		room = await openRoom();
		second = await room.live.enrol('steward');
		await room.live.enrol('steward');
		const two = { type: 'threshold.changed' as const, threshold: 2 };
		await bring(room.live.steward, two);
		expect(await bring(second, two)).toMatchObject({ done: true });
		page = (await room.person(room.live.steward, { names: { [second.identity.keys.sign]: 'Anna' } })).page;
		await page.getByRole('heading', { name: 'Cases' }).waitFor();
	});
	afterAll(() => room?.close());

	/** In the dialog that asks: its verb. */
	const yes = async (verb: RegExp): Promise<void> => {
		const dialog = page.getByRole('dialog');
		await dialogHasFocus(page);
		await tabInto(page, dialog, verb);
		await page.keyboard.press('Enter');
		await dialog.waitFor({ state: 'detached' });
	};

	test('another’s proposal is agreed to, after the voices were compared', async () => {
		const olga = createIdentity();
		const letter = await invite(second, 'member');
		await join(letter, olga, 'Olga');
		const [request] = (await joinRequests(second, [letter])).filter((one) => one.genuine);
		await approve(second, request as NonNullable<typeof request>, 'member');
		await toRoom(page, 'People');
		const card = page.getByRole('article', { name: `Let in ${pseudonym(olga.keys.sign)}` });
		await card.waitFor();
		await tabInto(page, card, /^We spoke/);
		await page.keyboard.press('Space');
		await tabInto(page, card, /agree/i);
		await page.keyboard.press('Enter');
		await yes(/^Agree$/);
		await card.waitFor({ state: 'detached' });
		await focusKept(page);
		const all = await people(room.live.steward);
		expect(all.find((one) => one.keys.sign === olga.keys.sign)).toMatchObject({ role: 'member' });
	});

	test('another number of stewards is proposed, and taken back', async () => {
		await tabTo(page, /^Have more or fewer agree/);
		await page.keyboard.press('Enter');
		await page.getByText('For this very change 3 must agree').waitFor();
		await focusKept(page);
		await tabTo(page, /^Propose$/);
		await page.keyboard.press('Enter');
		await yes(/^Propose$/);
		const card = page.getByRole('article', { name: 'From then on it takes 3 of the stewards' });
		await card.getByText('Agreed, 1 of 3').waitFor();
		await focusKept(page);
		await tabInto(page, card, /^Take back/);
		await page.keyboard.press('Enter');
		await yes(/^Take back$/);
		await card.waitFor({ state: 'detached' });
		await focusKept(page);
		const { proposals } = await roster(room.live.steward);
		expect(proposals.at(-1)).toMatchObject({ act: { type: 'threshold.changed' }, state: 'withdrawn' });
	});

	test('a steward’s suspension is proposed', async () => {
		await tabTo(page, /^Suspend Anna/);
		await page.keyboard.press('Enter');
		await yes(/^Suspend$/);
		const card = page.getByRole('article', { name: 'Suspend Anna' });
		await card.getByText('You have agreed. It waits for another steward.').waitFor();
		await focusKept(page);
	});
});
