import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platform } from '../../src/domain/platform/node.ts';
import { footageFiles } from '../system/media-files.ts';
import { type Running, startArchive } from '../system/running.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { loseTheNetworkAfter } from './lost-network.ts';
import { keepCard } from './passphrase-card.ts';
import { expectBlank, expectBlankAfterEscape, expectBlurredUntilHeld, standsAt, untilPlayable } from './stage.ts';
import { openVisitors, type Visitor, type Visitors } from './visitors.ts';

/** At least these. */
const FOOTAGE = ['100_0306.AVI', 'one-by-one-person-detection.mp4', 'sample.3gp', 'with-gps.mp4', 'xmp480qt.mov'];
const SLOW = { timeout: 60_000 };

// The whole of it, as two people see it: a steward who leads a case, and somebody they invite to review it.
describe.skipIf(!hasChromium)('the story in two browsers', () => {
	let archive: Running;
	let people: Visitors;
	let vera: Visitor;
	let anna: Visitor;
	/** Vera's passphrase. */
	let words: string;
	let zip: string;
	let logKey: string;
	let print: string;
	/** How many files were taken in. */
	let count: number;

	beforeAll(async () => {
		archive = await startArchive();
		people = await openVisitors(archive.server);
		[vera, anna] = [await people.visitor(), await people.visitor()];
		// No dialog of the system can be worked from here: reports go to the downloads.
		await vera.context.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
	});
	afterAll(async () => {
		const closed = await Promise.allSettled([people?.close()]);
		await archive?.stop();
		for (const one of closed) if (one.status === 'rejected') throw one.reason;
	});

	const room = (page: Page, name: string) =>
		page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name }).click();

	/** The eight groups of a fingerprint, as they are read out. */
	const groups = async (page: Page): Promise<string> =>
		(await page.locator('ol[aria-label=Fingerprint]').first().locator('li').allTextContents()).join(' ');

	test('one founds the archive, invites, and lets the other in by a call', async () => {
		const { page } = vera;
		await page.goto(`/#found:${archive.code}`);
		await page.getByLabel(/Your name/).fill('Vera');
		await page.getByRole('button', { name: 'Make my keys' }).click();
		words = await keepCard(page);
		const recovery = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the recovery key' }).click();
		await recovery;
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Found the archive' }).click();
		await page.getByRole('navigation', { name: 'Rooms' }).waitFor(SLOW);

		await room(page, 'People');
		await page.getByRole('link', { name: 'Invite somebody' }).click();
		await page.getByLabel('Who is it for?').fill('Anna');
		await page.getByRole('button', { name: 'Make the invite' }).click();
		const link = await page.getByLabel('Invite link').inputValue();
		await page.getByRole('link', { name: 'Back to the people' }).click();

		const other = anna.page;
		await other.goto(link);
		await other.getByLabel(/Your name/).fill('Anna');
		await other.getByRole('button', { name: 'Make my keys' }).click();
		await keepCard(other);
		await other.getByRole('heading', { name: 'One call, and you are in' }).waitFor(SLOW);
		const read = await other.getByText(/^([0-9a-f]{4} ?){8}$/).textContent();

		await page.getByRole('tab', { name: 'In the archive' }).click();
		await page.getByRole('heading', { level: 3, name: /^Anna/ }).waitFor();
		expect(await groups(page)).toBe(read?.trim());
		await page.getByRole('checkbox', { name: 'We spoke' }).check();
		await page.getByRole('button', { name: 'Let in' }).click();
		await other.getByRole('heading', { name: 'Cases' }).waitFor(SLOW);
		await page
			.getByRole('listitem')
			.filter({ hasText: /Anna \(P-/ })
			.waitFor();
		await expectAccessible(page);
	});

	test('a case is begun, and the other taken into it', async () => {
		const { page } = vera;
		await room(page, 'Cases');
		await page.getByRole('button', { name: 'New case' }).click();
		const form = page.getByRole('dialog');
		await form.getByLabel('Title').fill('The north gate');
		await form.getByLabel('Letters before exhibit numbers').fill('GUL');
		await expectAccessible(page);
		await form.getByRole('button', { name: 'Begin the case' }).click();
		await page.getByText('Nothing is in this case yet').waitFor();
		await expectAccessible(page);

		await room(page, 'People');
		await page.getByRole('tab', { name: 'In a case' }).click();
		await page.getByRole('combobox', { name: 'Who?' }).click();
		await page.getByRole('option', { name: 'Anna' }).click();
		await page.getByRole('radio', { name: 'editor' }).check();
		await page.getByRole('button', { name: 'Take in' }).click();
		await page.getByText('Anna is in the case').waitFor();
		// Nobody touched the other page.
		await anna.page.getByRole('link', { name: 'The north gate' }).click();
		await anna.page.getByText('Nothing is in this case yet').waitFor();
	});

	test('the footage is taken in, though the line goes dead and the page is reloaded in the middle', async () => {
		const { page } = vera;
		const folder = join(archive.folder, 'DCIM');
		await mkdir(folder);
		const files = await footageFiles(FOOTAGE);
		expect(files.map((path) => basename(path))).toEqual(expect.arrayContaining(FOOTAGE));
		for (const path of files) await copyFile(path, join(folder, basename(path)));
		count = files.length + 1;
		// Small files travel together; this one in parts.
		await writeFile(join(folder, 'card.img'), platform.randomBytes(26 * 2 ** 20));
		const line = await loseTheNetworkAfter(vera.context, 2);

		await room(page, 'Intake');
		const pick = () => page.locator('#page input[data-pick=folder]').first().setInputFiles(folder);
		await page.getByText('Drop a folder or files here').waitFor();
		await pick();
		await page.getByText(`${count} files, `).waitFor();
		await page.getByLabel('How did it come to you?').first().fill('On a disk, handed over');
		await page.getByRole('button', { name: 'Seal and send' }).click();
		await expect.poll(() => line.arrived.length, SLOW).toBe(2);
		await page.getByText('sealed, on its way').first().waitFor();
		await expectAccessible(page);
		page.once('dialog', (dialog) => dialog.accept());
		await page.reload();
		line.restore();
		await page.getByRole('textbox', { name: 'Passphrase' }).fill(words);
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByRole('navigation', { name: 'Rooms' }).waitFor(SLOW);
		await room(page, 'Intake');
		await page.getByText('Not finished yet').waitFor();
		await pick();
		await page.getByText(`All ${count} files are received and kept`).waitFor(SLOW);
		expect(line.arrived.length).toBeGreaterThan(3);
		expect(new Set(line.arrived).size, 'no part is sent twice').toBe(line.arrived.length);
		await page.getByRole('link', { name: 'To the case', exact: true }).click();
		await page.getByText(`${count} items`).waitFor();
	});

	test('the other looks: seeks in a film, and sees an old AVI through its proxy', async () => {
		const { page } = anna;
		await page.getByText(`${count} items`).waitFor();
		await page.getByRole('link', { name: 'one-by-one-person-detection.mp4' }).click();
		await page.getByLabel(/What do you open it for/).fill('to look for the door');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).click(SLOW);
		await expectBlurredUntilHeld(page);
		await page.keyboard.press('Shift+ArrowRight');
		await expect.poll(() => standsAt(page)).toBe(5000);
		await expectBlurredUntilHeld(page);
		await page.keyboard.down('v');
		await expectBlankAfterEscape(page);
		await page.keyboard.up('v');
		await page.keyboard.press('ArrowRight');
		await expectBlank(page);

		await page.getByRole('link', { name: 'Other items' }).click();
		await page.getByRole('link', { name: '100_0306.AVI' }).click();
		await page.getByLabel(/What do you open it for/).fill('to see the car');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Ask for a playable copy' }).click(SLOW);
		await page.getByRole('button', { name: 'Open the working copy' }).click(SLOW);
		await page.getByText('WORKING COPY, not the original').waitFor();
		await expectBlurredUntilHeld(page);
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => standsAt(page)).toBeGreaterThan(0);
		await expectAccessible(page);
	});

	test('marks a clip by its keys, and gives it a number', async () => {
		const { page } = anna;
		await page.getByRole('link', { name: 'Other items' }).click();
		await page.getByRole('link', { name: 'one-by-one-person-detection.mp4' }).click();
		await page.getByLabel(/What do you open it for/).fill('to look for the door');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).click();
		await untilPlayable(page);
		await page.keyboard.press('i');
		await page.keyboard.press('Shift+ArrowRight');
		await expect.poll(() => standsAt(page)).toBe(5000);
		await page.keyboard.press('o');
		await page.keyboard.press('c');
		await page.getByRole('form', { name: 'Clip' }).locator('input:focus').waitFor();
		await page.keyboard.type('the second door');
		await page.keyboard.press('Enter');
		await page.waitForFunction(() => document.activeElement?.closest('[data-number]') != null);
		await page.keyboard.press('Enter');
		// The dialog is drawn before it has the focus.
		await page.locator('[role=dialog] input:focus').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('GUL-0001.01').first().waitFor();
	});

	test('the lead reports it; the report leaves as a download', async () => {
		const { page } = vera;
		await room(page, 'Report');
		await page.getByText('1 item chosen').waitFor();
		await page.getByLabel('Recipient').fill('A court');
		await page.getByLabel('Originals').check();
		await page.getByLabel('Titles, tags, notes').check();
		await page.getByLabel('Purpose').fill('for the hearing');
		await page.getByRole('button', { name: 'Show all that will leave' }).click();
		await page.getByLabel('I have looked through').check();
		const download = new Promise<string>((resolve, reject) => {
			const hear = (one: Page): unknown => one.on('download', (file) => file.path().then(resolve, reject));
			hear(page);
			vera.context.on('page', hear);
		});
		await page.getByRole('button', { name: 'Make the report' }).click();
		await page.getByText('The report is made and signed').waitFor(SLOW);
		zip = join(archive.folder, 'custody-report.zip');
		await copyFile(await download, zip);
		print = ((await page.getByLabel('Fingerprint of the log key').textContent()) ?? '').trim();
		logKey = (
			(await page
				.getByText(/^custos\/[0-9a-f]+\+[0-9a-f]{8}\+/)
				.first()
				.textContent()) ?? ''
		).trim();
		expect((await readFile(zip)).length).toBeGreaterThan(300_000);
	});

	test('the report holds: never confirmed without the key, in the browser and by the command line', async () => {
		const { page } = anna;
		await room(page, 'Verify');
		await page.getByRole('radio', { name: 'Another one, or none' }).check();
		const pick = () => page.getByLabel('Choose the zip').first().setInputFiles(zip);
		await pick();
		await page.getByText('origin is NOT confirmed').waitFor(SLOW);
		expect(await page.getByRole('img', { name: 'does not hold' }).count()).toBe(0);
		await page.getByRole('button', { name: 'Check another' }).click();
		await page.getByRole('radio', { name: 'Another one, or none' }).check();
		await page.getByLabel('Log key or fingerprint').fill(print);
		await pick();
		await page.getByText('It holds, and its origin is confirmed').waitFor(SLOW);
		expect(await page.getByRole('img', { name: 'not confirmed' }).count()).toBe(0);

		const [bare, keyed] = await Promise.all([
			archive.custos('court', 'verify', zip),
			archive.custos('court', 'verify', zip, '--log-key', logKey),
		]);
		expect([bare.code, keyed.code], bare.err + keyed.err).toEqual([3, 0]);
		expect(keyed.out).not.toMatch(/^(FAIL|\?)/m);
	});

	test('suspended, the other’s page locks by itself', async () => {
		const { page } = vera;
		await room(page, 'People');
		await page.getByRole('tab', { name: 'In the archive' }).click();
		await page.getByRole('button', { name: /^Suspend Anna/ }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();
		await page.getByRole('listitem').filter({ hasText: 'Anna' }).getByText('suspended').waitFor();
		await anna.page.getByText('Your access was suspended').waitFor();
		expect(await anna.page.getByRole('navigation').count()).toBe(0);
		expect(await anna.page.getByText('The north gate').count()).toBe(0);
		await expectAccessible(anna.page);
	});
});
