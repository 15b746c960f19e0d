import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteItem } from '../../src/client/case/mark.ts';
import { noteItems } from '../../src/client/case/mark-many.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { focusOn, tabTo } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

describe.skipIf(!hasChromium)('all notes of a case', () => {
	let room: OpenedRoom;
	let lead: Connection;
	let reader: Connection;
	let open: OpenCase;
	let gate: string;
	let yard: string;
	let page: Page;
	beforeAll(async () => {
		room = await openRoom();
		const { worker } = await enrolWorker(room.live);
		[lead, reader] = [await room.live.enrol(), await room.live.enrol()];
		open = await openCase(lead, [[reader, 'reader']]);
		const modified = new Date(0).toISOString();
		const summary = { durationMs: 60_000, fps: 25, frames: 1500 };
		[gate, yard] = (await fillCase(lead, worker, open, await openIntake(lead, open, {}), [
			{ path: 'gate/night.avi', size: 5000, modified, summary },
			{ path: 'yard.mp4', size: 7000, modified, summary },
		])) as [string, string];
		({ page } = await room.person(lead, { names: { [lead.identity.keys.sign]: 'Vera' } }));
		await page.evaluate((path) => history.pushState(null, '', path), `/exhibits/${open.id}`);
	});
	afterAll(() => room?.close());

	const card = (name: string) => page.getByRole('article', { name });
	const texts = () => page.getByRole('article').allTextContents();
	const shown = (text: string) => page.getByRole('status').getByText(text, { exact: true });

	test('of a case without any it is said how one comes to be', async () => {
		await page.getByRole('tab', { name: /Notes/ }).click();
		await page.getByText('No note, flag or warning has been written in this case yet.').waitFor();
		expect(new URL(page.url()).pathname).toBe(`/exhibits/${open.id}/notes`);
		await expectAccessible(page);
	});

	test('each stands with its item, flag, place, tags, words, author and entry; those replaced since only where asked for', async () => {
		const beaten = { flag: 'warning', text: 'a man\nis beaten', fromMs: 8000 } as const;
		const first = await noteItem(lead, open, gate, { ...beaten, tags: ['corridor'] });
		const other = await noteItem(lead, open, yard, { flag: 'not-relevant' });
		const later = await noteItem(
			lead,
			open,
			gate,
			{ flag: 'do-not-show', text: 'a face', tags: ['second block'], fromMs: 12_480, toMs: 20_000 },
			first.note,
		);
		await page.reload();
		await room.unlock(page);
		await shown('2 of 3 notes').waitFor();
		const ofYard = `not relevant.*yard.mp4.*about all of it.*Vera \\(.* UTC · entry ${other.index}`;
		const ofGate = `do not show.*gate/night.avi00:00:12.480 – 00:00:20.000second blocka face.*Vera \\(.*entry ${later.index}.*Takes the place of the note of entry ${first.index}`;
		// The items' names come after the notes.
		await expect.poll(texts).toEqual([ofYard, ofGate].map((one) => expect.stringMatching(one)));
		const toPlace = card('gate/night.avi').getByRole('link', { name: 'Look at it from 00:00:12.480' });
		expect(await toPlace.getAttribute('href')).toBe(`/review/${open.id}/${gate}?t=12480`);
		const toItem = card('yard.mp4').getByRole('link', { name: 'Look at it', exact: true });
		expect(await toItem.getAttribute('href')).toBe(`/review/${open.id}/${yard}`);
		await expectAccessible(page);

		await page.getByLabel('Also those replaced since').click();
		await shown('3 of 3 notes').waitFor();
		const replaced = async () => (await texts())[0];
		await expect.poll(replaced).toContain(`Holds no longer: entry ${later.index} took its place.`);
		expect(await replaced()).toMatch(/warning: hard to see.*00:00:08\.000 – the end.*corridora man\nis beaten/s);
		await expectAccessible(page);
	});

	test('they are found by words, flag, tag, author or file', async () => {
		const search = page.getByLabel('Find by text, flag, tag, author or file');
		for (const [sought, count] of [
			['BEATEN', 1],
			['not relevant', 1],
			['second block', 1],
			['night', 2],
			['vera', 3],
			['nobody', 0],
		] as const) {
			await search.fill(sought);
			await shown(`${count} of 3 notes`).waitFor();
			await expect.poll(() => page.getByRole('article').count(), { message: sought }).toBe(count);
		}
	});

	test('by the keyboard alone: to the list, the switch, and from a note to its place in the review room', async () => {
		await page.goto(`/exhibits/${open.id}/clips`);
		await room.unlock(page);
		await tabTo(page, /^Clips/);
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Enter');
		await shown('2 of 3 notes').waitFor();
		expect((await focusOn(page))?.name).toMatch(/^Notes/);
		await tabTo(page, /^Also those replaced since/);
		await page.keyboard.press('Space');
		await shown('3 of 3 notes').waitFor();
		await tabTo(page, /^Look at it from 00:00:08/);
		await page.keyboard.press('Enter');
		await page.getByText('Nothing is open yet').waitFor();
		expect(page.url()).toContain(`/review/${open.id}/${gate}?t=8000`);
	});

	test('a reader has it too; of very many those in sight are drawn; no sideways scrolling on a telephone', async () => {
		const long = 'Überwachungskamera_'.repeat(12);
		await noteItems(lead, open, Array<string>(90).fill(yard), { flag: 'relevant', text: long, tags: [long] });
		const other = (await room.person(reader, { viewport: { width: 390, height: 800 } })).page;
		await other.evaluate((path) => history.pushState(null, '', path), `/exhibits/${open.id}/notes`);
		await other.getByText('92 of 93 notes', { exact: true }).waitFor();
		const drawn = other.getByRole('list', { name: 'Notes' }).getByRole('article');
		await drawn.getByText(long).first().waitFor();
		expect(await drawn.count()).toBeLessThan(60);
		expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await expectAccessible(other);
	});
});
