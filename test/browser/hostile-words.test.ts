import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { addClip, noteItem } from '../../src/client/case/mark.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { parseInvite } from '../../src/client/invite.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { join } from '../../src/client/people.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// Names, notes and titles are other people's: whatever they hold is shown as what it is, and does nothing.

/** Markup, a turn of the direction, a bell, a break, what is not seen, and no place to break a line: 255 bytes. */
const wild = (who: string): string => {
	const text = `${who}<img src=x onerror="window.broken=1"><script>window.broken=1</script>\u202egpj.exe\u0007\nb\u200b`;
	return text + 'W'.repeat(255 - utf8(text).length);
};
/** The same as it is to be read. */
const read = (who: string): string => wild(who).replaceAll(/[\u202e\u0007\n\u200b]/g, '\ufffd');
/** The same where lines may break. */
const readLines = (who: string): string => wild(who).replaceAll(/[\u202e\u0007\u200b]/g, '\ufffd');

let room: OpenedRoom;
let lead: Connection;
let open: OpenCase;
let item: string;
let page: Page;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	lead = room.live.steward;
	const boris = await room.live.enrol();
	open = await openCase(lead, [[boris, 'reader']]);
	const summary = { kind: 'video', durationMs: 60_000, fps: 25, frames: 1500, make: wild('make') };
	const file = { path: wild('file'), size: 9, modified: '2021-06-01T00:00:00.000Z', summary };
	[item] = (await fillCase(lead, worker, open, await openIntake(lead, open, { notes: wild('delivery') }), [file])) as [
		string,
	];
	await noteItem(lead, open, item, { flag: 'warning', text: wild('note'), tags: [wild('tag').slice(0, 60)] });
	const clip = {
		fromMs: 1000,
		toMs: 2000,
		name: wild('clip'),
		note: wild('words'),
		people: [wild('shown')],
		legalElement: wild('law'),
	};
	const added = await addClip(lead, open, await itemEntries(lead, item), clip);
	await addExhibit(lead, open, { item }, wild('title'));
	await addExhibit(lead, open, { item, clip: added.clip }, wild('title'));
	const names = { [lead.identity.keys.sign]: wild('Vera'), [boris.identity.keys.sign]: wild('Boris') };
	page = (await room.person(lead, { names })).page;
});
afterAll(() => room?.close());

const go = (path: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), path);

/** These stand there to be read, letter by letter; nothing of them has become anything else, and the page is as wide as its window. */
async function expectInert(...texts: string[]): Promise<void> {
	for (const width of [1440, 390]) {
		await page.setViewportSize({ width, height: 900 });
		for (const text of texts)
			await expect.poll(() => page.evaluate(() => document.body.textContent), { message: text }).toContain(text);
		const found = () =>
			page.evaluate(() => ({
				ran: 'broken' in window,
				made: document.querySelectorAll('img[src=x], #page script').length,
				// What one types stays as one types it.
				raw: [...document.querySelectorAll('body :not(textarea)')].some((one) =>
					[...one.childNodes].some((text) => text instanceof Text && /[\u202e\u0007\u200b]/.test(text.data)),
				),
				// Whoever reaches farther, when something does.
				wider:
					document.documentElement.scrollWidth <= innerWidth
						? []
						: [...document.querySelectorAll('body *')].flatMap((one) =>
								one.getBoundingClientRect().right > innerWidth + 1
									? [`${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`]
									: [],
							),
			}));
		// A window that was made narrower is laid out anew a moment later.
		await expect
			.poll(found, { message: `${page.url()} at ${width}` })
			.toEqual({ ran: false, made: 0, raw: false, wider: [] });
	}
}

test.skipIf(!hasChromium)('in the table of a case and beside an item: a name, a note, a clip', async () => {
	await go(`/cases/${open.id}`);
	await page.getByText('1 item', { exact: true }).waitFor();
	await expectInert(read('file'));
	await go(`/review/${open.id}/${item}`);
	await page.getByText('Nothing is open yet').waitFor();
	await expectInert(readLines('note'), read('clip'), readLines('words'), read('title'), read('file'), read('Vera'));
	await expectInert(readLines('delivery'), read('shown'), read('law'));
	// Its lines are lines.
	expect(await page.getByText('note<img').evaluate((one) => getComputedStyle(one).whiteSpace)).toMatch(/^pre/);
});

test.skipIf(!hasChromium)('in the register, the clips, the notes and the history', async () => {
	await go(`/exhibits/${open.id}`);
	await page.getByRole('article', { name: 'CAS-0001', exact: true }).waitFor();
	await expectInert(read('title'), read('file'), read('Vera'));
	await page.getByRole('tab', { name: /Clips/ }).click();
	await page.getByRole('article').first().waitFor();
	await expectInert(read('clip'), readLines('words'), read('shown'), read('law'), read('Vera'));
	await page.getByRole('tab', { name: /Notes/ }).click();
	await page.getByText('note<img').waitFor();
	await expectInert(readLines('note'), read('tag').slice(0, 60), read('file'), read('Vera'));
	await go(`/custody/${open.id}/${item}`);
	await page.locator('[data-event]').first().waitFor();
	await expectInert(readLines('note'), read('Vera'));
});

test.skipIf(!hasChromium)('among the people: of those who are in, and of somebody who asks', async () => {
	await go(`/people/${open.id}`);
	await page.getByRole('tab', { name: 'In a case' }).click();
	await page.getByText('Boris<img').first().waitFor();
	await expectInert(read('Vera'), read('Boris'));
	await page.setViewportSize({ width: 1440, height: 900 });
	await page.getByRole('tab', { name: 'In the archive' }).click();
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await page.getByLabel('Who is it for?').fill('Olga');
	await page.getByRole('button', { name: 'Make the invite' }).click();
	await page.getByText('It is shown once').waitFor();
	const link = await page.getByLabel('Invite link').inputValue();
	await page.getByRole('link', { name: 'Back to the people' }).click();
	const letter = parseInvite(link.slice(link.indexOf('#') + 1));
	await join(
		{ ...letter, pin: { ...letter.pin, server: room.live.server } },
		createIdentity(),
		wild('me').slice(0, 99),
	);
	await page.getByText(/They call themselves/).waitFor();
	await expectInert(read('me').slice(0, 99), read('Vera'), read('Boris'));
	await page.setViewportSize({ width: 1440, height: 900 });
	await page.getByRole('button', { name: /^Suspend Boris/ }).click();
	await page.getByRole('dialog').waitFor();
	await expectInert(read('Boris'));
	await page.keyboard.press('Escape');
});

test.skipIf(!hasChromium)('in what is to leave with a report', async () => {
	await page.setViewportSize({ width: 1440, height: 900 });
	await go(`/report/${open.id}`);
	await page.getByText('1 item chosen').waitFor();
	await page.getByLabel('Recipient').fill('A court');
	await page.getByLabel('Purpose').fill(wild('purpose'));
	await page.getByLabel('Titles, tags, notes').check();
	await page.getByRole('button', { name: 'Show all that will leave' }).click();
	await page.getByText(/fields and .* files? will leave/).waitFor();
	for (const who of ['title', 'clip', 'words', 'file', 'make', 'purpose']) {
		await page.getByLabel('Find a name, a value, a path').fill(`${who}<img`);
		await page.getByRole('region', { name: 'Look at all that leaves' }).getByText(`${who}<img`).first().waitFor();
		await expectInert(who === 'file' ? read(who) : readLines(who));
	}
});
