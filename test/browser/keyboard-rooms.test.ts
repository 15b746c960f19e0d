import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { formatInvite, parseInvite } from '../../src/client/invite.ts';
import { approve, invite, join as joinArchive, joinRequests, people } from '../../src/client/people.ts';
import { putToWork } from '../system/live/at-work.ts';
import { openCase } from '../system/live.ts';
import { dialogHasFocus, focusKept, focusOn, pick, tabTo, toRoom } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { bagFrom } from './made-bag.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// No pointer is used from here on; and wherever the focus goes, it is seen.
describe.skipIf(!hasChromium)('by the keyboard alone', () => {
	let room: OpenedRoom;
	let steward: Connection;
	let boris: Connection;
	let open: OpenCase;
	let page: Page;
	let home: string;
	let rest: () => Promise<void>;

	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-keyboard-'));
		room = await openRoom();
		({ steward } = room.live);
		rest = await putToWork(room.live, false);
		boris = await room.live.enrol();
		open = await openCase(steward);
		const names = { [boris.identity.keys.sign]: 'Boris' };
		page = (await room.person(steward, { names, viewport: { width: 1440, height: 1000 } })).page;
		// The system's dialogs are answered here from now on: between two of them, too.
		page.on('filechooser', () => {});
	});
	afterAll(async () => {
		await rest?.();
		await room?.close();
		await rm(home, { recursive: true, force: true });
	});

	/** What is pressed opens the system's dialog, which answers with this. */
	async function choose(path: string): Promise<void> {
		const chooser = page.waitForEvent('filechooser');
		await page.keyboard.press('Enter');
		await (await chooser).setFiles(path);
	}

	test('joining: a name, the words, the fingerprint to be read out, and in', async () => {
		const letter = await invite(steward, 'member');
		const guest = (await room.visitor()).page;
		await guest.goto(`/#${formatInvite(letter)}`);
		await guest.getByRole('heading', { name: 'Join the archive' }).waitFor();
		await tabTo(guest, /^Your name/);
		await guest.keyboard.type('Anna');
		await guest.keyboard.press('Enter');
		await guest.locator('ol[lang=en] li').first().waitFor();
		const words = await guest.locator('ol[lang=en] li').allTextContents();
		await tabTo(guest, /^Type word number/);
		const label = (await focusOn(guest))?.name ?? '';
		await guest.keyboard.type(words[Number(/\d/.exec(label)?.[0]) - 1] as string);
		await guest.keyboard.press('Enter');
		await guest.getByRole('heading', { name: 'One call, and you are in' }).waitFor();
		const [request] = (await joinRequests(steward, [letter])).filter((one) => one.genuine);
		await approve(steward, request as NonNullable<typeof request>, 'member');
		await guest.getByRole('heading', { name: 'Cases' }).waitFor();
		await tabTo(guest, /^New case/);
	});

	test('intake: a folder, what is known of it, and what has become of it', async () => {
		const folder = join(home, 'DCIM');
		await mkdir(folder);
		for (const name of ['one.txt', 'two.txt']) await writeFile(join(folder, name), name);
		await toRoom(page, 'Intake');
		await page.getByText('Drop a folder or files here').waitFor();
		await tabTo(page, /^Choose a folder/);
		await choose(folder);
		await page.getByText('2 files, ').waitFor();
		await tabTo(page, /^How did it come to you/);
		await page.keyboard.type('On a disk');
		await tabTo(page, /^Not known: With what device/);
		await page.keyboard.press('Space');
		await tabTo(page, /^Seal and send/);
		await page.keyboard.press('Enter');
		await page.getByText('All 2 files are received and kept').waitFor({ timeout: 60_000 });
		await focusKept(page);
		await tabTo(page, /^To the case/);
		await page.keyboard.press('Enter');
		await page.getByText('2 items').waitFor();
	});

	test('people: invited, let in after the call, taken into the case, suspended', async () => {
		await toRoom(page, 'People');
		await tabTo(page, /^In a case/);
		await page.keyboard.press('ArrowRight');
		await page.getByRole('heading', { name: 'Everybody in the archive' }).waitFor();
		await tabTo(page, /^Invite somebody/);
		await page.keyboard.press('Enter');
		await tabTo(page, /^Who is it for/);
		await page.keyboard.type('Olga');
		await tabTo(page, /^Make the invite/);
		await page.keyboard.press('Enter');
		await focusKept(page, /Olga/);
		const link = await page.getByLabel('Invite link').inputValue();
		await tabTo(page, /^Back to the people/);
		await page.keyboard.press('Enter');
		const [olga, letter] = [createIdentity(), parseInvite(link.slice(link.indexOf('#') + 1))];
		await joinArchive({ ...letter, pin: { ...letter.pin, server: room.live.server } }, olga, 'Olga');
		await page.getByRole('heading', { level: 3, name: /^Olga/ }).waitFor();
		await tabTo(page, /^We spoke/);
		await page.keyboard.press('Space');
		await tabTo(page, /^Let in/);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { level: 3, name: /^Olga/ }).waitFor({ state: 'detached' });
		await expect.poll(async () => (await focusOn(page))?.name).toBe('Who asks to be let in');

		await tabTo(page, /^In the archive/);
		await page.keyboard.press('ArrowLeft');
		await page.getByRole('combobox', { name: 'Who?' }).waitFor();
		await tabTo(page, /^Who\?/);
		await pick(page, 'Boris');
		await tabTo(page, /^reader/);
		await page.keyboard.press('ArrowDown');
		await tabTo(page, /^Take in/);
		await page.keyboard.press('Enter');
		await page.getByText('Boris is in the case').waitFor();
		await expect.poll(async () => (await focusOn(page))?.name).toBe('Take somebody in');
		expect(await openCases(boris)).toMatchObject([{ id: open.id, role: 'editor' }]);

		await tabTo(page, /^In a case/);
		await page.keyboard.press('ArrowRight');
		await tabTo(page, /^Suspend Boris/);
		await page.keyboard.press('Enter');
		await page.getByRole('dialog', { name: /Suspend Boris/ }).waitFor();
		await dialogHasFocus(page);
		await tabTo(page, /^Suspend$/);
		await page.keyboard.press('Enter');
		const row = page.getByRole('listitem').filter({ hasText: 'Boris' });
		await row.getByText('suspended').waitFor();
		const all = await people(steward);
		expect(all.find((one) => one.keys.sign === boris.identity.keys.sign)).toMatchObject({ suspended: true });
		expect(all.find((one) => one.keys.sign === olga.keys.sign)).toMatchObject({ role: 'member' });
	});

	test('custody: what lies behind a line, and back to that line', async () => {
		await toRoom(page, 'Custody');
		await page.locator('[data-event]').first().waitFor();
		await tabTo(page, /^Statement and receipt/);
		const line = await page.evaluate(() => document.activeElement?.closest('[data-event]')?.getAttribute('data-event'));
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await dialog.getByText('The exact text that was signed.').waitFor();
		await tabTo(page, /^\{/);
		await tabTo(page, /^Save all three/);
		expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') != null)).toBe(true);
		const isBack = async (): Promise<void> => {
			await dialog.waitFor({ state: 'detached' });
			await expect
				.poll(() => page.evaluate(() => document.activeElement?.closest('[data-event]')?.getAttribute('data-event')))
				.toBe(line);
		};
		await page.keyboard.press('Escape');
		await isBack();
		// While it closes the focus is nowhere for a moment, which the page may be looking at just then.
		for (const ms of [141, 143, 145, 147, 149]) {
			await page.keyboard.press('Enter');
			await dialog.locator(':focus').waitFor();
			// What is said of the entry goes before the dialog does.
			await tabTo(page, /^\{/);
			await page.waitForTimeout(500);
			await page.evaluate(escapeAfterChange, ms);
			await isBack();
		}
	});

	test('verify: a report is chosen, each file’s check looked at, and another chosen', async () => {
		const zip = join(home, 'bag.zip');
		await writeFile(zip, await bagFrom(room.live));
		await toRoom(page, 'Verify');
		await tabTo(page, /^Choose the zip/);
		await choose(zip);
		await page.getByText('its origin is confirmed').waitFor();
		await tabTo(page, /^One by one/);
		await page.keyboard.press('Enter');
		await page.locator('details[open]').first().waitFor();
		await tabTo(page, /^Check another/);
		await page.keyboard.press('Enter');
		await tabTo(page, /^Choose the zip/);
	});
});

/** In the page: something changes in it, and so many milliseconds later Escape is pressed. */
function escapeAfterChange(ms: number): void {
	document.body.append(document.createElement('i'));
	setTimeout(() => {
		const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
		document.activeElement?.dispatchEvent(pressed);
	}, ms);
}
