import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { requestProxy } from '../../src/client/play/proxy.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

describe.skipIf(!hasChromium)('a copy that is being made', () => {
	let room: OpenedRoom;
	let lead: Connection;
	let open: OpenCase;
	let film: string;

	beforeAll(async () => {
		room = await openRoom();
		const { worker } = await enrolWorker(room.live);
		lead = await room.live.enrol();
		open = await openCase(lead);
		const modified = '2021-06-01T00:00:00.000Z';
		const old = { path: 'old.3gp', size: 900, modified, summary: { kind: 'video' as const, container: '3gp' } };
		[film] = (await fillCase(lead, worker, open, await openIntake(lead, open, {}), [old])) as [string];
		await requestProxy(lead, open, film);
	});
	afterAll(() => room?.close());

	test('is asked for again and again: an archive that refuses is said to beside it, until it answers again', async () => {
		const { page } = await room.person(lead);
		await page.evaluate((to) => history.pushState(null, '', to), `/review/${open.id}/${film}`);
		await page.getByLabel(/What do you open it for/).fill('to see who it is');
		await page.keyboard.press('Enter');
		const making = page.getByText('A worker is making the copy');
		await making.waitFor();
		expect(await page.getByRole('main').getByRole('alert').count()).toBe(0);
		await page.route(`**/v1/items/${film}`, (route) =>
			route.fulfill({ status: 403, json: { code: 'denied', message: 'not now' } }),
		);
		await page.getByRole('main').getByRole('alert').getByText('You are not allowed to do this').waitFor();
		expect(await making.count()).toBe(1);
		await page.unroute(`**/v1/items/${film}`);
		await page.getByRole('main').getByRole('alert').waitFor({ state: 'detached' });
		expect(await making.count()).toBe(1);
	});
});
