import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatInvite, type Invite } from '../../src/client/invite.ts';
import { approve, invite, joinRequests, setSuspended, withdrawInvite } from '../../src/client/people.ts';
import { expectAccessible } from './accessible.ts';
import { carriedProfile, comeIn, PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { dumpStorage } from './dump-storage.ts';
import { expectAloneOnPaper } from './on-paper.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

let room: OpenedRoom;
let letter: Invite;
let anna: Visitor;
let passphrase = '';
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	letter = await invite(room.live.steward, 'member');
});
afterAll(() => room?.close());

/** Copies the words off the card and types the one that is asked for. */
async function copyCard(page: Page): Promise<string> {
	const asked = page.getByLabel(/Type word number/);
	const label = (await page.getByText(/Type word number \d/).textContent()) ?? '';
	const words = await page.locator('ol[lang=en] li').allTextContents();
	expect(words).toHaveLength(7);
	await asked.fill(words[Number(/\d/.exec(label)?.[0]) - 1] as string);
	await page.getByRole('button', { name: 'Continue' }).click();
	return words.join(' ');
}

/** In the page. */
function asksBeforeLeaving(): boolean {
	return !dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

/** Enrols whoever asks with this invite. */
async function approveRequest(): Promise<void> {
	const [request] = (await joinRequests(room.live.steward, [letter])).filter((one) => one.genuine);
	if (request === undefined) throw new Error('nobody asks to join');
	expect(request.name).toBe('Anna');
	await approve(room.live.steward, request, 'member');
}

test.skipIf(!hasChromium)(
	'an invite link leads to keys, a passphrase card, and a fingerprint to read out',
	async () => {
		anna = await room.visitor();
		const { page } = anna;
		const asked: string[] = [];
		page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
		await page.goto(`/#${formatInvite(letter)}`);
		await page.getByRole('heading', { name: 'Join the archive' }).waitFor();
		expect(page.url()).toBe(`${room.address}/`);
		await expectAccessible(page);
		await page.getByLabel(/Your name/).fill('Anna');
		const elsewhere = page.getByRole('link', { name: /Check a report/ });
		await expect.poll(() => elsewhere.count()).toBe(1);
		await page.getByRole('button', { name: 'Make my keys' }).click();
		await page.getByText('This is shown once.').waitFor();
		await expectAccessible(page);
		const card = page.getByRole('region', { name: 'Your passphrase' });
		const printed = await expectAloneOnPaper(page, card);
		for (const word of await card.locator('ol[lang=en] li').allTextContents()) expect(printed).toContain(word);
		// The keys are nowhere but in this page: nothing leads away, and the browser asks before it leaves.
		expect(await elsewhere.count()).toBe(0);
		expect(await page.evaluate(asksBeforeLeaving)).toBe(true);
		passphrase = await copyCard(page);
		await page.getByRole('heading', { name: 'One call, and you are in' }).waitFor();
		expect(await page.evaluate(asksBeforeLeaving)).toBe(false);
		await expectAccessible(page);
		await expect
			.poll(() => page.getByText(/^([0-9a-f]{4} ?){8}$/).textContent())
			.toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
		for (const secret of [letter.secret, passphrase, passphrase.split(' ')[0] as string, 'Anna'])
			expect(asked.filter((one) => one.includes(secret))).toEqual([]);
	},
);

test.skipIf(!hasChromium)(
	'whoever waits long is told what may be the reason, and can begin with another invite',
	async () => {
		const gone = await invite(room.live.steward, 'member');
		await withdrawInvite(room.live.steward, gone.invite);
		const { page } = await room.visitor();
		await page.clock.install();
		await page.goto(`/#${formatInvite(gone)}`);
		await page.getByRole('button', { name: 'Make my keys' }).click();
		await copyCard(page);
		await page.getByRole('heading', { name: 'One call, and you are in' }).waitFor();
		await page.clock.fastForward('02:00');
		expect(await page.getByText('Nobody has let you in yet').count()).toBe(0);
		await page.clock.fastForward('01:10');
		await page.getByRole('heading', { name: 'Still waiting' }).waitFor();
		await page.getByText('Perhaps your invite was withdrawn').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Leave, and use another invite' }).click();
		await page.getByLabel('I have an invite').waitFor();
		await page.close();
	},
);

test.skipIf(!hasChromium)('the page opens by itself once a steward approved', async () => {
	await approveRequest();
	await anna.page.getByRole('heading', { name: 'Cases' }).waitFor();
	await expectAccessible(anna.page);
});

test.skipIf(!hasChromium)(
	'after a reload only the passphrase opens; nothing at rest holds keys or words in clear',
	async () => {
		const { page } = anna;
		await page.reload();
		const field = page.getByRole('textbox', { name: 'Passphrase' });
		await field.fill('seven other words that are not mine');
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('This does not open with what you gave.').waitFor();
		await expectAccessible(page);
		const stored = await page.evaluate(dumpStorage);
		expect(stored.length).toBeGreaterThan(500);
		for (const word of passphrase.split(' ').filter((one) => one.length > 5)) expect(stored).not.toContain(word);
		expect(stored).not.toContain('Anna');
		expect(await anna.context.cookies()).toEqual([]);
		await field.fill(`  ${passphrase.toUpperCase().replaceAll(' ', '  ')} `);
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByRole('heading', { name: 'Cases' }).waitFor();
	},
);

test.skipIf(!hasChromium)('an address that leads nowhere says so, and leads home', async () => {
	const stranger = await room.visitor();
	const { page } = stranger;
	const answer = await page.goto('/cases/nowhere');
	expect(answer?.status()).toBe(404);
	await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'To the door of the archive' }).click();
	await page.getByRole('heading', { name: 'Welcome' }).waitFor();
	expect(stranger.takeComplaints()).toEqual([expect.stringContaining('404')]);
	await stranger.context.close();
	await anna.page.evaluate(() => history.pushState(null, '', '/nowhere'));
	await anna.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
	await anna.page.getByRole('link', { name: 'To the cases', exact: true }).click();
	await anna.page.getByRole('heading', { name: 'Cases' }).waitFor();
});

test.skipIf(!hasChromium)('it locks at once by its key, and by itself after five minutes', async () => {
	const { page } = anna;
	await page.keyboard.press('Alt+L');
	await page.getByText('Your keys are out of memory').waitFor();
	await page.clock.install();
	await page.reload();
	await unlock(page);
	await page.clock.fastForward('04:50');
	await page.mouse.move(10, 10);
	await page.clock.fastForward('04:50');
	await expect.poll(() => page.getByRole('heading', { name: 'Cases' }).isVisible()).toBe(true);
	await page.clock.fastForward('00:20');
	await page.getByText('Locked after five minutes without a touch').waitFor();
	expect(await page.getByRole('navigation').count()).toBe(0);
});

test.skipIf(!hasChromium)('every room is reached by keyboard, and passes axe', async () => {
	const { page } = await room.person(room.live.steward);
	await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
	await page.keyboard.press('Control+K');
	await page.getByRole('dialog', { name: 'Commands' }).waitFor();
	await expectAccessible(page);
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	for (const name of ['Cases', 'Intake', 'Review', 'Exhibits', 'Custody', 'Report', 'Verify', 'People']) {
		await page.keyboard.press('Control+K');
		await page.getByRole('textbox', { name: 'Where to' }).or(page.getByPlaceholder('Where to')).fill(name);
		// What is found is drawn after what is typed.
		await page.locator('[role=dialog] [data-action][data-selected]').filter({ hasText: name }).waitFor();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await page.getByRole('heading', { level: 1, name }).waitFor();
	}
	await page.keyboard.press('?');
	await page.getByRole('dialog').waitFor();
	await expectAccessible(page);
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.keyboard.press('g');
	await page.keyboard.press('c');
	await page.getByRole('heading', { name: 'Cases' }).waitFor();
});

test.skipIf(!hasChromium)('dark and light are chosen in the menu, and stay so after a reload', async () => {
	const { page } = await room.person(room.live.steward);
	const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const choice = (name: string) => page.getByRole('menuitem', { name });
	const openMenu = () => page.getByRole('button', { name: 'You', exact: true }).click();
	const light = await colour();
	await openMenu();
	await choice('Dark').click();
	await expect.poll(colour).not.toBe(light);
	const dark = await colour();
	await page.reload();
	// At the door already, before anybody is known.
	await page.locator('input[type=password]').waitFor();
	expect(await colour()).toBe(dark);
	await room.unlock(page);
	expect(await colour()).toBe(dark);
	await openMenu();
	await expect.poll(() => choice('Dark').getAttribute('aria-current')).toBe('true');
	await choice('Light').click();
	await expect.poll(colour).toBe(light);
	await page.reload();
	await page.locator('input[type=password]').waitFor();
	expect(await colour()).toBe(light);
});

test.skipIf(!hasChromium)('somebody suspended does not come in again, and is told', async () => {
	const member = await room.live.enrol();
	const { page } = await room.person(member);
	await setSuspended(room.live.steward, member.identity.keys.sign, true);
	await page.reload();
	await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Unlock' }).click();
	await page.getByText('your access is suspended').waitFor();
});

test.skipIf(!hasChromium)('an archive other than the pinned one stops everything, in plain words', async () => {
	const { page } = await room.visitor();
	const elsewhere = { ...room.live.pin, founding: 'ab'.repeat(32) };
	const coming = comeIn(page, await carriedProfile(room.live.steward.identity, elsewhere)).catch(() => 'stopped');
	await page.getByRole('heading', { name: 'Stop. Something is wrong with this archive.' }).waitFor();
	await page.getByText('another archive, or another past').waitFor();
	await expectAccessible(page);
	expect(await page.locator('input').count()).toBe(0);
	await page.keyboard.press('Alt+L');
	expect(await page.getByText('Something is wrong').count()).toBeGreaterThan(0);
	await page.close();
	expect(await coming).toBe('stopped');
});

async function unlock(page: Page): Promise<void> {
	await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
	await page.getByRole('button', { name: 'Unlock' }).click();
	await page.getByRole('heading', { name: 'Cases' }).waitFor();
}
