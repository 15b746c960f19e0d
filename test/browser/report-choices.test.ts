import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { openIntake } from '../../src/client/intake.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { openBagZip } from '../../src/report/node/bag-zip.ts';
import { russian } from '../../src/report/pdf/words-ru.ts';
import { isMosaic } from '../../src/report/verify/mosaic/mosaic.ts';
import { CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { deposit } from '../system/live/deposit.ts';
import { needs, onPath } from '../system/needs.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { answerDialog, written } from './save-dialog.ts';

const run = promisify(execFile);
const LARGE = 12 * 2 ** 20;
const TITLE = 'Strangers at the north gate';

describe.skipIf(!hasChromium)('what is chosen in the report room is what the report is', { timeout: 240_000 }, () => {
	let room: FilmRoom;
	let folder: string;
	let page: Page;
	/** The report that was made last, as a file, and what it says. */
	let zip: string;
	let report: CustodyReport;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-report-choices-'));
		room = await openFilmRoom();
		const { lead, open } = room;
		const [film] = (await room.take(FILM)) as [string];
		await addExhibit(lead, open, { item: film }, TITLE);
		const intake = await openIntake(lead, open, { received: 'by hand' });
		await deposit(lead, open, intake, platform.randomBytes(LARGE));
	});
	afterAll(async () => {
		await room?.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** In the report room, as it is when one comes. */
	const comeAnew = async (): Promise<void> => {
		await page?.context().close();
		({ page } = await room.person(room.lead));
		await answerDialog(page, 'file');
		await page.evaluate((path) => history.pushState(null, '', path), `/report/${room.open.id}`);
		await page.getByText('1 item chosen').waitFor();
		await page.getByLabel('Purpose').fill('for the hearing');
	};
	const look = () => page.getByRole('button', { name: /Show all that will leave|show it anew/ }).click();
	const make = async (): Promise<void> => {
		await look();
		await page.getByLabel('I have looked through').check();
		await page.getByRole('button', { name: 'Make the report' }).click();
	};
	/** Makes it, and reads what was written. Resolves with its key pictures. */
	const made = async (): Promise<Uint8Array[]> => {
		await make();
		await page.getByText('Read back from disk and checked').waitFor();
		zip = join(folder, 'report.zip');
		await writeFile(zip, (await written(page)) as Buffer);
		const bag = await openBagZip(zip);
		expect((await verifyBag(bag, { logKey: room.live.pin.log })).result).toBe('confirmed');
		report = CustodyReport.parse(JSON.parse(new TextDecoder().decode(await bag.read('data/report.json'))));
		await writeFile(join(folder, 'report.pdf'), await bag.read('data/report.pdf'));
		const [item] = report.items;
		expect(item?.id).toBeDefined();
		return Promise.all((item?.files.keyframes ?? []).map(({ path }) => bag.read(path)));
	};

	test('Russian, with blurred key pictures: the report is in Russian, and every picture is a mosaic', async () => {
		await comeAnew();
		await page.getByRole('radio', { name: 'Русский' }).check();
		await page.getByRole('radio', { name: 'Blurred' }).check();
		const pictures = await made();
		expect(report.language).toBe('ru');
		expect(report.report.disclosure?.choices).toMatchObject({ keyframes: 'blurred', originals: false });
		expect(pictures.length).toBeGreaterThan(3);
		expect(pictures.filter((one) => !isMosaic(one))).toEqual([]);
	});

	test('on its paper, too: Russian words, and that the pictures are unrecognisable', async ({ skip }) => {
		needs(onPath('pdftotext', 'pdfimages'), 'poppler-utils', skip);
		const { stdout } = await run('pdftotext', ['-layout', join(folder, 'report.pdf'), '-']);
		expect(stdout).toContain('Ключевые кадры');
		expect(stdout).not.toContain('Key frames');
		expect(stdout.replace(/\s+/g, ' ')).toContain(russian.keyframesBlurred);
		await run('pdfimages', ['-all', join(folder, 'report.pdf'), join(folder, 'paper')]);
		const names = (await readdir(folder)).filter((name) => name.startsWith('paper'));
		expect(names.length).toBeGreaterThan(3);
		for (const name of names) expect(isMosaic(await readFile(join(folder, name))), name).toBe(true);
	});

	test('open key pictures leave as the worker made them, in the language of the room unless another is chosen', async () => {
		await comeAnew();
		await page.getByRole('radio', { name: 'Open' }).check();
		const pictures = await made();
		expect(report.language).toBe('en');
		expect(report.report.disclosure?.choices).toMatchObject({ keyframes: 'open' });
		expect(pictures.length).toBeGreaterThan(3);
		expect(pictures.filter(isMosaic)).toEqual([]);
	});

	test('without a choice no picture leaves, and no title is kept back', async () => {
		await comeAnew();
		await expect.poll(() => page.getByRole('radio', { name: 'None' }).isChecked()).toBe(true);
		expect(await made()).toEqual([]);
		expect(report.report.disclosure?.choices).toMatchObject({ keyframes: 'none' });
		expect(JSON.stringify(report)).toContain(TITLE);
	});

	test('what is kept back by kinds and of one entry is nowhere in the bag, and the bag says that it was', async () => {
		await comeAnew();
		const kinds = ['Where it came from', 'Sizes, times, hashes, findings', 'Titles', 'Reasons of acts'];
		for (const kind of kinds) await page.getByLabel(kind, { exact: true }).check();
		await look();
		await page.getByLabel('Find a name, a value, a path').fill('data/ledger/');
		const keep = page.getByRole('button', { name: /^Keep entry \d+ sealed$/ }).first();
		const entry = Number(/\d+/.exec((await keep.textContent()) ?? '')?.[0]);
		await keep.click();
		await page.getByText(`Details hidden as a whole, of entries ${entry}`, { exact: true }).waitFor();
		await made();
		expect(report.report.disclosure?.choices).toEqual({
			originals: false,
			origin: true,
			notes: false,
			keyframes: 'none',
			hidden: { names: false, people: false, technical: true, titles: true, purposes: true, entries: [entry] },
		});
		expect(report.report.disclosure?.withheld).toContainEqual(expect.objectContaining({ index: entry, fields: null }));
		const bag = await openBagZip(zip);
		const texts = (await bag.list()).filter((path) => !/\.(pdf|html)$/.test(path));
		expect(texts).toContain('data/report.json');
		for (const path of texts) expect(new TextDecoder().decode(await bag.read(path)), path).not.toContain(TITLE);
	});

	test('nor is the title on its paper', async ({ skip }) => {
		needs(onPath('pdftotext'), 'poppler-utils', skip);
		const { stdout } = await run('pdftotext', ['-layout', join(folder, 'report.pdf'), '-']);
		expect(stdout).toContain(report.report.id);
		expect(stdout).not.toContain(TITLE);
	});

	test('a large report with its originals shows how far it is, of how many bytes', async () => {
		await comeAnew();
		await page.getByRole('button', { name: 'All 2 items of the case' }).click();
		await page.getByLabel('Originals').check();
		await page.evaluate(watchProgress);
		await make();
		await page.getByText('Read back from disk and checked').waitFor({ timeout: 90_000 });
		const shown = await page.evaluate(() => (window as unknown as Watched).shown);
		const far = shown.map(({ percent }) => percent);
		expect(far).toEqual([...far].sort((a, b) => a - b));
		// Whoever would leave meanwhile is asked; afterwards nobody is.
		expect(new Set(shown.map((one) => one.asks))).toEqual(new Set([true]));
		expect(await page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(true);
		expect(new Set(far.filter((one) => one > 0 && one < 100)).size, String(far)).toBeGreaterThan(2);
		// Each original is in it twice: open, and sealed.
		const [, megabytes] = / \/ ([\d.]+) MB/.exec(shown[0]?.words ?? '') ?? [];
		expect(Number(megabytes)).toBeGreaterThanOrEqual((2 * LARGE) / 2 ** 20);
		const size = await page.evaluate(async () => {
			const top = await navigator.storage.getDirectory();
			return (await (await top.getFileHandle('saved')).getFile()).size;
		});
		expect(size).toBeGreaterThan(2 * LARGE);
	});
});

interface Watched {
	shown: { percent: number; words: string; asks: boolean }[];
}

/** In the page: writes down each state of the bar that tells how much of the report is written. */
function watchProgress(): void {
	const shown: Watched['shown'] = [];
	Object.assign(window, { shown });
	const look = (): void => {
		const bar = document.querySelector('[role=progressbar]');
		if (bar === null) return;
		const percent = Number(bar.getAttribute('aria-valuenow'));
		if (percent === shown.at(-1)?.percent) return;
		const asks = !dispatchEvent(new Event('beforeunload', { cancelable: true }));
		shown.push({ percent, words: bar.parentElement?.parentElement?.textContent ?? '', asks });
	};
	new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}
