import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClip, setVocabulary } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

let room: OpenedRoom;
let lead: Connection;
let reader: Connection;
let open: OpenCase;
let items: string[];
let page: Page;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	[lead, reader] = [await room.live.enrol(), await room.live.enrol()];
	open = await openCase(lead, [[reader, 'reader']]);
	const modified = new Date(0).toISOString();
	const summary = { durationMs: 60_000, fps: 25, frames: 1500 };
	items = await fillCase(lead, worker, open, await openIntake(lead, open, {}), [
		{ path: 'gate/night.avi', size: 5000, modified, summary },
		{ path: 'yard.mp4', size: 7000, modified, summary },
	]);
	({ page } = await room.person(lead, { names: { [lead.identity.keys.sign]: 'Vera' } }));
	await page.evaluate((path) => history.pushState(null, '', path), `/exhibits/${open.id}`);
});
afterAll(() => room?.close());

const card = (name: string | RegExp) => page.getByRole('article', { name });
const dialog = () => page.getByRole('dialog');

test.skipIf(!hasChromium)(
	'an item gets a number; renamed, its old title stays; withdrawn, its number is not given again',
	async () => {
		await page.getByText('No number has been given in this case yet.').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Give a number to an item' }).click();
		await dialog().getByRole('button', { name: 'Give a number' }).click();
		await dialog().getByText('Choose an item first.').waitFor();
		await dialog().getByRole('combobox', { name: 'Item' }).or(dialog().getByLabel('Item')).first().fill('night');
		await page.getByRole('option', { name: 'gate/night.avi' }).click();
		await dialog().getByLabel('Title').fill('The gate');
		await expectAccessible(page);
		await dialog().getByRole('button', { name: 'Give a number' }).click();
		await card('CAS-0001').getByText('The gate').waitFor();
		await expect.poll(() => card('CAS-0001').textContent()).toContain('gate/night.avi');
		await expect.poll(() => card('CAS-0001').textContent()).toContain('Vera');

		await page.getByRole('button', { name: 'Rename CAS-0001' }).click();
		await dialog().getByLabel('New title').fill('The north gate');
		await dialog().getByRole('button', { name: 'Rename' }).click();
		await card('CAS-0001').getByText('The north gate').waitFor();
		await expect.poll(() => card('CAS-0001').textContent()).toContain('Earlier titles: The gate');

		await page.getByRole('button', { name: 'Withdraw CAS-0001' }).click();
		await dialog().getByRole('button', { name: 'Withdraw' }).click();
		await dialog().getByText('Write why it is withdrawn').waitFor();
		await expectAccessible(page);
		await dialog()
			.getByLabel(/Reason/)
			.fill('another gate');
		await dialog().getByRole('button', { name: 'Withdraw' }).click();
		await card('CAS-0001').getByText('another gate').waitFor();
		expect(await card('CAS-0001').getByRole('button').count()).toBe(0);
		await expectAccessible(page);
	},
);

test.skipIf(!hasChromium)(
	'a clip is described anew with its frames, keeps every wording, and is numbered under its item',
	async () => {
		const entries = await itemEntries(lead, items[1] as string);
		await setVocabulary(lead, open, [{ tag: 'passage', meaning: 'between the blocks' }]);
		await addClip(lead, open, entries, { name: 'second door', fromMs: 1000, toMs: 9000, tags: ['door'] });
		await page.reload();
		await room.unlock(page);
		await page.getByRole('tab', { name: /Clips/ }).click();
		await card('second door').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Describe anew: second door' }).click();
		const form = dialog().getByRole('form', { name: 'Clip' });
		await form.getByRole('textbox', { name: 'To', exact: true }).fill('2:00');
		await form.getByText('The recording ends at 00:01:00.000.').waitFor();
		await form.getByRole('textbox', { name: 'To', exact: true }).fill('0:00.5');
		await form.getByText('The end must come after the beginning.').waitFor();
		await form.getByRole('textbox', { name: 'To', exact: true }).fill('12,48');
		await form.getByText('frame 312').waitFor();
		const tags = form
			.getByRole('combobox', { name: 'Tags' })
			.or(form.getByRole('textbox', { name: 'Tags' }))
			.first();
		await tags.click();
		await page.getByRole('option', { name: /^passage/ }).click();
		await tags.fill('at night');
		await page.keyboard.press('Enter');
		await form.getByLabel('Legal element').fill('deprivation of liberty');
		await form.getByLabel('Note').fill('opens inwards');
		await form.getByLabel('People shown').fill('Guard 3');
		await page.keyboard.press('Enter');
		await form.getByText('High', { exact: true }).click();
		await expectAccessible(page);
		await form.getByRole('button', { name: 'Save this wording' }).click();
		await dialog().waitFor({ state: 'detached' });
		await card('second door').getByText('opens inwards').waitFor();
		await card('second door').getByText('1 earlier wording').click();
		await expect
			.poll(() => card('second door').textContent())
			.toMatch(/00:00:01\.000 – 00:00:12\.480.*frames 25 – 312/);
		await expect.poll(() => card('second door').textContent()).toMatch(/Wording 1 by Vera.*00:00:09\.000/s);
		await expectAccessible(page);
		const [clip] = (await caseMarks(lead, open)).clips;
		expect(clip).toMatchObject({ toMs: 12_480, toFrame: 312, people: ['Guard 3'], confidence: 'high' });
		expect(clip).toMatchObject({ tags: ['door', 'passage', 'at night'], legalElement: 'deprivation of liberty' });

		await page.getByRole('button', { name: 'Give a number: second door' }).click();
		await dialog().getByRole('button', { name: 'Give a number' }).click();
		await page.getByText('The item is CAS-0002 now, and the clip CAS-0002.01.').waitFor();
		await page.getByRole('tab', { name: /Register/ }).click();
		const link = card('CAS-0002.01').getByRole('link', { name: /Look at it from 00:00:01/ });
		expect(await link.getAttribute('href')).toBe(`/review/${open.id}/${items[1]}?t=1000`);
		await page.getByLabel('Leave out what was withdrawn').click();
		await expect.poll(() => page.getByRole('article').count()).toBe(2);
	},
);

test.skipIf(!hasChromium)(
	'a lead fixes the tags; a reader sees everything and can change nothing; no sideways scrolling on a telephone',
	async () => {
		await page.getByRole('tab', { name: /Tags/ }).click();
		await page.getByRole('button', { name: 'Change the list' }).click();
		await page.getByLabel('Tag 1', { exact: true }).fill('corridor');
		await page.getByLabel('What tag 1 means').fill('between the blocks');
		await page.getByRole('button', { name: 'One more tag' }).click();
		await page.getByLabel('Tag 2', { exact: true }).fill('Corridor');
		await page.getByText('This tag is listed already.').waitFor();
		await expectAccessible(page);
		await page.getByLabel('Tag 2', { exact: true }).fill('yard');
		await page.getByRole('button', { name: 'Fix this list' }).click();
		await page.getByRole('cell', { name: 'between the blocks' }).waitFor();
		expect((await caseMarks(lead, open)).vocabulary?.tags.map((one) => one.tag)).toEqual(['corridor', 'yard']);

		const other = (await room.person(reader, { viewport: { width: 390, height: 800 } })).page;
		await other.evaluate((path) => history.pushState(null, '', path), `/exhibits/${open.id}`);
		for (const [tab, there] of [
			['Register', other.getByRole('article', { name: 'CAS-0001', exact: true })],
			['Clips', other.getByRole('article', { name: 'second door' })],
			['Tags', other.getByRole('cell', { name: 'between the blocks' })],
		] as const) {
			await other.getByRole('tab', { name: new RegExp(tab) }).click();
			await other.getByText('You are a reader in this case').waitFor();
			await there.waitFor();
			await expect
				.poll(() => other.getByRole('button', { name: /Give|Rename|Withdraw|Describe|Change the list/ }).count())
				.toBe(0);
			expect(await other.evaluate(() => document.documentElement.scrollWidth), tab).toBeLessThanOrEqual(390);
			await expectAccessible(other);
		}
	},
);
