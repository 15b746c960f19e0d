import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { submit } from '../../src/client/submit.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { type Deposited, deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// What the re-hash found damaged is told where people work: in the case, and in the item's history, until it is whole again.

let room: OpenedRoom;
let worker: Connection;
let lead: Connection;
let open: OpenCase;
let item: Deposited;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	({ worker } = await enrolWorker(room.live));
	lead = await room.live.enrol();
	open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	item = await deposit(lead, open, intake, utf8('a film'));
	await deposit(lead, open, intake, utf8('another'));
});
afterAll(() => room?.close());

const about = () => ({ case: open.id, generation: open.key.generation, item: item.id });

test.skipIf(!hasChromium)(
	'the case names the item, its history proves it, and says when it is whole again',
	async () => {
		const { page } = await room.person(lead);
		const told = page.waitForResponse('**/v1/copies');
		await page.getByRole('link', { name: 'a case' }).click();
		await page.getByText('2 items', { exact: true }).waitFor();
		await told;
		expect(await page.getByText('is missing or altered').count()).toBe(0);
		// Not to know is not the same as to know of nothing.
		await page.route('**/v1/copies', (route) =>
			route.fulfill({ status: 404, json: { code: 'not-found', message: 'not now' } }),
		);
		await page.reload();
		await room.unlock(page);
		await page.getByText('Whether anything stored is damaged could not be asked now').waitFor();
		await page.unroute('**/v1/copies');
		await submit(worker, [{ type: 'item.damaged', fields: { ...about(), found: 'missing' } }]);
		await page.reload();
		await room.unlock(page);
		const alarm = page.getByRole('alert').filter({ hasText: 'What is stored of 1 item is missing or altered' });
		await alarm.waitFor();
		await expectAccessible(page);
		await alarm.getByRole('link').click();
		await page.getByText('1 stored body is missing or altered').waitFor();
		await expectAccessible(page);
		await submit(worker, [{ type: 'item.restored', fields: { ...about(), sha256: item.body.sha256, by: 'others' } }]);
		await page.reload();
		await room.unlock(page);
		await page.getByText('is whole again: it was put back').waitFor();
		expect(await page.getByText('1 stored body is missing or altered').count()).toBe(0);
	},
);
