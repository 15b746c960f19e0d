import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { intakeRecord, recordQuestions, unwrittenRecord } from '../../src/client/put/intake-record.ts';
import { recordOfItem } from '../../src/client/put/told-record.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { giveFolder, type IntakeRoom, openIntakeRoom } from './intake-room.ts';

const WAIT = { timeout: 60_000 };

describe.skipIf(!hasChromium)('a folder of which nothing is said', () => {
	let intake: IntakeRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let home: string;

	beforeAll(async () => {
		intake = await openIntakeRoom();
		({ lead, open, page, home } = intake);
	});
	afterAll(() => intake?.close());

	/** Gives a folder, after `fill` filled in the record, up to how it ended. */
	async function give(name: string, ended: string, fill?: () => Promise<void>): Promise<void> {
		await giveFolder(page, join(home, name));
		await fill?.();
		await page.getByRole('button', { name: 'Seal and send' }).click();
		await page.getByRole('heading', { name: ended, exact: true }).waitFor(WAIT);
	}
	async function write(path: string): Promise<void> {
		await mkdir(join(home, path, '..'), { recursive: true });
		await writeFile(join(home, path), `what is in ${path}`);
	}
	/** What the ledger says of the delivery that an item came with. */
	async function said(path: string): Promise<unknown> {
		const items = (await catalogue(lead, open)).filter((one) => !one.unreadable && one.path === path);
		expect(items).toHaveLength(1);
		return recordOfItem(open, await itemEntries(lead, items[0]?.id as string));
	}
	const notes = () => page.getByRole('textbox', { name: 'Anything else?' }).fill('as it was told');
	const notTaken = () => page.getByText('The record given now was not taken');
	const takeAgain = () => page.getByRole('button', { name: /take everything once more/i });

	test('is recorded as not known, every question of it; given again, nothing is missed', async () => {
		await write('unsaid/film.mp4');
		await give('unsaid', 'Complete', () => page.getByText('8 questions will be recorded as “not known”').waitFor());
		expect(await said('unsaid/film.mp4')).toEqual(unwrittenRecord());
		await give('unsaid', 'Nothing new');
		expect(await notTaken().count()).toBe(0);
	});

	test('given again to see that all of it is there, has lost no record: there is none to take everything with', async () => {
		await write('told/film.mp4');
		await give('told', 'Complete', notes);
		await give('told', 'Nothing new');
		await page.getByRole('status').getByText('1 file came with an earlier delivery').waitFor();
		expect(await notTaken().count()).toBe(0);
		expect(await takeAgain().count()).toBe(0);
		expect(await page.getByRole('alert').count()).toBe(0);
		await expectAccessible(page);
	});

	test('with one file more, is not known of that one: another folder may be called alike', async () => {
		await write('told/letter.txt');
		await give('told', 'Complete', () => page.getByText('8 questions will be recorded as “not known”').waitFor());
		await page.getByRole('status').getByText('1 file came with an earlier delivery').waitFor();
		expect(await takeAgain().count()).toBe(0);
		expect(await said('told/film.mp4')).toEqual(intakeRecord({ notes: 'as it was told' }));
		expect(await said('told/letter.txt')).toEqual(unwrittenRecord());
	});

	test('is another matter than one that is said to be not known', async () => {
		await write('ticked/film.mp4');
		await give('ticked', 'Complete', notes);
		await give('ticked', 'Nothing new', () =>
			page.getByRole('checkbox', { name: 'Not known: With what device?' }).check(),
		);
		await page.getByRole('alert').filter({ has: notTaken() }).waitFor();
		expect(await takeAgain().count()).toBeGreaterThan(0);
		expect(recordQuestions).toHaveLength(8);
	});

	test('or something of one of those who had it before: it stays with them, whoever is put before them', async () => {
		await write('handed/film.mp4');
		await give('handed', 'Complete', async () => {
			const who = page.getByLabel('Who had it before you?', { exact: true });
			await who.fill('an officer\na courier');
			await page.getByText('When and how each had it').click();
			const courier = page.getByRole('group', { name: 'a courier' });
			await courier.getByLabel('From (a day)').fill('2026-02-26');
			await courier.getByLabel('How', { exact: true }).fill('by train');
			await expectAccessible(page);
			await who.fill('a guard\nan officer\na courier');
		});
		const courier = { who: 'a courier', from: '2026-02-26', how: 'by train' };
		const record = intakeRecord({ priorHandlers: ['a guard', 'an officer', courier] });
		expect(await said('handed/film.mp4')).toEqual(record);
	});
});
