import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMember, type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity, type Identity, pseudonym } from '../../src/client/identity.ts';
import { parseInvite } from '../../src/client/invite.ts';
import { findPerson, join, people } from '../../src/client/people.ts';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

let room: OpenedRoom;
let steward: Visitor;
let boris: Connection;
let open: OpenCase;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	boris = await room.live.enrol();
	open = await openCase(room.live.steward);
	steward = await room.person(room.live.steward, {
		names: { [boris.identity.keys.sign]: 'Boris', [room.live.steward.identity.keys.sign]: 'Vera' },
	});
});
afterAll(() => room?.close());

const nav = (page: Page, name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByText(name).click();

async function toArchive(page: Page): Promise<void> {
	await nav(page, 'People');
	await page.getByRole('tab', { name: 'In the archive' }).click();
	await page.getByRole('heading', { name: 'Everybody in the archive' }).waitFor();
}

/** Invites in the page and gives what the link holds. */
async function inviteInPage(page: Page, name: string): Promise<string> {
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await page.getByLabel('Who is it for?').fill(name);
	await page.getByRole('button', { name: 'Make the invite' }).click();
	await page.getByText('It is shown once').waitFor();
	return page.getByLabel('Invite link').inputValue();
}

/** Joins by such a link, as the door would. */
async function joinBy(link: string, name: string): Promise<Identity> {
	const identity = createIdentity();
	const letter = parseInvite(link.slice(link.indexOf('#') + 1));
	await join({ ...letter, pin: { ...letter.pin, server: room.live.server } }, identity, name);
	return identity;
}

/** The card of who asks under this key. */
const cardOf = (page: Page, key: string) =>
	page.getByRole('heading', { level: 3, name: pseudonym(key) }).locator('xpath=ancestor::div[.//form][1]');

const enrolled = async (key: string) =>
	(await people(room.live.steward)).find((one) => one.keys.sign === key);

test.skipIf(!hasChromium)('an invite is shown once, and the door takes its link', async () => {
	const { page } = steward;
	await toArchive(page);
	await expectAccessible(page);
	const asked: string[] = [];
	page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Back to the people' }).click();
	const link = await inviteInPage(page, 'Anna');
	await expectAccessible(page);
	expect(link.startsWith(`${room.address}/#custos-invite:`)).toBe(true);
	const { secret, role } = parseInvite(link.split('#')[1] as string);
	expect(role).toBe('member');
	expect(asked.filter((one) => one.includes(secret) || one.includes('Anna'))).toEqual([]);
	const guest = await room.visitor();
	await guest.page.goto(link);
	await guest.page.getByRole('heading', { name: 'Join the archive' }).waitFor();
	await page.getByRole('link', { name: 'Back to the people' }).click();
	await page.getByRole('heading', { name: 'Invites nobody has come in with' }).waitFor();
	expect(await page.getByText('Anna', { exact: true }).count()).toBe(1);
	expect(await page.content()).not.toContain('custos-invite:');
});

test.skipIf(!hasChromium)('nobody is let in before the voices were compared', async () => {
	const { page } = steward;
	const anna = await joinBy(await inviteInPage(page, 'Anna'), 'Anna');
	await page.getByRole('link', { name: 'Back to the people' }).click();
	const card = cardOf(page, anna.keys.sign);
	await card.waitFor();
	await expectAccessible(page);
	const shown = await card.locator('ol[aria-label=Fingerprint] li').allTextContents();
	expect(shown.join('')).toBe(anna.keys.sign.slice(0, 32));
	const letIn = card.getByRole('button', { name: 'Let in' });
	expect(await letIn.isDisabled()).toBe(true);
	await card.getByRole('button', { name: 'It is not the same' }).click();
	await card.getByText('Do not let them in').waitFor();
	await expectAccessible(page);
	expect(await enrolled(anna.keys.sign)).toBeUndefined();
	await card.getByRole('checkbox', { name: 'We spoke' }).check();
	await letIn.click();
	await page.getByText(`Anna (${pseudonym(anna.keys.sign)})`).waitFor();
	expect(await enrolled(anna.keys.sign)).toMatchObject({ role: 'member', suspended: false });
});
