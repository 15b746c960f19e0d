import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf } from '../../src/client/case/history.ts';
import { membersAsOf } from '../../src/client/case/members.ts';
import { addMember, type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity, type Identity, pseudonym } from '../../src/client/identity.ts';
import { parseInvite } from '../../src/client/invite.ts';
import { findPerson, join, joinRequests, people, setSuspended } from '../../src/client/people.ts';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';
import { cardOf, inviteInPage, toArchive, toPeople } from './people-page.ts';

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

async function backToCase(page: Page): Promise<void> {
	await page.reload();
	await room.unlock(page);
	await toPeople(page);
	await page.getByRole('tab', { name: 'In a case' }).click();
}

/** Joins by such a link, as the door would. */
async function joinBy(link: string, name: string): Promise<Identity> {
	const identity = createIdentity();
	const letter = parseInvite(link.slice(link.indexOf('#') + 1));
	await join({ ...letter, pin: { ...letter.pin, server: room.live.server } }, identity, name);
	return identity;
}

const enrolled = async (key: string) => (await people(room.live.steward)).find((one) => one.keys.sign === key);

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
	await expect.poll(() => page.getByText('Anna', { exact: true }).count()).toBe(1);
	expect(await page.content()).not.toContain('custos-invite:');
});

test.skipIf(!hasChromium)('nobody is let in before the voices were compared', async () => {
	const { page } = steward;
	const anna = await joinBy(await inviteInPage(page, 'Anna'), 'Boris');
	await page.getByRole('link', { name: 'Back to the people' }).click();
	const card = cardOf(page, anna.keys.sign);
	await card.waitFor();
	await expectAccessible(page);
	// The name that the steward wrote stays; another one that somebody gives themselves stands beside it.
	await card.getByText('You invited: Anna. They call themselves: Boris.').waitFor();
	const shown = await card.locator('ol[aria-label=Fingerprint] li').allTextContents();
	expect(shown.join('')).toBe(anna.keys.sign.slice(0, 32));
	const letIn = card.getByRole('button', { name: 'Let in' });
	await expect.poll(() => letIn.isDisabled()).toBe(true);
	await card.getByRole('button', { name: 'It is not the same' }).click();
	await card.getByText('Do not let them in').waitFor();
	await expectAccessible(page);
	expect(await enrolled(anna.keys.sign)).toBeUndefined();
	await card.getByRole('checkbox', { name: 'We spoke' }).check();
	await letIn.click();
	await card.waitFor({ state: 'detached' });
	await page
		.getByRole('listitem')
		.filter({ hasText: `Anna (${pseudonym(anna.keys.sign)})` })
		.waitFor();
	expect(await enrolled(anna.keys.sign)).toMatchObject({ role: 'member', suspended: false });
});

test.skipIf(!hasChromium)(
	'a lead takes people in, changes their role and puts them out; each is an entry',
	async () => {
		const { page } = steward;
		const [key, vera] = [boris.identity.keys.sign, room.live.steward];
		await page.getByRole('tab', { name: 'In a case' }).click();
		await page.getByRole('heading', { name: 'In the case CAS · a case' }).waitFor();
		await page.getByRole('combobox', { name: 'Who?' }).click();
		await page.getByRole('option', { name: 'Boris' }).click();
		await expect.poll(() => page.getByLabel(/Name for the members/).inputValue()).toBe('Boris');
		await page.getByRole('radio', { name: 'editor' }).check();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Take in' }).click();
		const row = page.getByRole('listitem').filter({ hasText: pseudonym(key) });
		await row.getByText('editor', { exact: true }).first().waitFor();
		expect(await openCases(boris)).toMatchObject([{ id: open.id, role: 'editor' }]);

		await row.getByRole('combobox', { name: 'Role of Boris' }).click();
		await page.getByRole('option', { name: 'reader' }).click();
		await page.getByRole('dialog', { name: 'Boris: reader from now on?' }).waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Change the role' }).click();
		await row.getByText('Sees what was made').first().waitFor();
		expect(await openCases(boris)).toMatchObject([{ role: 'reader' }]);

		await row.getByRole('button', { name: 'Put out Boris' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Put out' }).click();
		await page.getByRole('heading', { name: 'No longer in the case' }).waitFor();
		await expectAccessible(page);
		expect(await openCases(boris)).toEqual([]);
		// The case got a new key with it, and the page says which is the newest.
		await page.getByText('today number 2').waitFor();
		const members = await membersAsOf(vera, open);
		expect(members.members.map((one) => [one.role, one.active])).toEqual([
			['lead', true],
			['reader', false],
		]);
	},
);

test.skipIf(!hasChromium)('a lead is told to give a new key where a member is suspended, and does', async () => {
	const { page } = steward;
	const vera = room.live.steward;
	const eve = await room.live.enrol();
	const [mine] = (await openCases(vera)) as [OpenCase];
	await addMember(vera, mine, await findPerson(vera, eve.identity.keys.sign), 'reader', 'Eve');
	await setSuspended(vera, eve.identity.keys.sign, true);
	await backToCase(page);
	await page.getByText('This case should get a new key').waitFor();
	await page.getByText('Suspended, and knowing the key of today: Eve.').waitFor();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Give it a new key' }).click();
	await page.getByRole('dialog').getByLabel('Why (not required)').fill('a telephone was stolen');
	await expectAccessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Give it a new key' }).click();
	await page.getByText('today number 3').waitFor();
	const given = (await eventsOf(vera, mine, 'case', mine.id)).findLast(
		({ entry }) => entry.statement.type === 'case.rekeyed',
	);
	expect(given?.fields).toEqual({ reason: 'a telephone was stolen' });
	await expectAccessible(page);
	// Back again: the page of the lead gives her the key by itself.
	await setSuspended(vera, eve.identity.keys.sign, false);
	await backToCase(page);
	const told = page.getByText('Just given the newest key of this case by this device: Eve.');
	await told.waitFor();
	// And says so still when it has looked again, which tells another time.
	const asOf = page.getByText(/Complete up to event \d+ of this case/);
	const first = await asOf.textContent();
	await expect.poll(() => asOf.textContent(), { timeout: 60_000, interval: 500 }).not.toBe(first);
	await expect.poll(() => told.count()).toBe(1);
	expect([...((await openCases(eve))[0] as OpenCase).secrets.keys()].sort()).toEqual([1, 2, 3]);
});

test.skipIf(!hasChromium)(
	'a forgotten passphrase: let in anew, the old key suspended, the case given in one go',
	async () => {
		const { page } = steward;
		const old = await room.live.enrol();
		await addMember(
			room.live.steward,
			open,
			await findPerson(room.live.steward, old.identity.keys.sign),
			'editor',
			'Olga',
		);
		await toArchive(page);
		const olga = await joinBy(await inviteInPage(page, 'Olga'), 'Olga');
		await page.getByRole('link', { name: 'Back to the people' }).click();
		const card = cardOf(page, olga.keys.sign);
		await card.getByRole('combobox', { name: /Were they here before/ }).click();
		await page.getByRole('option', { name: pseudonym(old.identity.keys.sign) }).click();
		await expectAccessible(page);
		await card.getByRole('checkbox', { name: 'We spoke' }).check();
		await card.getByRole('button', { name: 'Let in' }).click();
		await card.waitFor({ state: 'detached' });
		await page.getByText('the lead of each of their cases gives the new keys the case').waitFor();
		expect(await enrolled(old.identity.keys.sign)).toMatchObject({ suspended: true });
		expect(await enrolled(olga.keys.sign)).toMatchObject({ formerly: old.identity.keys.sign });

		await page.getByRole('tab', { name: 'In a case' }).click();
		await page.getByText('Olga waits for the case key').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Give the new keys the case' }).click();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'The same: give it' }).click();
		await page.getByText('Olga waits for the case key').waitFor({ state: 'detached' });
		expect(await openCases(await room.live.connect(olga))).toMatchObject([{ id: open.id, role: 'editor' }]);
	},
);

// 12: suspended while their session lives.
test.skipIf(!hasChromium)(
	'suspended in one press: the other’s page locks by itself and says so; reinstated, they go on',
	async () => {
		const { page } = steward;
		const member = await room.person(boris);
		const other = member.page;
		await toArchive(other);
		await other.getByText('Stewards let people in').waitFor();
		expect(await other.getByRole('button', { name: /^Suspend/ }).count()).toBe(0);
		expect(await other.getByRole('link', { name: 'Invite somebody' }).count()).toBe(0);
		await expectAccessible(other);

		await toArchive(page);
		await page.getByRole('button', { name: 'Suspend Boris' }).click();
		await page.getByRole('dialog', { name: /Suspend Boris/ }).waitFor();
		await expectAccessible(page);
		await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();
		const row = page.getByRole('listitem').filter({ hasText: 'Boris' });
		await row.getByText('suspended').waitFor();
		await page.emulateMedia({ colorScheme: 'dark' });
		await expectAccessible(page);
		expect(await enrolled(boris.identity.keys.sign)).toMatchObject({ suspended: true });

		// Nobody touches the other page.
		await other.getByText('Your access was suspended').waitFor();
		expect(await other.getByRole('navigation').count()).toBe(0);
		expect(await other.getByText('Everybody in the archive').count()).toBe(0);
		await expectAccessible(other);
		const asked: string[] = [];
		other.on('request', (request) => asked.push(request.url()));
		await other.locator('input[type=password]').fill(PASSPHRASE);
		await other.getByRole('button', { name: 'Unlock' }).click();
		await other.getByText('your access is suspended').waitFor();
		expect(asked.filter((url) => !/\/v1\/(archive|session|log\/)/.test(url))).toEqual([]);

		await row.getByRole('button', { name: 'Give access back' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Give access back' }).click();
		await row.getByRole('button', { name: 'Suspend Boris' }).waitFor();
		// The page that waits asks by itself.
		await other.getByRole('navigation', { name: 'Rooms' }).waitFor();
	},
);

test.skipIf(!hasChromium)('a request is refused and an invite withdrawn: neither is of use any more', async () => {
	const { page } = steward;
	await toArchive(page);
	const link = await inviteInPage(page, 'Mallory');
	await page.getByRole('link', { name: 'Back to the people' }).click();
	const mallory = await joinBy(link, 'Mallory');
	await cardOf(page, mallory.keys.sign).waitFor();
	await page.getByRole('button', { name: /^Refuse the request of Mallory/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
	await cardOf(page, mallory.keys.sign).waitFor({ state: 'detached' });
	// Not even those very keys come back by it.
	await joinBy(link, 'Mallory').catch(() => undefined);
	expect(await joinRequests(room.live.steward, [])).toEqual([]);

	const second = await inviteInPage(page, 'Nina');
	await page.getByRole('link', { name: 'Back to the people' }).click();
	await page.getByRole('button', { name: 'Withdraw the invite for Nina' }).click();
	await expectAccessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
	await page.getByRole('button', { name: 'Withdraw the invite for Nina' }).waitFor({ state: 'detached' });
	await joinBy(second, 'Nina');
	expect(await joinRequests(room.live.steward, [])).toEqual([]);
	await expectAccessible(page);
});
