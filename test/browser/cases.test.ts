import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClip, noteItem } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { epochOf } from '../../src/client/rewrap.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

const HOSTILE = '<img src=x onerror=alert(1)>\u202egpj.mp4';
const files: Filed[] = [
	...Array.from({ length: 120 }, (_, i) => ({
		path: `camera 4/part ${String(i + 1).padStart(3, '0')}.mp4`,
		size: 1_000_000 + 5_000 * ((i * 37) % 120),
		modified: new Date(Date.UTC(2021, 5, 1, i)).toISOString(),
		summary: { container: 'mp4', videoCodec: 'h264', durationMs: 60_000 + i * 1000, width: 1280, height: 720 },
	})),
	{ path: 'Коридор, ёлка.avi', size: 900, modified: '2020-01-01T00:00:00.000Z', summary: { videoCodec: 'mjpeg' } },
	{ path: 'letter.pdf', size: 70_000, modified: '2019-01-01T00:00:00.000Z', summary: { kind: 'document' } },
	{ path: HOSTILE, size: 5, modified: '2018-01-01T00:00:00.000Z' },
	{ path: 'broken.mov', size: 12, modified: '2017-01-01T00:00:00.000Z', failed: true },
	{ path: 'nobody reads this', size: 12, modified: '2017-01-01T00:00:00.000Z', unreadable: true },
];

let room: OpenedRoom;
let lead: Connection;
let worker: Connection;
let open: OpenCase;
let ids: string[];
/** The first three that "part 01" finds: 001, 010, 011. */
let chosen: string[];
let page: Page;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	({ worker } = await enrolWorker(room.live));
	lead = await room.live.enrol();
	open = await openCase(lead);
	ids = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
	chosen = [0, 9, 10].map((at) => ids[at] as string);
	const corridor = ids[120] as string;
	await addClip(lead, open, await itemEntries(lead, corridor), {
		fromMs: 1,
		toMs: 2,
		name: 'the door',
		tags: ['beating'],
	});
	await noteItem(lead, open, corridor, { flag: 'warning', text: 'a man is dragged along the floor' });
	page = (await room.person(lead)).page;
});
afterAll(() => room?.close());

const grid = () => page.getByRole('grid');
const names = (): Promise<string[]> => grid().locator('tbody a').allTextContents();
const search = () => page.getByRole('searchbox');

test.skipIf(!hasChromium)('the cases one is in, and a new one begun by form', async () => {
	await page.getByRole('heading', { name: 'Cases' }).waitFor();
	await page.getByText('You are lead here').waitFor();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'New case' }).click();
	await page.getByLabel('Title').fill('A second case');
	await page.getByLabel('Letters before exhibit numbers').fill('sec');
	await page.getByLabel(/^What it is about/).fill('The second block,\nsince <b>May</b>');
	await expectAccessible(page);
	const counted = page.waitForResponse('**/v1/counts');
	await page.getByRole('button', { name: 'Begin the case' }).click();
	await page.getByRole('heading', { level: 1, name: 'A second case' }).waitFor();
	// The browser writes titles of pages into its history, in clear.
	expect(await page.title()).toBe('Cases · Custos');
	await page.getByText('Nothing is in this case yet.').waitFor();
	// What it is about is said where it is chosen, and where one works in it.
	await page.getByText('since <b>May</b>').waitFor();
	await counted;
	expect(await page.getByText('These are all of them').count()).toBe(0);
	await expectAccessible(page);
	await page.getByRole('link', { name: 'All cases' }).click();
	await page.getByRole('link', { name: /SEC.*A second case.*since <b>May<\/b>/ }).waitFor();
	await expectAccessible(page);
	await page.getByRole('link', { name: /CAS a case/ }).click();
});

test.skipIf(!hasChromium)('every item is in the table, of which only what is in sight is made', async () => {
	await page.getByText('125 items').waitFor();
	await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('126');
	// By name, after "<img…" and "broken.mov".
	const third = async () => (await names()).slice(2, 5);
	await expect.poll(third).toEqual([1, 2, 3].map((n) => `camera 4/part 00${n}.mp4`));
	expect((await names()).length).toBeLessThan(60);
	await expectAccessible(page);
});

test.skipIf(!hasChromium)('the line that comes where another was does not take its keys', async () => {
	const box = page.getByRole('checkbox', { name: 'Select camera 4/part 001.mp4' });
	await box.click();
	expect(await box.evaluate((one) => one === document.activeElement)).toBe(true);
	await page.mouse.wheel(0, 3000);
	await expect.poll(names).not.toContain('camera 4/part 001.mp4');
	await expect.poll(() => grid().evaluate((one) => one === document.activeElement)).toBe(true);
	await page.keyboard.press('Home');
	await expect.poll(names).toContain('camera 4/part 001.mp4');
	await expect.poll(() => box.isChecked()).toBe(true);
	await page.keyboard.press('Escape');
	await expect.poll(() => box.isChecked()).toBe(false);
});

test.skipIf(!hasChromium)('typing finds by name, tag, note and detail, whatever case and accents', async () => {
	const nothing = async (): Promise<void> => {
		await search().fill('nothing like it');
		await page.getByText('Nothing fits').waitFor();
	};
	const expectFound = async (typed: string, found: string[]): Promise<void> => {
		// What the search before it found is gone first.
		await nothing();
		await search().fill(typed);
		await expect.poll(names, { message: typed }).toEqual(found);
	};
	await expectFound('part 042', ['camera 4/part 042.mp4']);
	for (const typed of ['коридор елка', 'BEATING', 'dragged floor', 'mjpeg', 'the door'])
		await expectFound(typed, ['Коридор, ёлка.avi']);
	await nothing();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Show everything' }).click();
	await page.getByText('125 items').waitFor();
});

test.skipIf(!hasChromium)('hostile names stay text and what nobody can read is marked', async () => {
	await search().fill('onerror');
	await expect.poll(names).toEqual([expect.stringContaining('<img src=x onerror=alert(1)>\ufffdgpj.mp4')]);
	await search().fill('');
	await page.getByRole('button', { name: /^Filters/ }).click();
	await page.getByLabel('Only items nobody can read').check();
	await page.getByText('1 of 125').waitFor();
	await expect.poll(names).toEqual([expect.stringContaining('sealed so that nobody can read it')]);
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Clear all filters' }).click();
	await page.getByRole('button', { name: /^Filters/ }).click();
});

test.skipIf(!hasChromium)('columns sort both ways; what is not known comes last', async () => {
	const sorted = () => page.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort');
	const first = async () => (await names())[0];
	await page.getByRole('button', { name: 'Size', exact: true }).click();
	await expect.poll(sorted).toBe('ascending');
	await expect.poll(first).toContain('gpj.mp4');
	await page.getByRole('button', { name: 'Size', exact: true }).click();
	await expect.poll(sorted).toBe('descending');
	await expect.poll(first).toMatch(/^camera 4/);
	await page.getByRole('button', { name: 'Name', exact: true }).click();
});

test.skipIf(!hasChromium)(
	'by keyboard alone: find, select a range, note it, open one, come back to the same place',
	async () => {
		await grid().focus();
		await page.keyboard.press('/');
		await page.keyboard.type('part 01');
		await page.getByText('12 of 125').waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Space');
		await page.keyboard.press('Shift+ArrowDown');
		await page.keyboard.press('Shift+ArrowDown');
		await page.getByText('3 selected').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Note, flag, tag' }).focus();
		await page.keyboard.press('Enter');
		await page.getByLabel('Note', { exact: true }).fill('the same yard');
		await expectAccessible(page);
		await page.keyboard.press('Tab');
		// Where it cannot be sent, what was written is there still.
		const cut = (route: Route): Promise<void> => route.abort();
		await page.route('**/v1/statements', cut);
		await page.getByRole('button', { name: 'Note 3 items' }).press('Enter');
		await page.getByRole('region', { name: 'With what is selected' }).getByRole('alert').waitFor();
		await page.unroute('**/v1/statements', cut);
		await page.getByRole('button', { name: 'Note, flag, tag' }).press('Enter');
		expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('the same yard');
		await page.getByRole('button', { name: 'Note 3 items' }).press('Enter');
		await page.getByText('Done: 3 entries').waitFor();
		const { notes } = await caseMarks(lead, open);
		expect(
			notes
				.filter((one) => !one.unreadable && one.text === 'the same yard')
				.map((one) => one.item)
				.sort(),
		).toEqual([...chosen].sort());
		await search().fill('same yard');
		await page.getByText('3 of 125').waitFor();
		await search().press('ArrowDown');
		await page.keyboard.press('End');
		await page.keyboard.press('Enter');
		await page.waitForURL(new RegExp(`/review/${open.id}/${chosen[2]}`));
		await page.goBack();
		await page.getByText('3 of 125').waitFor();
		await page.getByText('3 selected').waitFor();
	},
);

test.skipIf(!hasChromium)('the selection becomes exhibits, with numbers in order', async () => {
	await page.getByRole('button', { name: 'Make exhibits' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Make exhibits' }).click();
	await page.getByText('CAS-0003').waitFor();
	const { exhibits } = await caseMarks(lead, open);
	expect(exhibits.map((one) => [one.label, one.item])).toEqual(chosen.map((item, i) => [`CAS-000${i + 1}`, item]));
	await page.getByRole('button', { name: 'Deselect' }).click();
});

test.skipIf(!hasChromium)('a failed item is asked for again', async () => {
	await search().fill('broken');
	await page.getByRole('checkbox', { name: 'Select broken.mov' }).click();
	await page.getByRole('button', { name: 'Try 1 failed again' }).click();
	await grid().getByText('received').waitFor();
	const { state } = await itemEntries(lead, ids[123] as string);
	expect(state).toBe('received');
	await page.getByRole('button', { name: 'Deselect' }).click();
});

test.skipIf(!hasChromium)('what waits for a worker that is gone is passed on to the present one, once', async () => {
	const broken = async () => itemEntries(lead, ids[123] as string);
	const gone = page.getByRole('status').filter({ hasText: 'Items wait for a media worker that is gone' });
	await gone.getByText(/the key of that worker was never seen in use/).waitFor();
	await gone.getByText(/select the items here and pass them on/).waitFor();
	// That this is not known is not taken for all being well.
	const refused = { code: 'denied', message: 'not now' };
	let asked = 0;
	await page.route('**/counts', (route) => {
		asked += 1;
		// The first is the table's own.
		return asked === 1 ? route.continue() : route.fulfill({ status: 403, json: refused });
	});
	await page.reload();
	await room.unlock(page);
	await page.getByText('Whether the items that wait have a media worker could not be asked').waitFor();
	expect(await gone.count()).toBe(0);
	await page.unroute('**/counts');
	await page.reload();
	await room.unlock(page);
	await gone.waitFor();
	await page.getByRole('checkbox', { name: 'Select broken.mov' }).click();
	await page.getByRole('button', { name: 'Pass 1 waiting on to the present workers' }).click();
	await page.getByText('They wait for the present workers already').waitFor();
	expect((await broken()).rewrapped).toBeUndefined();
	const key = toHex(platform.x25519Public(platform.randomBytes(32)));
	await submit(worker, [{ type: 'epoch.opened', fields: { epoch: 2, key } }]);
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Pass 1 waiting on to the present workers' }).click();
	await page.getByText('Passed 1 item on to the present workers').waitFor();
	expect(epochOf(await broken())).toBe(2);
	await page.getByRole('button', { name: 'Deselect' }).click();
});

test.skipIf(!hasChromium)('a saved view is found again after a reload, and says nothing at rest', async () => {
	await search().fill('secret street');
	await page.getByRole('button', { name: 'Saved views' }).click();
	await page.getByLabel('Name for what is shown now').fill('The informer');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByRole('button', { name: 'The informer', exact: true }).waitFor();
	await expectAccessible(page);
	const stored = await page.evaluate(async () => {
		const opened = indexedDB.open('custos-cases');
		await new Promise((done) => {
			opened.onsuccess = done;
		});
		const all = opened.result.transaction('views').objectStore('views').getAll();
		await new Promise((done) => {
			all.onsuccess = done;
		});
		opened.result.close();
		return all.result.map((one: Uint8Array) => new TextDecoder('latin1').decode(one)).join('');
	});
	expect(stored.length).toBeGreaterThan(100);
	expect(stored).not.toMatch(/informer|street|search/i);
	await page.reload();
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await room.unlock(page);
	await page.getByText('125 items').waitFor();
	// What was checked before is not fetched again: only what may have changed since.
	const listed = () => asked.find((one) => one.includes('/items?'));
	// What is kept here is shown before.
	await expect.poll(listed).toBeDefined();
	expect(Number(/since=(\d+)/.exec(listed() ?? '')?.[1])).toBeGreaterThan(375);
	await page.keyboard.press('Control+K');
	await page.getByPlaceholder('Where to, or what to do?').fill('informer');
	await page.locator('[role=dialog] [data-action][data-selected]').filter({ hasText: 'informer' }).waitFor();
	await page.keyboard.press('Enter');
	await page.getByText('Nothing fits').waitFor();
	await expect.poll(() => search().inputValue()).toBe('secret street');
	await page.getByRole('button', { name: 'Show everything' }).click();
});

test.skipIf(!hasChromium)('a narrow window shows the same in two lines, without sideways scrolling', async () => {
	await page.setViewportSize({ width: 390, height: 800 });
	await page.getByText('1 min 0 s').first().waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
	await expectAccessible(page);
});

test.skipIf(!hasChromium)('on a wide screen nothing but a very long name is cut, in Russian either', async () => {
	for (const [locale, time] of [
		['en-GB', 'File time (UTC)'],
		['ru-RU', 'Время (UTC)'],
	] as const) {
		const wide = (await room.person(lead, { locale, viewport: { width: 1440, height: 900 } })).page;
		await wide.evaluate((to) => history.pushState(null, '', to), `/cases/${open.id}`);
		await wide.getByRole('columnheader', { name: time }).waitFor();
		// The marks of items come after the items.
		await wide.getByRole('grid').getByText('CAS-0001').waitFor();
		const cut = await wide
			.getByRole('grid')
			.evaluate((grid) =>
				[...grid.querySelectorAll('th, td, td > span, td > a > span')]
					.filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
					.map((one) => one.textContent),
			);
		expect(cut).toEqual([]);
	}
});
