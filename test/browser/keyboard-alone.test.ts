import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { focusOn, pick, tabTo, toRoom } from './by-keyboard.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { answerDialog, written } from './save-dialog.ts';
import { standsAt, untilPlayable } from './stage.ts';

// No pointer is used from here on; and wherever the focus goes, it is seen.
describe.skipIf(!hasChromium)('the way of an exhibit, by the keyboard alone', () => {
	let room: FilmRoom;
	let lead: Connection;
	let open: OpenCase;
	let film: string;
	let page: Page;

	beforeAll(async () => {
		room = await openFilmRoom();
		({ lead, open } = room);
		[film] = (await room.take(FILM)) as [string];
		page = (await room.person(lead, { viewport: { width: 1440, height: 1100 } })).page;
		await page.goto('/');
		await page.locator('input[type=password]').waitFor();
	});
	afterAll(() => room?.close());

	test('unlocking, the case, the item', async () => {
		await tabTo(page, /Passphrase/);
		await page.keyboard.type(PASSPHRASE);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Cases' }).waitFor();
		await tabTo(page, /You are lead here/);
		await page.keyboard.press('Enter');
		await page.getByText('1 item').first().waitFor();
		await tabTo(page, /Search/);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(new RegExp(`/review/${open.id}/${film}`));
	});

	test('the player, a clip, and its number', async () => {
		await page.getByLabel(/What do you open it for/).waitFor();
		await tabTo(page, /What do you open it for/);
		await page.keyboard.type('to look for the door');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).waitFor();
		await tabTo(page, /^Open the player/);
		await page.keyboard.press('Enter');
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
		expect((await focusOn(page))?.shown).toBe(true);
		await page.keyboard.press('Enter');
		// The dialog is drawn before it has the focus.
		await page.locator('[role=dialog] input:focus').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('CAS-0001.01').first().waitFor();
		const { clips, exhibits } = await caseMarks(lead, open);
		expect(clips).toMatchObject([{ item: film, name: 'the second door', fromMs: 0, toMs: 5000 }]);
		expect(exhibits.map((one) => one.label)).toEqual(['CAS-0001', 'CAS-0001.01']);
	});

	test('the register: numbers are withdrawn with a reason, and the item is given another, never the same', async () => {
		await toRoom(page, 'Exhibits');
		for (const [label, reason] of [
			['CAS-0001.01', 'another door'],
			['CAS-0001', 'the wrong recording'],
		] as const) {
			await page.getByRole('article', { name: label, exact: true }).waitFor();
			await tabTo(page, new RegExp(`^Withdraw ${label}$`));
			await page.keyboard.press('Enter');
			await page
				.getByRole('dialog')
				.getByLabel(/Reason/)
				.waitFor();
			await page.locator('[role=dialog] textarea:focus').waitFor();
			await page.keyboard.type(reason);
			await tabTo(page, /^Withdraw$/);
			await page.keyboard.press('Enter');
			await page.getByRole('article', { name: label, exact: true }).getByText(reason).waitFor();
			await page.getByRole('dialog').waitFor({ state: 'detached' });
			await expect.poll(async () => (await focusOn(page))?.shown).toBe(true);
		}
		await tabTo(page, /^Give a number to an item/);
		await page.keyboard.press('Enter');
		await page.locator('[role=dialog] input:focus').waitFor();
		await pick(page, 'a file');
		await tabTo(page, /^Title/);
		await page.keyboard.type('The yard');
		await page.keyboard.press('Enter');
		await page.getByRole('article', { name: 'CAS-0002' }).getByText('The yard').waitFor();
		const { exhibits } = await caseMarks(lead, open);
		expect(exhibits.map((one) => [one.label, one.withdrawn?.reason])).toEqual([
			['CAS-0001', 'the wrong recording'],
			['CAS-0001.01', 'another door'],
			['CAS-0002', undefined],
		]);
	});

	test('the palette, everything that would leave in a report, and the report', async () => {
		await answerDialog(page, 'file');
		await toRoom(page, 'Report');
		await page.getByText('1 item chosen').waitFor();
		await tabTo(page, /^Recipient/);
		await page.keyboard.type('A court');
		await tabTo(page, /^Purpose/);
		await page.keyboard.type('for the hearing');
		await tabTo(page, /^Show all that will leave/);
		await page.keyboard.press('Enter');
		await page.getByLabel('I have looked through').waitFor();
		await tabTo(page, /^I have looked through/);
		await page.keyboard.press('Space');
		await tabTo(page, /^Make the report/);
		expect(await page.getByText('for the hearing').count()).toBeGreaterThan(0);
		await page.keyboard.press('Enter');
		await page.getByText('The report is made and signed').waitFor();
		await page.getByText('Read back from disk and checked').waitFor();
		await tabTo(page, /^Copy as a letter/);
		const bag = openZip(new Blob([new Uint8Array((await written(page)) ?? [])]));
		expect((await verifyBag(bag, { logKey: room.live.pin.log })).result).toBe('confirmed');
		const report = JSON.parse(new TextDecoder().decode(await bag.read('data/report.json')));
		expect(report.report).toMatchObject({ recipient: 'A court', purpose: 'for the hearing' });
		expect(report.items).toHaveLength(1);
	});
});
