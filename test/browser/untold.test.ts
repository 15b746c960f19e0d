import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchedIn } from '../../src/client/case/watched.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { setSuspended } from '../../src/client/people.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import type { Visitor } from './open-room.ts';
import { standsAt, untilPlayable } from './stage.ts';

const WAIT = { timeout: 60_000, interval: 250 };

// A statement about watching is made once a minute. Whatever ends the session before, it is said in the end.
describe.skipIf(!hasChromium)('what was watched and not told yet', () => {
	let room: FilmRoom;
	let lead: Connection;
	let reader: Connection;
	let open: OpenCase;
	let film: string;
	let boris: Visitor;
	let context: BrowserContext;
	let page: Page;

	beforeAll(async () => {
		room = await openFilmRoom('editor');
		({ lead, other: reader, open } = room);
		[film] = (await room.take(FILM)) as [string];
		boris = await room.person(reader);
		({ context, page } = boris);
	});
	afterAll(() => room?.close());

	/** Opens the player, goes to so many times five seconds, and looks at what stands there. */
	async function lookAfter(steps: number, release = true): Promise<void> {
		await page.goto(`/review/${open.id}/${film}`);
		await room.unlock(page);
		await page.getByLabel(/What do you open it for/).fill('to look for the door');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).click();
		await untilPlayable(page);
		for (let i = 1; i <= steps; i += 1) {
			await page.keyboard.press('Shift+ArrowRight');
			await expect.poll(() => standsAt(page)).toBe(5000 * i);
			await untilPlayable(page);
		}
		await page.keyboard.down('v');
		if (release) await page.keyboard.up('v');
	}
	/** Whether the ledger has it that this moment was seen. */
	const told = async (ms: number): Promise<boolean> =>
		(await watchedIn(lead, open)).some(
			(one) => one.by === reader.identity.keys.sign && one.ranges.some(([from, to]) => from <= ms && ms < to),
		);
	const kept = (at: Page): Promise<string[]> => at.evaluate(keptUntold);

	test('locked within the minute: it is told before the keys go', async () => {
		await lookAfter(0);
		await expect.poll(() => told(0), WAIT).toBe(true);
		await page.keyboard.press('Shift+ArrowRight');
		await expect.poll(() => standsAt(page)).toBe(5000);
		await untilPlayable(page);
		await page.keyboard.down('v');
		await page.keyboard.up('v');
		expect(await told(5000)).toBe(false);
		await page.keyboard.press('Alt+L');
		await page.locator('input[type=password]').waitFor();
		await expect.poll(() => told(5000), WAIT).toBe(true);
		await expect.poll(() => kept(page)).toEqual([]);
	});

	test('locked while the archive is away: kept sealed on the device, and told at the next unlocking', async () => {
		await lookAfter(2, false);
		await context.setOffline(true);
		await page.keyboard.up('v');
		await page.keyboard.press('Alt+L');
		await page.locator('input[type=password]').waitFor();
		await expect.poll(async () => (await kept(page)).length).toBe(1);
		const [sealed] = await kept(page);
		expect(sealed?.length).toBeGreaterThan(100);
		expect(sealed).not.toMatch(new RegExp(`${film}|${open.id}|ranges|10000`));
		expect(await told(10_000)).toBe(false);
		await context.setOffline(false);
		await room.unlock(page);
		await expect.poll(() => told(10_000), WAIT).toBe(true);
		await expect.poll(() => kept(page)).toEqual([]);
	});

	test('the tab was closed while somebody looked: told at the next unlocking', async () => {
		await lookAfter(3, false);
		await expect.poll(async () => (await kept(page)).length, WAIT).toBe(1);
		// A page that goes may still tell on its way out: this one cannot.
		await context.setOffline(true);
		await page.close();
		expect(await told(15_000)).toBe(false);
		await context.setOffline(false);
		page = await boris.tab();
		await page.goto('/');
		await room.unlock(page);
		await expect.poll(() => told(15_000), WAIT).toBe(true);
		await expect.poll(() => kept(page)).toEqual([]);
	});

	test('suspended while somebody looked: told once they are reinstated and come back', async () => {
		await lookAfter(4, false);
		await setSuspended(room.live.steward, reader.identity.keys.sign, true);
		await page.getByText('The archive no longer accepts your key').waitFor({ timeout: 60_000 });
		await expect.poll(async () => (await kept(page)).length).toBe(1);
		await setSuspended(room.live.steward, reader.identity.keys.sign, false);
		await page.reload();
		await room.unlock(page);
		await expect.poll(() => told(20_000), WAIT).toBe(true);
		await expect.poll(() => kept(page)).toEqual([]);
		boris.takeComplaints();
	});
});

/** What is kept in this browser to be told, each as text. */
async function keptUntold(): Promise<string[]> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open('custos-review');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const all = await new Promise<Uint8Array[]>((resolve) => {
		const request = db.transaction('untold').objectStore('untold').getAll();
		request.onsuccess = () => resolve(request.result as Uint8Array[]);
	});
	db.close();
	return all.map((one) => new TextDecoder('latin1').decode(one));
}
