import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteItem } from '../../src/client/case/mark.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

const modified = '2021-06-01T00:00:00.000Z';
const summary = { kind: 'document' };
const files: Filed[] = [
	{ path: 'gate.mp4', size: 900, modified, summary },
	{ path: 'yard.mp4', size: 901, modified, summary },
	{ path: 'not yet.mp4', size: 902, modified },
];

let room: OpenedRoom;
/** Leads the first case, may add to the second. */
let lead: Connection;
/** Leads the second, and is not in the first. */
let other: Connection;
let first: OpenCase;
let ids: string[];
let [ours, theirs] = [] as unknown as [Page, Page];
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	[lead, other] = [await room.live.enrol(), await room.live.enrol()];
	first = await openCase(lead, [], 'GUL');
	await openCase(other, [[lead, 'editor']], 'YRD');
	ids = await fillCase(lead, worker, first, await openIntake(lead, first, {}), files);
	await noteItem(lead, first, ids[0] as string, { text: 'said in the first case' });
	ours = (await room.person(lead)).page;
	theirs = (await room.person(other)).page;
});
afterAll(() => room?.close());

const grid = (page: Page) => page.getByRole('grid');

test.skipIf(!hasChromium)('selected in the table, items are shared into another of one’s cases', async () => {
	await ours.getByRole('link', { name: /GUL/ }).first().click();
	await ours.getByText('3 items').waitFor();
	for (const name of ['gate.mp4', 'not yet.mp4']) await ours.getByLabel(`Select ${name}`).click();
	await ours.getByRole('button', { name: 'Share into another case' }).click();
	const dialog = ours.getByRole('dialog');
	await dialog.getByText('Share 2 items into another case').waitFor();
	await expectAccessible(ours);
	await dialog.getByLabel(/^Why/).fill('the same yard');
	await dialog.getByRole('button', { name: 'Share', exact: true }).click();
	await ours.getByText('1 item is in YRD now').waitFor();
	// What is not examined yet waits, and is told.
	await dialog.getByText('1 is not examined yet').waitFor();
	await expectAccessible(ours);
	await dialog.getByRole('button', { name: 'Share', exact: true }).click();
	await dialog.getByText('1 was there already.').waitFor();
	await dialog.getByRole('button', { name: 'Close' }).last().click();
	await grid(ours).getByRole('img', { name: 'also in another case' }).waitFor();
	await expect.poll(() => grid(ours).getByRole('img', { name: 'also in another case' }).count()).toBe(1);
});

test.skipIf(!hasChromium)(
	'in the other case it is there by its name, opens, and gets a number of that case',
	async () => {
		await theirs.getByRole('link', { name: /YRD/ }).first().click();
		await theirs.getByText('1 item', { exact: true }).waitFor();
		await grid(theirs).getByRole('img', { name: 'from another case' }).waitFor();
		await expectAccessible(theirs);
		await theirs.getByLabel('Select gate.mp4').click();
		await theirs.getByRole('button', { name: 'Make exhibits' }).click();
		await theirs.getByRole('dialog').getByRole('button', { name: 'Make exhibits' }).click();
		await grid(theirs).getByText('YRD-0001').waitFor();
		await grid(theirs)
			.getByRole('link', { name: /gate\.mp4/ })
			.click();
		await theirs.getByRole('heading', { level: 1, name: 'gate.mp4' }).waitFor();
		await theirs.getByText('a case · from another case').waitFor();
		await theirs.getByRole('heading', { name: 'What others said of it' }).waitFor();
		expect(await theirs.getByText('said in the first case').count()).toBe(0);
		await expectAccessible(theirs);
	},
);

test.skipIf(!hasChromium)('its history says where it came from, and what was said elsewhere', async () => {
	await theirs.getByRole('link', { name: 'Its history' }).click();
	await theirs.getByText('Shared into another case: its members may open it').waitFor();
	await theirs.getByText('(into the case YRD)').waitFor();
	await theirs.getByText('the same yard').waitFor();
	await theirs.getByText('Note made').waitFor();
	await expect.poll(() => theirs.getByText('(in another case)').count()).toBeGreaterThan(3);
	expect(await theirs.getByText('do not open').count()).toBe(0);
	await expectAccessible(theirs);
});

test.skipIf(!hasChromium)('an item is shared from its own page; who may add to no other case is told so', async () => {
	await grid(ours)
		.getByRole('link', { name: /yard\.mp4/ })
		.click();
	await ours.getByRole('button', { name: 'Share into another case' }).click();
	await ours.getByRole('dialog').getByRole('button', { name: 'Share', exact: true }).click();
	await ours.getByText('a case · also in another case').waitFor();
	const alone = (await room.person(other)).page;
	await alone.getByRole('link', { name: /YRD/ }).first().click();
	await grid(alone)
		.getByRole('link', { name: /yard\.mp4/ })
		.click();
	await alone.getByRole('button', { name: 'Share into another case' }).click();
	await alone.getByText('You may not add items to any other case.').waitFor();
	await expectAccessible(alone);
});
