import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { limitWords } from '../../src/report/verify/limits.ts';
import { fingerprint } from '../../src/report/verify/report-note.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { madeBag } from './made-bag.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

let room: OpenedRoom;
let folder: string;
let zip: string;
let key: string;

describe.skipIf(!hasChromium)('the room that verifies', () => {
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-verify-room-'));
		room = await openRoom();
		const { live } = room;
		key = live.pin.log;
		zip = join(folder, 'bag.zip');
		await writeFile(zip, await madeBag(live));
	});
	afterAll(async () => {
		await room?.close();
		await rm(folder, { recursive: true, force: true });
	});

	const pick = (page: Page, path: string, name = 'Choose the zip') => page.getByLabel(name).first().setInputFiles(path);
	const print = (vkey: string): string => fingerprint(vkey, (data) => platform.sha256(data));
	/** In what colour the verdict is painted. */
	const colourOf = (verdict: Locator): Promise<string> =>
		verdict.evaluate((one) => getComputedStyle(one).backgroundColor);

	test('from the door, without an account, with the network off: never confirmed without a key, confirmed by its fingerprint', async () => {
		const { page, context } = await room.visitor();
		await page.goto('/');
		await page.getByRole('link', { name: 'Check a report without signing in' }).click();
		await page.getByText('it works with the network off').waitFor();
		await context.setOffline(true);
		await expectAccessible(page);
		await pick(page, zip);
		const verdict = page.getByRole('status');
		await verdict.filter({ hasText: 'origin is NOT confirmed' }).waitFor();
		expect(await page.getByText('origin is confirmed').count()).toBe(0);
		const unsure = await colourOf(verdict.filter({ hasText: 'origin is NOT confirmed' }));
		await page.getByText(print(key)).waitFor();
		const origin = page.getByRole('listitem').filter({ hasText: 'origin: the log key is the archive’s own' });
		await origin.getByRole('img', { name: 'not confirmed' }).waitFor();
		expect(await page.getByRole('img', { name: 'does not hold' }).count()).toBe(0);
		const limits = page.getByRole('region', { name: 'What this does NOT prove' });
		for (const limit of Object.values(limitWords.en)) await limits.getByText(limit, { exact: true }).waitFor();
		await expectAccessible(page);

		await page.getByRole('button', { name: 'Check another' }).click();
		await page
			.getByLabel('Log key or fingerprint')
			.fill(`Dear colleague, the fingerprint is\n${print(key).toUpperCase()}.`);
		await pick(page, zip);
		const sure = verdict.filter({ hasText: 'its origin is confirmed' });
		await sure.waitFor();
		expect(await colourOf(sure), 'doubt is not painted as certainty').not.toBe(unsure);
		await page.getByText('worth as much as the way it came to you').waitFor();
		expect(await page.getByRole('img', { name: 'not confirmed' }).count()).toBe(0);
		const saving = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the result' }).click();
		const text = await readFile(await (await saving).path(), 'utf8');
		expect(text).toContain('It holds, and its origin is confirmed');
		expect(text).toContain('[holds] entry 0: statement, signature, leaf, proof, detail');
		expect(text).toContain(`bag.zip`);
		await expectAccessible(page);
	});

	test('another archive’s key, and what is no key', async () => {
		const { page } = await room.visitor();
		await page.goto('/verify');
		await page.getByLabel('Log key or fingerprint').fill('I do not remember');
		expect(await page.getByRole('link', { name: /Check a report/ }).count()).toBe(0);
		await page.getByText('There is no log key and no fingerprint').waitFor();
		await expect.poll(() => page.getByRole('button', { name: 'Choose the zip' }).isDisabled()).toBe(true);
		await expectAccessible(page);
		const other = formatKey(key.split('+')[0] as string, platform.ed25519Public(platform.randomBytes(32)));
		await page.getByLabel('Log key or fingerprint').fill(other);
		await pick(page, zip);
		const alert = page.getByRole('alert').filter({ hasText: 'It does not hold' });
		await alert.waitFor();
		await page.getByText('another archive than the one whose key you have').waitFor();
		await expect.poll(() => page.getByRole('img', { name: 'does not hold' }).count()).toBe(1);
		await expectAccessible(page);
	});

	test('one byte of one file altered in the folder: which, and what it means; the rest holds', async () => {
		const bag = openZip(new Blob([new Uint8Array(await readFile(zip))]));
		const paths = await bag.list();
		const original = paths.find((path) => path.includes('/original')) as string;
		for (const path of paths) {
			const bytes = await bag.read(path);
			if (path === original) bytes[0] = (bytes[0] as number) ^ 1;
			const to = join(folder, 'altered', path);
			await mkdir(dirname(to), { recursive: true });
			await writeFile(to, bytes);
		}
		const { page } = await room.visitor({ locale: 'ru-RU' });
		await page.goto('/verify');
		await page.getByLabel('Ключ журнала или отпечаток').fill(key);
		await pick(page, join(folder, 'altered'), 'Выбрать папку');
		await page.getByRole('alert').filter({ hasText: 'Отчёт не выдержал проверки' }).waitFor();
		await page.getByText('Какой-то файл изменён').waitFor();
		await page.getByText(original).first().waitFor();
		await page.getByText(`${original}: хеш не тот, что в списке`).waitFor();
		await page.getByText('Какой-то файл не тот, что поступил').waitFor();
		const files = page.getByRole('listitem').filter({ hasText: 'файлы 4 материалов' });
		await files.getByText('По одной').click();
		await expect.poll(() => files.getByRole('img', { name: 'верно', exact: true }).count()).toBe(3);
		await expectAccessible(page);
	});

	test('signed in: dropped, checked with the pinned key, and said so; a narrow screen', async () => {
		const { page } = await room.person(room.live.steward, { viewport: { width: 390, height: 800 } });
		await page.getByRole('button', { name: 'Menu' }).click();
		await page.getByRole('link', { name: 'Verify' }).click();
		await page.getByText(print(key)).waitFor();
		await expectAccessible(page);
		const bytes = toHex(new Uint8Array(await readFile(zip)));
		await page.evaluate((hex) => {
			const pairs = hex.match(/../g) as string[];
			const transfer = new DataTransfer();
			transfer.items.add(new File([new Uint8Array(pairs.map((pair) => Number.parseInt(pair, 16)))], 'x<i>y.zip'));
			const area = [...document.querySelectorAll('p')].find((one) => one.textContent === 'Drop it here, or');
			area?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
		}, bytes);
		await page.getByText('its origin is confirmed').waitFor();
		await page.getByText('the key that this device has kept').waitFor();
		await page.getByText('x<i>y.zip').waitFor();
		const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
		expect(wide).toBeLessThanOrEqual(seen);
		await expectAccessible(page);
	});
});
