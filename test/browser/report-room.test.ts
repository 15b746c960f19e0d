import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { openBagZip } from '../../src/report/node/bag-zip.ts';
import { fingerprint } from '../../src/report/verify/report-note.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { answerDialog, askedOf, nextDownload, written } from './save-dialog.ts';

let room: OpenedRoom;
let folder: string;
let open: OpenCase;
let reader: Connection;

describe.skipIf(!hasChromium)('the room that reports', () => {
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-report-room-'));
		room = await openRoom();
		const { live } = room;
		await enrolWorker(live);
		reader = await live.enrol();
		open = await openCase(live.steward, [[reader, 'reader']]);
		const intake = await openIntake(live.steward, open, { received: 'by hand' });
		for (const text of ['first', 'second', 'third']) {
			const item = await deposit(live.steward, open, intake, utf8(text.repeat(100_000)));
			if (text === 'third') continue;
			await addExhibit(live.steward, open, { item: item.id }, `The ${text} <b>shot</b>`);
		}
	});
	afterAll(async () => {
		await room?.close();
		await rm(folder, { recursive: true, force: true });
	});

	const toReport = async (page: Page): Promise<void> => {
		await page.evaluate((path) => history.pushState(null, '', path), `/report/${open.id}`);
		await page.getByRole('heading', { level: 1, name: 'Report' }).waitFor();
		await page.getByText('2 items chosen').waitFor();
	};
	const make = (page: Page) => page.getByRole('button', { name: 'Make the report' });
	const show = (page: Page) => page.getByRole('button', { name: 'Show all that will leave' });
	const reports = async (): Promise<number> => {
		const [row] = await room.live.sql(
			"select count(*)::int as n from ledger.entries where skeleton like '%report.begun%'",
		);
		return row?.n as number;
	};

	test('nothing is made before all that leaves was looked at; what then leaves was in it, and holds', async () => {
		const { page } = await room.person(room.live.steward);
		await answerDialog(page, 'file');
		await toReport(page);
		await expectAccessible(page);
		await page.getByLabel('Recipient').fill('A court <i>of law</i>');
		await page.getByLabel('Originals').check();
		await expect.poll(() => show(page).isDisabled()).toBe(true);
		await page.getByText('Say the purpose').waitFor();
		await page.getByLabel('Purpose').fill('for the hearing');
		await page.getByLabel('Titles, tags, notes').check();
		await page.getByLabel('Legal basis').fill('Article 1 <b>of the law</b>');
		await page.getByLabel('Who certifies the report').fill('A. B., archivist');
		await expect.poll(() => page.getByLabel('It replaces an earlier report').count()).toBe(0);
		const before = await reports();
		await show(page).click();
		await page.getByText(/fields and .* files will leave/).waitFor();
		await expect.poll(() => make(page).isDisabled()).toBe(true);
		await expectAccessible(page);
		const list = page.getByRole('region', { name: 'Look at all that leaves' });
		await page.getByLabel('Find a name, a value, a path').fill('court law');
		await list.getByText('A court <i>of law</i>').waitFor();
		await page.getByLabel('Find a name, a value, a path').fill('original');
		await list
			.getByText(/^data\/items\/.*\/original/)
			.first()
			.waitFor();
		await page.getByLabel('Find a name, a value, a path').fill('');
		await page.getByLabel('I have looked through').check();
		await expect.poll(() => make(page).isDisabled()).toBe(false);
		// Whatever is changed afterwards was not looked at.
		await page.getByLabel('Recipient').fill('Somebody else');
		expect(await make(page).isDisabled()).toBe(true);
		await page.getByRole('button', { name: 'show it anew' }).click();
		await page.getByLabel('I have looked through').check();
		expect(await reports()).toBe(before);
		await make(page).click();
		await page.getByText('The report is made and signed').waitFor();
		await page.getByText('Read back from disk and checked').waitFor();
		await expectAccessible(page);
		const print = fingerprint(room.live.pin.log, (data) => platform.sha256(data));
		await page.getByText(print).first().waitFor();
		await page.getByRole('button', { name: 'Copy as a letter' }).waitFor();

		const path = join(folder, 'report.zip');
		await writeFile(path, (await written(page)) as Buffer);
		const bag = await openBagZip(path);
		const verdict = await verifyBag(bag, { logKey: room.live.pin.log });
		expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
		expect(verdict.result).toBe('confirmed');
		const report = JSON.parse(new TextDecoder().decode(await bag.read('data/report.json')));
		expect(report.report).toMatchObject({ recipient: 'Somebody else', purpose: 'for the hearing' });
		expect(report.case).toMatchObject({ legalBasis: 'Article 1 <b>of the law</b>', consent: null });
		expect(report.certification.qualification).toBe('A. B., archivist');
		expect(report.items).toHaveLength(2);
		const original = (await bag.list()).find((name) => name.includes('/original')) as string;
		expect(new TextDecoder().decode(await bag.read(original))).toMatch(/^(first)+$|^(second)+$/);
	});

	test('without a place to pick, it streams through the service worker into a download', async () => {
		const { page, context } = await room.person(room.live.steward);
		await answerDialog(page, 'none');
		await toReport(page);
		await page.getByRole('button', { name: 'All 3 items' }).click();
		// The one made before is there to be replaced.
		await page.getByLabel('It replaces an earlier report').selectOption({ index: 1 });
		const replaced = await page.getByLabel('It replaces an earlier report').inputValue();
		expect(replaced).toMatch(/^[0-9a-f]{32}$/);
		await show(page).click();
		await page.getByLabel('I have looked through').check();
		const saving = nextDownload(context);
		await make(page).click();
		await page.getByText('The report is made and signed').waitFor();
		await page.getByText('check the file before you hand it over').waitFor();
		const bag = await openBagZip(await (await saving).path());
		expect((await verifyBag(bag, { logKey: room.live.pin.log })).result).toBe('confirmed');
		const report = JSON.parse(new TextDecoder().decode(await bag.read('data/report.json')));
		expect(report.report.supersedes).toBe(replaced);
	});

	test('a dialog closed makes nothing; a report stopped leaves nothing at its place', async () => {
		const { page } = await room.person(room.live.steward, { locale: 'ru-RU', viewport: { width: 390, height: 800 } });
		await answerDialog(page, 'cancel');
		await page.evaluate((path) => history.pushState(null, '', path), `/report/${open.id}`);
		await page.getByText('выбрано 2 материала').waitFor();
		await page.getByRole('button', { name: 'Показать всё, что выйдет' }).click();
		await page.getByLabel('Всё, что выйдет, просмотрено').check();
		const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
		expect(wide).toBeLessThanOrEqual(seen);
		await expectAccessible(page);
		const before = await reports();
		const button = page.getByRole('button', { name: 'Составить отчёт' });
		await button.click();
		await expect.poll(() => askedOf(page)).toBeDefined();
		await expect.poll(() => button.isEnabled()).toBe(true);
		expect(await reports()).toBe(before);

		await answerDialog(page, 'file');
		await page.route('**/DejaVuSans-*.ttf', () => undefined);
		await button.click();
		await page.getByRole('button', { name: 'Остановить' }).waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Остановить' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Остановить' }).click();
		await page.getByText('Ничего пригодного не записано').waitFor();
		expect(await written(page)).toBeUndefined();
		await expectAccessible(page);
	});

	test('a reader is told that only leads report', async () => {
		const { page } = await room.person(reader);
		await page.evaluate((path) => history.pushState(null, '', path), `/report/${open.id}`);
		await page.getByText('Only leads of the case make reports').waitFor();
		expect(await make(page).count()).toBe(0);
		await expectAccessible(page);
	});
});
