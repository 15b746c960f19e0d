import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseMarks } from '../../src/client/case/marks.ts';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { dumpStorage } from './dump-storage.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';

// What was typed and not saved is there again, whatever came between; and lies nowhere in clear.
describe.skipIf(!hasChromium)('what was begun in a form', () => {
	let room: FilmRoom;
	let page: Page;
	let film: string;

	beforeAll(async () => {
		room = await openFilmRoom();
		[film] = (await room.take(FILM)) as [string];
		await openCase(room.lead, [], 'YRD');
		page = (await room.person(room.lead, { viewport: { width: 1440, height: 1100 } })).page;
	});
	afterAll(() => room?.close());

	const go = (path: string) => page.evaluate((to) => history.pushState(null, '', to), path);
	const form = (name: string) => page.getByRole('form', { name });
	const note = () => form('Note, flag or warning');

	test('a note outlives a lock, and is saved once', async () => {
		await go(`/review/${room.open.id}/${film}`);
		await page.getByRole('button', { name: 'Note or warning' }).click();
		await note().getByLabel('What others should know').fill('the marzipan is behind the door');
		// Nothing is waited for: what was typed a moment before is there, too.
		await page.keyboard.press('Alt+L');
		await room.unlock(page);
		await page.getByText('A note was begun here and never saved.').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Go on with it' }).click();
		await note().getByText('This goes on with what you typed earlier and never saved.').waitFor();
		await expectAccessible(page);
		expect(await note().getByLabel('What others should know').inputValue()).toBe('the marzipan is behind the door');
		await note().getByRole('button', { name: 'Save the note' }).click();
		await note().waitFor({ state: 'detached' });
		expect((await caseMarks(room.lead, room.open)).notes).toMatchObject([{ text: 'the marzipan is behind the door' }]);
		await page.reload();
		await room.unlock(page);
		await page.getByRole('button', { name: 'Note or warning' }).waitFor();
		await page.getByText('the marzipan is behind the door').first().waitFor();
		expect(await page.getByText('was begun here').count()).toBe(0);
	});

	test('a clip outlives a reload, sealed on the device; begun anew it is forgotten', async () => {
		await page.getByRole('button', { name: 'Mark a clip (C)' }).click();
		await form('Clip').getByLabel('Name').fill('the almond');
		await form('Clip').getByLabel('To').fill('0:05');
		expect(await page.evaluate(draftSize)).toBeGreaterThan(100);
		expect(await page.evaluate(dumpStorage)).not.toMatch(/almond|marzipan/);
		await page.reload();
		await room.unlock(page);
		await page.getByText('A clip was begun here and never saved.').waitFor();
		await page.getByRole('button', { name: 'Go on with it' }).click();
		expect(await form('Clip').getByLabel('Name').inputValue()).toBe('the almond');
		expect(await form('Clip').getByLabel('To').inputValue()).toBe('0:05');
		await form('Clip').getByRole('button', { name: 'Begin anew' }).click();
		expect(await form('Clip').getByLabel('Name').inputValue()).toBe('');
		await form('Clip').getByRole('button', { name: 'Cancel' }).click();
		expect(await page.getByText('was begun here').count()).toBe(0);
	});

	test('what is known of a delivery outlives the way to another room, each case’s its own', async () => {
		await go(`/intake/${room.open.id}`);
		const record = page.getByRole('region', { name: 'What is known of it' });
		const how = () => record.getByLabel('How did it come to you?', { exact: true });
		await how().fill('on a stick of rock');
		await go('/people');
		await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
		await go(`/intake/${room.open.id}`);
		expect(await how().inputValue()).toBe('on a stick of rock');
		await record.getByText('This goes on with what you typed earlier').waitFor();
		await page.setViewportSize({ width: 390, height: 844 });
		await expectAccessible(page);
	});
});

/** In the page: bytes of what is kept of forms. */
async function draftSize(): Promise<number> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open('custos');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const files = db.transaction('files').objectStore('files');
	const all = await new Promise<[IDBValidKey[], unknown[]]>((resolve) => {
		const keys = files.getAllKeys();
		const values = files.getAll();
		values.onsuccess = () => resolve([keys.result, values.result]);
	});
	db.close();
	const at = all[0].findIndex((one) => Array.isArray(one) && one[1] === 'drafts.sealed');
	return at < 0 ? 0 : (all[1][at] as Uint8Array).length;
}
