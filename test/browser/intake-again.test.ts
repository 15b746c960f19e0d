import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { recordOfItem } from '../../src/client/put/told-record.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { dropPaths } from './drop.ts';
import { dropzone, giveFolder, giveMore, type IntakeRoom, openIntakeRoom } from './intake-room.ts';
import type { OpenedRoom } from './open-room.ts';

const WAIT = { timeout: 60_000 };

describe.skipIf(!hasChromium)('a folder that is given once more', () => {
	let intake: IntakeRoom;
	let room: OpenedRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let home: string;

	beforeAll(async () => {
		intake = await openIntakeRoom();
		({ room, lead, open, page, home } = intake);
		await mkdir(join(home, 'disk'));
		await writeFile(join(home, 'disk', 'film.mp4'), 'a film');
	});
	afterAll(() => intake?.close());

	/** Seals and sends what was given, with a record that says this, up to how it ended. */
	async function send(notes: string, ended: string): Promise<void> {
		await page.getByRole('textbox', { name: 'Anything else?' }).fill(notes);
		await page.getByRole('button', { name: 'Seal and send' }).click();
		await hasEnded(ended);
	}
	/** Gives the folder with a record that says this, up to how it ended. */
	async function give(notes: string, ended: string): Promise<void> {
		await giveFolder(page, join(home, 'disk'));
		await send(notes, ended);
	}
	const hasEnded = (how: string) => page.getByRole('heading', { name: how, exact: true }).waitFor(WAIT);
	const takeAgain = () => page.getByRole('button', { name: /take everything once more/i });
	const chooseFolder = (folder = join(home, 'disk')) =>
		page.locator('#page input[data-pick=folder]').first().setInputFiles(folder);
	/** Takes it once more: a folder that was chosen by the button is chosen again. */
	async function chooseAgain(folder?: string): Promise<void> {
		await page.getByRole('button', { name: 'Choose the folder again and take everything once more' }).waitFor();
		await chooseFolder(folder);
	}
	/** What the ledger says of the delivery of each item, in the order of their reception. */
	async function said(): Promise<unknown[]> {
		const items = await catalogue(lead, open);
		return Promise.all(items.map(async ({ id }) => recordOfItem(open, await itemEntries(lead, id))?.notes));
	}

	test('with another record is said not to have taken it, and is taken once more with it where that is asked for', async () => {
		await give('as it was told', 'Complete');
		expect(await takeAgain().count()).toBe(0);
		await give('as it is known now', 'Nothing new');
		await page.getByText('The record given now was not taken').waitFor();
		expect(await said()).toEqual(['as it was told']);
		await expectAccessible(page);
		await chooseAgain();
		await hasEnded('Complete');
		expect(await said()).toEqual(['as it was told', 'as it is known now']);
		expect(await takeAgain().count()).toBe(0);
	});

	test('with one file more, says how many keep the record of the earlier delivery', async () => {
		await writeFile(join(home, 'disk', 'letter.txt'), 'a letter');
		await give('with the letter', 'Complete');
		await page.getByRole('status').getByText('1 file came with an earlier delivery').waitFor();
		expect(await page.getByRole('alert').count()).toBe(0);
		expect(await page.getByText('The record given now was not taken').count()).toBe(0);
		await expectAccessible(page);
		await give('with the letter', 'Nothing new');
		expect(await said()).toEqual(['as it was told', 'as it is known now', 'with the letter']);
	});

	test('taken once more, it is so after a closed page as well', async () => {
		await give('all of it, once more', 'Nothing new');
		await page.route('**/v1/uploads/**', (route) => route.abort());
		await chooseAgain();
		await page
			.getByText(/The archive does not answer|Sealing and sending/)
			.first()
			.waitFor(WAIT);
		page.once('dialog', (dialog) => dialog.accept());
		await page.reload();
		await page.unroute('**/v1/uploads/**');
		await room.unlock(page);
		await page.getByRole('heading', { name: 'Not finished yet' }).waitFor();
		await chooseFolder();
		await hasEnded('Complete');
		expect((await said()).slice(3)).toEqual(['all of it, once more', 'all of it, once more']);
	});

	test('of what is taken once more, only what failed is tried again', async () => {
		await give('and again', 'Nothing new');
		// Gone after it was chosen, before it is read.
		await page.route('**/v1/statements', async (route) => {
			await rm(join(home, 'disk', 'film.mp4'), { force: true });
			await route.continue();
		});
		await chooseAgain();
		await hasEnded('Not complete');
		await page.unroute('**/v1/statements');
		expect((await said()).slice(5)).toEqual(['and again']);
		await writeFile(join(home, 'disk', 'film.mp4'), 'a film, found');
		await page.getByRole('button', { name: 'Choose the folder again and try only these' }).waitFor();
		await chooseFolder();
		await hasEnded('Complete');
		expect((await said()).slice(5)).toEqual(['and again', 'and again']);
		expect(await page.getByText('not asked for').count()).toBe(0);
	});

	test('is chosen again as it is now, and nothing else in its place', async () => {
		await give('with what came meanwhile', 'Nothing new');
		await mkdir(join(home, 'other'));
		await writeFile(join(home, 'other', 'film.mp4'), 'another film');
		await chooseAgain(join(home, 'other'));
		await page.getByText('This is something else: other. The delivery began with disk.').waitFor();
		await writeFile(join(home, 'disk', 'sound.wav'), 'a sound');
		await chooseAgain();
		await hasEnded('Complete');
		await page.getByText('All 3 files are received and kept').waitFor();
		expect((await said()).slice(7)).toEqual(Array(3).fill('with what came meanwhile'));
	});

	test('where it was dropped, is found again as it is now', async () => {
		const folder = join(home, 'dropped');
		await mkdir(folder);
		await writeFile(join(folder, 'one.mp4'), 'a film of a dropped folder');
		const drop = async (): Promise<void> => {
			await giveMore(page);
			await dropPaths(page, dropzone(page), [folder]);
			await page.getByText('1 file, ').waitFor();
		};
		await drop();
		await send('as it was dropped', 'Complete');
		await drop();
		await send('as it was dropped again', 'Nothing new');
		await writeFile(join(folder, 'two.mp4'), 'a film that came meanwhile');
		await takeAgain().click();
		await hasEnded('Complete');
		await page.getByText('All 2 files are received and kept').waitFor();
		expect((await said()).slice(-2)).toEqual(Array(2).fill('as it was dropped again'));
	});
});
