import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity, pseudonym } from '../../src/client/identity.ts';
import { approve, bring, invite, join, joinRequests, people, roster } from '../../src/client/people.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

// Two of three stewards must agree: what one of them sees in the room.

let room: OpenedRoom;
let steward: Visitor;
let second: Connection;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	second = await room.live.enrol('steward');
	await room.live.enrol('steward');
	const two = { type: 'threshold.changed' as const, threshold: 2 };
	expect(await bring(room.live.steward, two)).toMatchObject({ done: false });
	expect(await bring(second, two)).toMatchObject({ done: true });
	steward = await room.person(room.live.steward, { names: { [second.identity.keys.sign]: 'Anna' } });
	const { page } = steward;
	await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
	await page.getByRole('tab', { name: 'In the archive' }).click();
	await page.getByText('2 of 3 stewards must agree').waitFor();
});
afterAll(() => room?.close());

const find = async (key: string) => (await people(room.live.steward)).find((one) => one.keys.sign === key);
const yes = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

test.skipIf(!hasChromium)(
	'what another steward proposed waits for one’s approval, after the voices were compared',
	async () => {
		const { page } = steward;
		const olga = createIdentity();
		const letter = await invite(second, 'member');
		await join(letter, olga, 'Olga');
		const [request] = (await joinRequests(second, [letter])).filter((one) => one.genuine);
		expect(await approve(second, request as NonNullable<typeof request>, 'member')).toMatchObject({ done: false });
		const card = page.getByRole('article', { name: `Let in ${pseudonym(olga.keys.sign)}` });
		await card.waitFor();
		await card.getByText('Proposed by Anna').waitFor();
		await page.getByText('Everybody who asks is among the proposals below').waitFor();
		await card.getByText('Agreed, 1 of 2').waitFor();
		await expectAccessible(page);
		const agree = card.getByRole('button', { name: 'I agree' });
		await expect.poll(() => agree.isDisabled()).toBe(true);
		await card.getByRole('checkbox', { name: 'We spoke' }).check();
		await agree.click();
		expect(await find(olga.keys.sign)).toBeUndefined();
		await yes(page, 'Agree');
		await card.waitFor({ state: 'detached' });
		expect(await find(olga.keys.sign)).toMatchObject({ role: 'member', suspended: false });
	},
);

test.skipIf(!hasChromium)(
	'a steward’s suspension is proposed and can be taken back; a member is suspended at once',
	async () => {
		const { page } = steward;
		await page.getByRole('button', { name: 'Suspend Anna' }).click();
		const question = page.getByRole('dialog', { name: /^Suspend Anna/ });
		await question.getByText(/nothing is suspended yet.* once enough stewards agree \(2 in all\)/).waitFor();
		expect(await question.textContent()).not.toContain('works at once');
		await yes(page, 'Suspend');
		const card = page.getByRole('article', { name: 'Suspend Anna' });
		await card.getByText('You have agreed. It waits for another steward.').waitFor();
		expect(await find(second.identity.keys.sign)).toMatchObject({ suspended: false });
		await card.getByRole('button', { name: 'Take back' }).click();
		await yes(page, 'Take back');
		await card.waitFor({ state: 'detached' });
		const { proposals } = await roster(room.live.steward);
		expect(proposals.at(-1)).toMatchObject({ act: { type: 'person.suspended' }, state: 'withdrawn' });
		const olga = (await people(room.live.steward)).find((one) => one.role === 'member');
		const key = olga?.keys.sign ?? '';
		await page.getByRole('button', { name: `Suspend ${pseudonym(key)}` }).click();
		await yes(page, 'Suspend');
		await page.getByRole('button', { name: `Give access back to ${pseudonym(key)}` }).waitFor();
		expect(await find(key)).toMatchObject({ suspended: true });
	},
);

test.skipIf(!hasChromium)(
	'another number of stewards is proposed with what it means, and holds once enough agree',
	async () => {
		const { page } = steward;
		await page.getByRole('button', { name: 'Have more or fewer agree' }).click();
		await page.getByText('For this very change 3 must agree').waitFor();
		await page.getByText('All stewards will be needed').waitFor();
		await page.getByRole('button', { name: 'Propose', exact: true }).click();
		await page.getByRole('dialog', { name: '3 of 3 stewards?' }).waitFor();
		await yes(page, 'Propose');
		const three = page.getByRole('article', { name: 'From then on it takes 3 of the stewards' });
		await three.getByText('Agreed, 1 of 3').waitFor();
		await page.getByText('Another number is proposed below').waitFor();
		await three.getByRole('button', { name: 'Take back' }).click();
		await yes(page, 'Take back');
		await three.waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Have more or fewer agree' }).click();
		await page.getByLabel('How many stewards must agree').fill('1');
		await page.getByText('For this very change 2 must agree').waitFor();
		await page.getByText('a single stolen passphrase is then enough').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Propose', exact: true }).click();
		await yes(page, 'Propose');
		await page.getByRole('article', { name: 'From then on it takes 1 of the stewards' }).waitFor();
		expect((await roster(second)).threshold).toBe(2);
		expect(await bring(second, { type: 'threshold.changed', threshold: 1 })).toMatchObject({ done: true });
		await page.getByText('1 of 3: one steward alone decides').waitFor();
	},
);
