import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit, type MadeExhibit } from '../../src/client/case/add-exhibit.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { addClip, noteItem, renameExhibit } from '../../src/client/case/mark.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { pseudonym } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { intakeRecord } from '../../src/client/put/intake-record.ts';
import { submit, trySubmit } from '../../src/client/submit.ts';
import { fromBase64, utf8 } from '../../src/domain/bytes.ts';
import { type Receipt, verifyReceipt } from '../../src/domain/ledger/receipt.ts';
import { en } from '../../src/web/rooms/custody/en.ts';
import { openedDraft } from '../system/live/deposit.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

const RECORD = intakeRecord({
	receivedHow: { claim: 'on a disk', basis: 'a seal', confidence: 'probable' },
	priorHandlers: [{ who: 'a courier', how: 'by train' }],
	notKnown: ['whether files are missing'],
});
let room: OpenedRoom;
let lead: Connection;
let reader: Connection;
let open: OpenCase;
let item: string;
let page: Page;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	[lead, reader] = [await room.live.enrol(), await room.live.enrol()];
	open = await openCase(lead, [[reader, 'reader']]);
	const files = [{ path: 'gate/night.avi', size: 5000, modified: new Date(0).toISOString(), summary: {} }];
	[item] = (await fillCase(lead, worker, open, await openIntake(lead, open, RECORD), files)) as [string];
	await submit(lead, [openedDraft(open, item)]);
	// A reader may not open originals.
	await trySubmit(reader, [openedDraft(open, item)]);
	const { clip } = await addClip(lead, open, await itemEntries(lead, item), { name: 'door', fromMs: 0, toMs: 900 });
	const made = (await addExhibit(lead, open, { item, clip }, 'The door')).at(-1) as MadeExhibit;
	await renameExhibit(lead, open, { id: made.exhibit, item }, 'The north gate');
	({ page } = await room.person(lead, { names: { [lead.identity.keys.sign]: 'Vera' }, acceptDownloads: true }));
	await go(page, `/custody/${open.id}/${item}`);
});
afterAll(() => room?.close());

const go = (where: Page, path: string): Promise<void> => where.evaluate((to) => history.pushState(null, '', to), path);
const events = () => page.locator('[data-event]');

test.skipIf(!hasChromium)(
	'an item’s events 1..n are told with who and why; the refused attempt is in sight; what is not shown is said',
	async () => {
		await page.getByText('Events 1 to 9, none left out between them').waitFor();
		await expect.poll(() => events().count()).toBe(9);
		// The numbers of exhibits and the names of people come after the events.
		await expect.poll(() => events().last().textContent()).toContain('CAS-0001.01');
		await expect.poll(() => events().last().textContent()).toContain('Vera');
		const told = await events().allTextContents();
		const refused = told.filter((one) => one.includes('REFUSED'));
		expect(refused).toHaveLength(1);
		expect(refused[0]).toMatch(/REFUSED: no permission.*no key was released \(original\)/);
		expect(refused[0]).toContain(pseudonym(reader.identity.keys.sign));
		expect(refused[0]).not.toContain('Vera');
		expect(told.filter((one) => one.includes('Verified on this device'))).toHaveLength(9);
		const opened = told.find((one) => one.includes('Key released: item could be opened')) ?? '';
		expect(opened).toMatch(/Vera .*a test/s);
		expect(opened).toMatch(/Event 4 · .* UTC.*signed .* UTC, by their own clock/s);
		// Each line tells the title of its day.
		expect(told.at(-2)).toMatch(/Exhibit number given \(CAS-0001\.01\).*The door/s);
		expect(told.at(-2)).not.toContain('The north gate');
		expect(told.at(-1)).toMatch(/Exhibit given another title \(CAS-0001\.01\).*The north gate/s);
		expect(told.at(-1)).not.toContain('The door');
		const notShown = page.getByRole('region', { name: 'What the ledger does not show' });
		const { title, about, ...lines } = en.notShown;
		await notShown.getByRole('heading', { name: title }).waitFor();
		await notShown.getByText(about).waitFor();
		expect(await notShown.getByRole('listitem').allTextContents()).toEqual(Object.values(lines));
		await expectAccessible(page);

		await page.getByRole('button', { name: 'Show only these' }).click();
		await page.getByText('1 of 9 events are shown').waitFor();
		await expect.poll(() => events().count()).toBe(1);
		await page.getByRole('button', { name: 'Show everything' }).click();
		await page.getByLabel('Who', { exact: true }).first().click();
		await page.getByRole('option', { name: pseudonym(reader.identity.keys.sign), exact: true }).click();
		await page.getByText('1 of 9 events are shown').waitFor();
		await page.getByRole('button', { name: 'Show everything' }).click();
	},
);

test.skipIf(!hasChromium)(
	'behind each line lie the statement and a receipt that verify elsewhere; the same as a table',
	async () => {
		await page.getByText('Table', { exact: true }).click();
		const table = page.getByRole('table', { name: 'Table' });
		await expect.poll(() => table.getByRole('columnheader').allTextContents()).toContain('Signed, own clock');
		await expect.poll(() => events().count()).toBe(9);
		await expectAccessible(page);
		await events().nth(3).getByRole('button').click();
		const dialog = page.getByRole('dialog');
		await dialog.getByText('The exact text that was signed.').waitFor();
		await expectAccessible(page);
		const coming = page.waitForEvent('download');
		await dialog.getByRole('button', { name: 'Save all three as a file' }).click();
		const saved = JSON.parse(await readFile(await (await coming).path(), 'utf8')) as {
			statement: string;
			signature: string;
			receipt: Receipt;
		};
		const signed = { bytes: utf8(saved.statement), signature: fromBase64(saved.signature) };
		const { skeleton } = verifyReceipt(signed, 'item.opened', saved.receipt, lead.archive.key);
		expect(skeleton).toMatchObject({ result: 'accepted', subject: { kind: 'item', id: item, n: 4 } });
		await expect
			.poll(() => dialog.getByRole('region', { name: 'Statement' }).locator('pre').textContent())
			.toBe(saved.statement);
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
	},
);

test.skipIf(!hasChromium)('what is known of a delivery is read where its entry is', async () => {
	await go(page, `/custody/${open.id}`);
	await page.locator('[data-event]', { hasText: 'Delivery begun' }).getByRole('button').click();
	const record = page.getByRole('dialog').getByRole('region', { name: 'The delivery, as recorded when it began' });
	const said = (name: string) => record.getByRole('row', { name }).getByRole('cell').textContent();
	expect(await said('How it came')).toBe('on a disk (probable)It rests on: a seal');
	expect(await said('Who had it before')).toBe('a courier, by train');
	expect(await said('Where recorded')).toBe('not known');
	expect(await said('What is not known')).toBe('whether files are missing');
	await expectAccessible(page);
	await page.keyboard.press('Escape');
});

test.skipIf(!hasChromium)(
	'a whole case of hundreds of events: in order, drawn as far as in sight, on paper all of them, narrow without sideways scrolling',
	async () => {
		for (let i = 0; i < 4; i++)
			await Promise.all(Array.from({ length: 25 }, (_, n) => noteItem(lead, open, item, { text: `note ${i} ${n}` })));
		await page.reload();
		await room.unlock(page);
		const all =
			(await eventsOf(lead, open, 'item', item)).length + (await eventsOf(lead, open, 'case', open.id)).length;
		await go(page, `/custody/${open.id}/all`);
		await page.getByText(`${all} events of 2 histories`).waitFor();
		expect(all).toBeGreaterThan(100);
		await events().first().waitFor();
		expect(await events().count()).toBeLessThan(60);
		// Each history counts from 1: of many, a row is called by its entry.
		await page.getByText('Table', { exact: true }).click();
		await page.getByRole('columnheader', { name: 'Entry', exact: true }).waitFor();
		const first = events().first();
		expect(await first.locator('td').first().textContent()).toBe(await first.getAttribute('data-event'));
		await page.getByText('Time line', { exact: true }).click();
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.locator('html[data-mantine-color-scheme=dark]').waitFor({ state: 'attached' });
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		await expect.poll(() => events().count()).toBe(all);
		await expect.poll(() => page.getByRole('button', { name: 'Show only these' }).isVisible()).toBe(false);
		await expect.poll(() => page.getByRole('navigation').first().isVisible()).toBe(false);
		await expect.poll(() => page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
		const colours = () =>
			page.evaluate(() => {
				const { color, backgroundColor } = getComputedStyle(document.body);
				return [color, backgroundColor, getComputedStyle(document.documentElement).colorScheme];
			});
		await expect.poll(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'light']);
		const indices = await events().evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-event'))));
		expect(indices).toEqual([...indices].sort((a, b) => a - b));
		await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
		await page.locator('html[data-mantine-color-scheme=dark]').waitFor({ state: 'attached' });
		await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
		await expect.poll(() => events().count()).toBeLessThan(60);

		await page.setViewportSize({ width: 390, height: 800 });
		for (const form of ['Table', 'Time line']) {
			await page.getByText(form, { exact: true }).first().click();
			await page
				.getByRole(form === 'Table' ? 'table' : 'list', { name: form })
				.locator('[data-event]')
				.first()
				.waitFor();
			expect(await page.evaluate(() => document.documentElement.scrollWidth), form).toBeLessThanOrEqual(390);
			await expectAccessible(page);
		}
		await go(page, `/custody/${open.id}`);
		await page.getByText('Person admitted to the case').first().waitFor();
		await expectAccessible(page);
	},
);
