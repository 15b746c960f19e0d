import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { giveFolder, type IntakeRoom, openIntakeRoom } from './intake-room.ts';

const WAIT = { timeout: 60_000 };
const RECEIVED = 'The one file is received and kept';

describe.skipIf(!hasChromium)('intake of what the case had before', () => {
	let intake: IntakeRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let home: string;

	beforeAll(async () => {
		intake = await openIntakeRoom();
		({ lead, open, page, home } = intake);
	});
	afterAll(() => intake?.close());

	/** Takes in a folder with one file, to the end. */
	async function take(name: string, file: string, content: string): Promise<void> {
		await mkdir(join(home, name));
		await writeFile(join(home, name, file), content);
		await giveFolder(page, join(home, name));
		await page.getByText('1 file, ').waitFor();
		await page.getByRole('button', { name: 'Seal and send' }).click();
		await page.getByText(RECEIVED).waitFor(WAIT);
	}
	const hadBefore = () => page.getByRole('heading', { name: 'The case had this before, from elsewhere' });
	const notLookedUp = () => page.getByText('could not be looked up');

	test('what another folder brought before is listed at the end, and one goes from there to the item', async () => {
		await take('first', 'film.mp4', 'the same film');
		expect(await hadBefore().count()).toBe(0);
		await take('second', 'copy.mp4', 'the same film');
		await hadBefore().waitFor();
		const line = page.getByRole('listitem').filter({ hasText: 'second/copy.mp4 is there as first/film.mp4' });
		const items = (await catalogue(lead, open)).flatMap((one) => (one.unreadable ? [] : [one]));
		const first = items.find((one) => one.path === 'first/film.mp4')?.id;
		expect(await line.getByRole('link').getAttribute('href')).toBe(`/review/${open.id}/${first}`);
		expect(items).toHaveLength(2);
		await expectAccessible(page);
		const saving = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the whole list' }).click();
		const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as { hadBefore: unknown };
		expect(saved.hadBefore).toEqual({
			same: [{ path: 'second/copy.mp4', as: 'first/film.mp4', item: first }],
			whole: true,
		});
	});

	test('where that cannot be looked up the delivery ends as well, and says so', async () => {
		const table = new RegExp(`/v1/cases/${open.id}/items\\?`);
		let asked = 0;
		await page.route(table, (route) => {
			asked += 1;
			return route.fulfill({ status: 404, json: { code: 'not-found', message: 'not now' } });
		});
		await take('third', 'another.mp4', 'the same film');
		await notLookedUp().waitFor();
		expect(asked).toBeGreaterThan(0);
		expect(await hadBefore().count()).toBe(0);
		await page.getByText('As the ledger states it').waitFor();
		await page.unroute(table);
		await take('fourth', 'yet another.mp4', 'the same film');
		await hadBefore().waitFor();
		expect(await notLookedUp().count()).toBe(0);
	});
});
