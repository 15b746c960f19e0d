import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClip, noteItem } from '../../src/client/case/mark.ts';
import { shareItem } from '../../src/client/case/share-item.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { deposit } from '../system/live/deposit.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

const modified = '2021-06-01T00:00:00.000Z';
const files: Filed[] = [
	{ path: 'gate.mp4', size: 500, modified, summary: { kind: 'video', container: 'mp4', durationMs: 9000 } },
	{ path: 'yard.avi', size: 400, modified, summary: { kind: 'video', durationMs: 60_000 } },
	{ path: 'letter.pdf', size: 300, modified, summary: { kind: 'document' } },
	{
		path: 'call.amr',
		size: 200,
		modified,
		summary: { kind: 'audio', durationMs: 5000 },
		warnings: ['no sound wave could be made'],
	},
	{ path: 'only kept.bin', size: 100, modified },
	{ path: 'broken.mov', size: 50, modified, failed: true },
	{ path: 'sealed to nobody', size: 10, modified, unreadable: true },
];
/** The one that no worker has taken up. */
const NEWEST = 'a file';
const NOBODY = 'sealed so that nobody can read it';

let room: OpenedRoom;
let lead: Connection;
let open: OpenCase;
let page: Page;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	lead = await room.live.enrol();
	open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	const [gate, yard, letter, call] = (await fillCase(lead, worker, open, intake, files)) as [
		string,
		string,
		string,
		string,
	];
	await deposit(lead, open, intake, utf8('nobody has taken it up'));
	const clip = { fromMs: 1000, toMs: 2000, name: 'the door', tags: ['corridor'] };
	await addClip(lead, open, await itemEntries(lead, gate), clip);
	await noteItem(lead, open, gate, { flag: 'warning', text: 'hard to see' });
	await noteItem(lead, open, yard, { flag: 'relevant', tags: ['yard', 'night'] });
	await noteItem(lead, open, letter, { flag: 'relevant', tags: ['order'] });
	await noteItem(lead, open, call, { flag: 'not-relevant', tags: ['night'] });
	await shareItem(lead, open, await openCase(lead, [], 'YRD'), await itemEntries(lead, letter));
	page = (await room.person(lead, { viewport: { width: 1440, height: 1000 } })).page;
	await page.evaluate((to) => history.pushState(null, '', to), `/cases/${open.id}`);
	await page.getByText('8 items').waitFor();
	await page.getByRole('button', { name: /^Filters/ }).click();
});
afterAll(() => room?.close());

const names = (): Promise<string[]> => page.getByRole('grid').locator('tbody a').allTextContents();
const field = (label: string) => page.getByRole('combobox', { name: label, exact: true });
/** Chooses these values of a filter, with the pointer. */
const choose = async (label: string, ...values: string[]): Promise<void> => {
	// What was chosen before lies over the field.
	await field(label).click({ force: true });
	for (const value of values) await page.getByRole('option', { name: value, exact: true }).click();
	await page.keyboard.press('Escape');
};
/** These are shown and no others; so many filters are said to be set. */
const expectShown = async (shown: readonly string[], filters: number): Promise<void> => {
	await expect.poll(async () => (await names()).map((one) => one.trim()).sort()).toEqual([...shown].sort());
	await page.getByText(`${shown.length} of 8 items`).waitFor();
	await page.getByRole('button', { name: `Filters ${filters}` }).waitFor();
};
const clear = async (): Promise<void> => {
	await page.getByRole('button', { name: 'Clear all filters' }).click();
	await page.getByText('8 items', { exact: true }).waitFor();
};

test.skipIf(!hasChromium)('what is known of an item stands in its line, each under its name', async () => {
	const heads = page.getByRole('columnheader');
	await expect
		.poll(async () => (await heads.allTextContents()).map((one) => one.trim()))
		.toEqual(['', 'Name', 'File time (UTC)', 'Duration', 'Size', 'Format', 'State', 'Flags', 'Tags', 'Marks']);
	const cells = page.getByRole('row').filter({ hasText: 'gate.mp4' }).getByRole('gridcell');
	await expect
		.poll(async () => (await cells.allTextContents()).map((one) => one.trim()))
		.toEqual([
			'',
			'gate.mp4',
			'Jun 01, 2021, 00:00',
			'9 sec',
			'500 byte',
			'mp4',
			'examined',
			'',
			'corridor',
			'1 clip · 1 note',
		]);
	await expect.poll(() => cells.nth(7).getByRole('img', { name: 'warning: hard to see' }).count()).toBe(1);
});

test.skipIf(!hasChromium)('how far all of them are stands above the table, whatever of them is shown', async () => {
	const all = '4 kept and examined · 2 kept, not yet examined · 1 received, not yet kept · 1 failed';
	// Of the one that nobody can read, nobody knows the size.
	const line = page.getByText(`In all: ${all} · at least 1.57 kB`, { exact: true });
	await line.waitFor();
	await choose('State', 'FAILED');
	await expectShown(['broken.mov'], 1);
	expect(await line.count()).toBe(1);
	await clear();
	await expectAccessible(page);
});

test.skipIf(!hasChromium)('by state, kind, flag and tag: any of the values chosen fits', async () => {
	await choose('State', 'received', 'kept');
	await expectShown([NEWEST, 'only kept.bin', NOBODY], 1);
	await clear();
	await choose('State', 'FAILED');
	await expectShown(['broken.mov'], 1);
	await expectAccessible(page);
	await clear();
	await choose('Kind of file', 'video', 'audio');
	await expectShown(['gate.mp4', 'yard.avi', 'call.amr'], 1);
	await clear();
	await choose('Flag', 'relevant');
	await expectShown(['yard.avi', 'letter.pdf'], 1);
	await choose('Flag', 'warning: hard to see');
	await expectShown(['yard.avi', 'letter.pdf', 'gate.mp4'], 1);
	await clear();
	await choose('Flag', 'no flag');
	await expectShown([NEWEST, 'only kept.bin', 'broken.mov', NOBODY], 1);
	await clear();
	// Tags of notes and of clips.
	await choose('Tag', 'night', 'corridor');
	await expectShown(['yard.avi', 'call.amr', 'gate.mp4'], 1);
	await clear();
});

test.skipIf(!hasChromium)('by clips, by who can read it, and by being in other cases too', async () => {
	await choose('Clips', 'With clips');
	await expectShown(['gate.mp4'], 1);
	await choose('Clips', 'Without clips');
	await expectShown(['yard.avi', 'letter.pdf', 'call.amr', 'only kept.bin', 'broken.mov', NEWEST, NOBODY], 1);
	await clear();
	await page.getByLabel('Only items nobody can read').check();
	await expectShown([NOBODY], 1);
	await clear();
	await page.getByLabel('Only items in other cases too').check();
	await expectShown(['letter.pdf'], 1);
	await clear();
	await page.getByLabel('Only items examined with remarks').check();
	await expectShown(['call.amr'], 1);
	await clear();
	expect(await page.getByRole('img', { name: /^with remarks/ }).count()).toBe(1);
});

test.skipIf(!hasChromium)(
	'every filter has to fit, and the search; a saved view brings them back, in its order',
	async () => {
		await choose('Kind of file', 'video', 'audio');
		await choose('Flag', 'relevant', 'not relevant');
		await expectShown(['yard.avi', 'call.amr'], 2);
		await choose('Tag', 'yard');
		await expectShown(['yard.avi'], 3);
		// One value is taken back.
		await field('Tag').click();
		await page.keyboard.press('Backspace');
		await page.keyboard.press('Escape');
		await expectShown(['yard.avi', 'call.amr'], 2);
		await choose('Order', 'Duration');
		await expect.poll(names).toEqual(['call.amr', 'yard.avi']);
		await page.getByLabel('The other way round').check();
		await expect.poll(names).toEqual(['yard.avi', 'call.amr']);
		await page.getByRole('searchbox').fill('night');
		await page.getByRole('button', { name: 'Saved views' }).click();
		await page.getByLabel('Name for what is shown now').fill('At night');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByRole('button', { name: 'At night', exact: true }).waitFor();
		await page.keyboard.press('Escape');
		await clearAll();
		await page.getByRole('button', { name: 'Saved views' }).click();
		await page.getByRole('button', { name: 'At night', exact: true }).click();
		await expectShown(['yard.avi', 'call.amr'], 2);
		await expect.poll(names).toEqual(['yard.avi', 'call.amr']);
		await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('night');
		await expectAccessible(page);
	},
);

test.skipIf(!hasChromium)('what is selected is what is shown; what a filter hides stays as it was', async () => {
	await page.getByRole('checkbox', { name: 'Select everything shown' }).click();
	await page.getByText('2 selected').waitFor();
	await clearAll();
	await page.getByText('2 selected').waitFor();
	for (const name of ['yard.avi', 'call.amr'])
		await expect.poll(() => page.getByRole('checkbox', { name: `Select ${name}` }).isChecked()).toBe(true);
	await expect.poll(() => page.getByRole('checkbox', { name: 'Select gate.mp4' }).isChecked()).toBe(false);
});

/** The search as well as the filters. */
async function clearAll(): Promise<void> {
	await page.getByRole('searchbox').fill('');
	await clear();
}
