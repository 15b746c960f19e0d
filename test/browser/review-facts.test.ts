import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// What `custos show` tells of an item without opening it stands beside it, by which it is told from every other one.

describe.skipIf(!hasChromium)('what is known of an item', () => {
	let room: OpenedRoom;
	let lead: Connection;
	let open: OpenCase;
	let film: string;
	let broken: string;
	let page: Page;
	beforeAll(async () => {
		room = await openRoom();
		const { worker } = await enrolWorker(room.live);
		lead = await room.live.enrol();
		// Their entries have indices that are read more easily with a comma.
		const other = await openCase(lead, [], 'OLD');
		const many = Array.from({ length: 500 }, (_, i) => ({
			path: `${i}`,
			size: 1,
			modified: '2017-01-01T00:00:00.000Z',
		}));
		await fillCase(lead, worker, other, await openIntake(lead, other, {}), many);
		open = await openCase(lead);
		[film, broken] = (await fillCase(lead, worker, open, await openIntake(lead, open, {}), [
			{ path: 'film.mp4', size: 1_234_567, modified: '2021-06-01T12:00:00.000Z', summary: { kind: 'video' } },
			{ path: 'broken.mov', size: 12, modified: '2017-01-01T00:00:00.000Z', failed: true },
			{ path: 'copy of <it>.mp4', content: 'film.mp4', size: 1_234_567, modified: '2022-06-01T12:00:00.000Z' },
		])) as [string, string];
		page = (await room.person(lead)).page;
	});
	afterAll(() => room?.close());

	const fact = (name: string, on = page): Promise<string | null> =>
		on
			.getByRole('row')
			.filter({ has: on.getByRole('rowheader', { name, exact: true }) })
			.getByRole('cell')
			.textContent();
	const sha256 = (path: string): string => toHex(platform.sha256(utf8(path)));
	const go = (path: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), path);

	test('its hash, its id, its exact size, and the entry that received it', async () => {
		await go(`/review/${open.id}/${film}`);
		await page.getByRole('heading', { level: 1, name: 'film.mp4' }).waitFor();
		expect(await fact('SHA-256')).toBe(sha256('film.mp4'));
		expect(await fact('Id of the item')).toBe(film);
		expect(await fact('Size')).toContain('1,234,567 bytes');
		expect(await fact('Changed, says its disk')).toContain('Jun 1, 2021');
		const { index } = (await itemEntries(lead, film)).received;
		expect(await fact('Received')).toContain(`(entry ${index.toLocaleString('en')})`);
		expect(index).toBeGreaterThan(999);
		expect(await page.getByRole('rowheader', { name: 'Why it failed' }).count()).toBe(0);
		await expectAccessible(page);
	});

	test('of one that failed: why, as its worker said, and by which entry', async () => {
		await go(`/review/${open.id}/${broken}`);
		await page.getByRole('rowheader', { name: 'Why it failed' }).waitFor();
		const { index } = (await itemEntries(lead, broken)).received;
		expect(await fact('Why it failed')).toMatch(/^moov atom not found \(entry \d,\d{3}\)$/);
		const told = /\d,\d{3}/.exec((await fact('Why it failed')) ?? '')?.[0] ?? '';
		expect(Number(told.replace(',', ''))).toBeGreaterThan(index);
	});

	test('in Russian, on a telephone, nothing has to be pushed sideways', async () => {
		const { page: phone } = await room.person(lead, { locale: 'ru-RU', viewport: { width: 390, height: 844 } });
		await phone.evaluate((to) => history.pushState(null, '', to), `/review/${open.id}/${broken}`);
		await phone.getByRole('rowheader', { name: 'Почему не удалось' }).waitFor();
		expect(await fact('Идентификатор материала', phone)).toBe(broken);
		expect(await fact('SHA-256', phone)).toBe(sha256('broken.mov'));
		expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await expectAccessible(phone);
	});

	test('the table of the case finds it by the beginning of its hash, or of its id', async () => {
		await go(`/cases/${open.id}`);
		await page.getByRole('searchbox').waitFor();
		const names = () => page.getByRole('grid').locator('tbody a').allTextContents();
		const both = ['copy of <it>.mp4', 'film.mp4'];
		const found = new Map([
			[film.slice(0, 8), ['film.mp4']],
			[sha256('broken.mov').slice(0, 8), ['broken.mov']],
			[sha256('film.mp4'), both],
		]);
		for (const [typed, expected] of found) {
			await page.getByRole('searchbox').fill(typed);
			await expect.poll(names, { message: typed }).toEqual(expected);
		}
	});

	test('what came again, also under another name, is marked in the table, the first of them is not', async () => {
		const line = (name: string) => page.getByRole('grid').getByRole('row').filter({ hasText: name });
		const same = { name: 'same content as film.mp4' };
		await line('copy of <it>.mp4').getByRole('img', same).waitFor();
		expect(
			await page
				.getByRole('grid')
				.getByRole('img', { name: /same content/ })
				.count(),
		).toBe(1);
		await expectAccessible(page);
	});
});
