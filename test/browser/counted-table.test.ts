import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// The table of a case is held against the notary's count of what came into it.

const files: Filed[] = ['gate', 'yard', 'corridor'].map((name) => ({
	path: `${name}.mp4`,
	size: 900,
	modified: '2021-06-01T00:00:00.000Z',
}));

let room: OpenedRoom;
let lead: Connection;
let open: OpenCase;
let ids: string[];
let page: Page;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	lead = await room.live.enrol();
	open = await openCase(lead);
	ids = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
});
afterAll(() => room?.close());

const go = (): Promise<void> =>
	page.evaluate((to) => history.pushState(null, '', to), `/cases/${open.id}`).then(() => {});
const complete = () => page.getByText('These are all of them: the notary signed their number').waitFor();
/** The host takes the second item out of the table that lists are read from, or puts it back. */
const hide = (caseId = newId(platform.randomBytes)) =>
	room.live.sql('update items set case_id = $2 where id = $1', [ids[1] as string, caseId]);

test.skipIf(!hasChromium)(
	'an item held back on a first look is said to be, and is there once it is shown',
	async () => {
		await hide();
		page = (await room.person(lead)).page;
		await go();
		const alert = page.getByRole('alert').filter({ hasText: '1 item of this case is held back' });
		await alert.getByText('3 came into this case, and the archive shows 2.').waitFor();
		await expect
			.poll(() => page.getByRole('grid').locator('tbody a').allTextContents())
			.toEqual(['corridor.mp4', 'gate.mp4']);
		// Nor is anything said of all of them.
		expect(await page.getByText('In all').count()).toBe(0);
		await expectAccessible(page);
		await hide(open.id);
		await alert.getByRole('button', { name: 'Look again' }).click();
		await complete();
		await page.getByText('3 items', { exact: true }).waitFor();
		await page.getByText('In all: 3 ').waitFor();
		await expectAccessible(page);
	},
);

test.skipIf(!hasChromium)('without the notary’s answer nothing is said to be whole', async () => {
	await hide();
	page = (await room.person(lead)).page;
	await page.route('**/v1/counts', (route) => route.fulfill({ json: { count: null } }));
	await go();
	await page.getByText('Newer items may be missing here').waitFor();
	await page.getByText('2 items', { exact: true }).waitFor();
	expect(await page.getByText('In all').count()).toBe(0);
	await expectAccessible(page);
});

test.skipIf(!hasChromium)(
	'what was kept on the device while an item was left out does not hide it for good',
	async () => {
		await hide(open.id);
		await page.unroute('**/v1/counts');
		await page.reload();
		await room.unlock(page);
		await complete();
		await page.getByText('3 items', { exact: true }).waitFor();
	},
);
