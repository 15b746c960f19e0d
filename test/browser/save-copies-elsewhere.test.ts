import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { shareItem } from '../../src/client/case/share-item.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { setSuspended } from '../../src/client/people.ts';
import { madeProxy, proxyOf, requestProxy } from '../../src/client/play/proxy.ts';
import { openCase } from '../system/live.ts';
import { stock } from '../system/media-files.ts';
import { hasChromium } from './chromium.ts';
import { type FilmRoom, openFilmRoom } from './film-room.ts';
import { answerDialog, askedOf, written } from './save-dialog.ts';

describe.skipIf(!hasChromium)('working copies of sound alone, saved in another case than it was received in', () => {
	let room: FilmRoom;
	let there: OpenCase;
	let sound: string;

	beforeAll(async () => {
		room = await openFilmRoom();
		const folder = await mkdtemp(join(tmpdir(), 'custos-sound-'));
		const path = join(folder, 'a.wav');
		await stock('ffmpeg', '-f', 'lavfi', '-i', 'sine=d=3', path);
		[sound] = (await room.take(await readFile(path))) as [string];
		await rm(folder, { recursive: true });
		there = await openCase(room.lead, [[room.other, 'reader']], 'YRD');
		await shareItem(room.lead, room.open, there, await itemEntries(room.lead, sound));
		// What it is, was sealed to the case that received it; the other case learns that when it opens it.
		await requestProxy(room.lead, room.open, sound);
		const made = async (): Promise<void> => expect((await proxyOf(room.lead, there, sound)).state).toBe('made');
		await vi.waitFor(made, { timeout: 60_000, interval: 250 });
		expect((await madeProxy(room.lead, there, sound)).size).toBeUndefined();
	});
	afterAll(() => room?.close());

	const come = async (page: Page): Promise<void> => {
		await answerDialog(page, 'file');
		await page.evaluate((to) => history.pushState(null, '', to), `/review/${there.id}/${sound}`);
		await page.getByLabel(/What do you open it for/).fill('to hear it elsewhere');
		await page.keyboard.press('Enter');
	};
	const part = (page: Page) => page.getByRole('region', { name: 'Working copies, as files' });

	test('the playable copy is whole, and called a file of sound', async () => {
		const { page } = await room.person(room.other);
		await come(page);
		await part(page).getByRole('button', { name: 'Save the playable copy' }).click();
		await part(page).getByText('The playable copy is saved').waitFor();
		expect((await askedOf(page)).suggestedName).toMatch(/-working-copy\.m4a$/);
		const { size } = await madeProxy(room.lead, room.open, sound);
		expect((await written(page))?.length).toBe(size);
	});

	test('who is suspended meanwhile is out, and no file is left', async () => {
		const { page } = await room.person(room.other);
		await come(page);
		await page.route('**/sealed/working/body', () => undefined);
		await part(page).getByRole('button', { name: 'Save the pictures and reports' }).click();
		await part(page).getByText('Decrypting, checking, writing').waitFor();
		await setSuspended(room.live.steward, room.other.identity.keys.sign, true);
		await page.getByText('Your access was suspended').waitFor();
		await expect.poll(() => written(page)).toBeUndefined();
	});
});
