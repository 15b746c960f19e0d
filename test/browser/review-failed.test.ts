import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeRole, type OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { findPerson } from '../../src/client/people.ts';
import { submit } from '../../src/client/submit.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

describe.skipIf(!hasChromium)('an item whose examination failed', () => {
	let room: OpenedRoom;
	let worker: Connection;
	let lead: Connection;
	let reader: Connection;
	let editor: Connection;
	let open: OpenCase;
	let item: string;
	let page: Page;

	beforeAll(async () => {
		room = await openRoom();
		({ worker } = await enrolWorker(room.live));
		[lead, reader, editor] = [await room.live.enrol(), await room.live.enrol(), await room.live.enrol()];
		open = await openCase(lead, [
			[reader, 'reader'],
			[editor, 'editor'],
		]);
		const modified = '2021-06-01T00:00:00.000Z';
		const torn = { path: 'torn.mp4', size: 900, modified, failed: true };
		[item] = (await fillCase(lead, worker, open, await openIntake(lead, open, {}), [torn])) as [string];
		({ page } = await room.person(lead));
		await goTo(page);
	});
	afterAll(() => room?.close());

	const goTo = async (on: Page): Promise<void> => {
		await on.evaluate((to) => history.pushState(null, '', to), `/review/${open.id}/${item}`);
		await on.getByText(/^examination failed/).waitFor();
	};
	const tryAgain = (on = page) => on.getByRole('table').getByRole('button', { name: 'Try again' });

	const whyRow = (on = page) =>
		on.getByRole('row').filter({ has: on.getByRole('rowheader', { name: 'Why it failed' }) });
	const retry = () =>
		submit(lead, [{ type: 'item.retried', fields: { case: open.id, generation: open.key.generation, item } }]);
	const fail = (reason: string) => {
		const fields = { case: open.id, generation: open.key.generation, item, phase: 'keeping' as const };
		const detail = { to: open.key, fields: { code: 'bad-request', reason } };
		return submit(worker, [{ type: 'item.failed', fields, detail }]);
	};

	test('is not said to be examined some day: neither where its pictures would be, nor where they would be saved', async () => {
		await page.getByLabel(/What do you open it for/).fill('to see what is left of it');
		await page.keyboard.press('Enter');
		await page.getByText('Without an examination there is no player').waitFor();
		await expect.poll(() => page.getByText('The examination failed: nothing was made').count()).toBe(2);
		expect(await page.getByText('This page looks again by itself').count()).toBe(0);
		const part = page.getByRole('region', { name: 'Working copies, as files' });
		expect(await part.getByRole('button').count()).toBe(0);
		await expectAccessible(page);
	});

	test('who only reads in the case is not offered to have it examined again', async () => {
		const { page: theirs } = await room.person(reader);
		await goTo(theirs);
		await theirs.getByRole('rowheader', { name: 'Why it failed' }).waitFor();
		expect(await tryAgain(theirs).count()).toBe(0);
	});

	test('an archive that refuses to have it examined again is said to', async () => {
		await page.route('**/v1/statements', (route) =>
			route.fulfill({ status: 403, json: { code: 'denied', message: 'not now' } }),
		);
		await tryAgain().click();
		await page.getByRole('table').getByRole('alert').waitFor();
		expect((await itemEntries(lead, item)).state).toBe('failed');
		await expectAccessible(page);
		await page.unroute('**/v1/statements');
	});

	test('is examined again where that is asked for here; the page shows that it waits, and why it failed anew', async () => {
		await tryAgain().click();
		await page.getByText('This page shows what becomes of it').waitFor();
		await page.getByText('received, not yet re-read').waitFor();
		expect(await tryAgain().count()).toBe(0);
		expect(await whyRow().count()).toBe(0);
		expect(await page.getByRole('table').getByRole('alert').count()).toBe(0);
		expect((await itemEntries(lead, item)).state).toBe('received');
		await fail('no video stream');
		await page.getByText(/^no video stream \(entry \d+\)$/).waitFor();
		await tryAgain().waitFor();
		expect(await page.getByText('moov atom not found').count()).toBe(0);
	});

	test('failed again before the page looked, it stands there with the second reason, not the first', async () => {
		let asked = false;
		let go = (): void => {};
		const held = new Promise<void>((resolve) => {
			go = resolve;
		});
		await page.route('**/v1/statements', async (route) => {
			asked = true;
			await route.continue();
		});
		await page.route(`**/v1/items/${item}`, async (route) => {
			if (asked) await held;
			await route.continue();
		});
		const told = page.waitForResponse((one) => one.url().includes('/history?'));
		await tryAgain().click();
		await told;
		await fail('no sound either');
		go();
		await page.getByText(/^no sound either \(entry \d+\)$/).waitFor();
		expect(await whyRow().textContent()).not.toContain('no video stream');
		await page.unrouteAll({ behavior: 'wait' });
	});

	test('why it failed cannot be asked for: that is said in its place, and asked for again there', async () => {
		const { page: theirs } = await room.person(reader);
		await theirs.route(/\/history\?/, (route) =>
			route.fulfill({ status: 403, json: { code: 'denied', message: 'not now' } }),
		);
		await goTo(theirs);
		await whyRow(theirs).getByRole('alert').waitFor();
		await expectAccessible(theirs);
		await theirs.unroute(/\/history\?/);
		await whyRow(theirs).getByRole('button', { name: 'Try again' }).click();
		await theirs.getByText(/^no sound either \(entry \d+\)$/).waitFor();
		expect(await whyRow(theirs).getByRole('alert').count()).toBe(0);
	});

	test('somebody else was sooner: it is said to have changed, and shown as it is', async () => {
		await retry();
		await tryAgain().click();
		await page.getByText('It changed meanwhile').waitFor();
		await page.getByText('received, not yet re-read').waitFor();
		expect(await page.getByRole('table').getByRole('alert').count()).toBe(0);
		await fail('no film at all');
		await page.getByText(/^no film at all/).waitFor();
	});

	test('a reason that workers give is said in Russian, beside the item and in its history', async () => {
		await retry();
		await fail('ffprobe could not read this file (exit 1)');
		await page.reload();
		await room.unlock(page);
		await page.getByText(/^ffprobe could not read this file \(exit 1\) \(entry \d+\)$/).waitFor();
		const { page: theirs } = await room.person(reader, { locale: 'ru-RU' });
		await theirs.evaluate((to) => history.pushState(null, '', to), `/review/${open.id}/${item}`);
		const why = 'ffprobe: прочитать этот файл не удалось (код завершения 1)';
		await theirs.getByText(why).waitFor();
		expect(await theirs.getByText('could not read').count()).toBe(0);
		await theirs.evaluate((to) => history.pushState(null, '', to), `/custody/${open.id}/${item}`);
		await theirs.getByText(why).first().waitFor();
		expect(await theirs.getByText('could not read').count()).toBe(0);
	});

	test('who was made a reader meanwhile is told that they may not, and not that the item changed', async () => {
		const { page: theirs } = await room.person(editor);
		await goTo(theirs);
		await changeRole(lead, open, await findPerson(lead, editor.identity.keys.sign), 'reader');
		await tryAgain(theirs).click();
		await theirs.getByRole('table').getByRole('alert').getByText('You are not allowed to do this').waitFor();
		expect(await theirs.getByText('It changed meanwhile').count()).toBe(0);
		expect((await itemEntries(lead, item)).state).toBe('failed');
	});
});
