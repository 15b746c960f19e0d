import { readFile } from 'node:fs/promises';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../../src/client/case/history.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { type Draft, submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Deposited, receivedDraft, store } from '../system/live/deposit.ts';
import { spoil } from '../system/live/spoil.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { footageFile } from '../system/media-files.ts';
import { expectAccessible } from './accessible.ts';
import { focusOn, tabTo } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { FILM } from './film-room.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { answerDialog, askedOf, nextDownload, written } from './save-dialog.ts';

const LETTER = utf8('Дорогая Вера! Меня били у вторых ворот. '.repeat(20_000));
const HOSTILE = `../../x/\u202Eписьмо"; filename="a.exe\r\n<img src=x onerror=alert(1)>${'ы'.repeat(200)}.txt`;

describe.skipIf(!hasChromium)('the original, saved as a file', () => {
	let room: OpenedRoom;
	let worker: Connection;
	let lead: Connection;
	let reader: Connection;
	let open: OpenCase;
	let intake: OpenIntake;
	let letter: Deposited;
	let film: Deposited;

	beforeAll(async () => {
		room = await openRoom();
		({ worker } = await enrolWorker(room.live));
		[lead, reader] = [await room.live.enrol(), await room.live.enrol()];
		open = await openCase(lead, [[reader, 'reader']]);
		intake = await openIntake(lead, open, {});
		letter = await put('letters/письмо 1.txt', LETTER, 'document');
		film = await put('film.mp4', await readFile(await footageFile(FILM)), 'video');
	});
	afterAll(() => room?.close());

	/** Takes a file in under a path, examined as of this kind. */
	const put = async (path: string, bytes: Uint8Array, kind: string): Promise<Deposited> => {
		const item = await store(lead, open, intake, bytes);
		const draft = receivedDraft(open, intake, item);
		const detail = draft.detail as NonNullable<typeof draft.detail>;
		await submit(lead, [{ ...draft, detail: { ...detail, fields: { ...detail.fields, path } } }]);
		const about = { case: open.id, generation: open.key.generation, item: item.id };
		const summary = { kind, audioCodecs: [] };
		const made: Draft[] = [
			{ type: 'item.kept', fields: { ...about, prefix: hash(item.prefix), sha256: item.body.sha256 } },
			{ type: 'item.examined', fields: about, detail: { to: open.key, fields: { summary } } },
		];
		await submit(worker, made);
		return item;
	};
	const hash = (bytes: Uint8Array | undefined): string => toHex(platform.sha256(bytes ?? new Uint8Array()));
	const openings = async ({ id }: Deposited) =>
		(await eventsOf(lead, open, 'item', id)).filter(({ entry }) => entry.statement.type === 'item.opened');
	const go = (page: Page, path: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), path);
	/** Goes to an item and says what for. */
	const come = async (page: Page, item: Deposited, purpose: string): Promise<void> => {
		await go(page, `/review/${open.id}/${item.id}`);
		await page.getByLabel(/What do you open it for/).fill(purpose);
		await page.keyboard.press('Enter');
	};
	const save = (page: Page) => page.getByRole('button', { name: 'Save the original' });

	test('a letter that nothing plays: asked what for, warned, saved as it was received; the opening is in its history', async () => {
		const { page } = await room.person(lead);
		await answerDialog(page, 'file');
		await go(page, `/review/${open.id}/${letter.id}`);
		await page.getByText('once you have said above what you open it for').waitFor();
		expect(await save(page).count()).toBe(0);
		await come(page, letter, 'to read who was at the gate');
		await page.getByText('there is nothing to play').waitFor();
		await page.getByText('it lies on this computer in the clear').waitFor();
		await page.getByText('письмо 1.txt').last().waitFor();
		await expectAccessible(page);
		expect(await openings(letter)).toEqual([]);

		await save(page).click();
		await page.getByText('The original is saved').waitFor();
		await page.getByText(`SHA-256 ${hash(LETTER)}`).waitFor();
		await expectAccessible(page);
		expect((await askedOf(page)).suggestedName).toBe('письмо 1.txt');
		expect(hash(await written(page))).toBe(hash(LETTER));
		const [opened, ...more] = await openings(letter);
		expect(more).toEqual([]);
		expect(opened?.entry.statement).toMatchObject({ class: 'original', actor: lead.identity.keys.sign });
		await page.getByText(`entry ${opened?.entry.index} of the ledger`).waitFor();

		await go(page, `/custody/${open.id}/${letter.id}`);
		const told = page.locator('[data-event]', { hasText: 'Key released: item could be opened' });
		await expect.poll(() => told.textContent()).toContain('to read who was at the gate');
	});

	test('a film, by the keyboard alone, as a download that streams to disk', async () => {
		const { page, context } = await room.person(lead);
		await answerDialog(page, 'none');
		await come(page, film, 'to compare with the copy of the court');
		await save(page).waitFor();
		const coming = nextDownload(context);
		await tabTo(page, /^Save the original/);
		await page.keyboard.press('Enter');
		await page.getByText('The original is saved').waitFor();
		// Nobody is thrown back to the top of the page.
		await expect.poll(async () => (await focusOn(page))?.name).toBe('The original, as a file');
		const download = await coming;
		expect(download.suggestedFilename()).toBe('film.mp4');
		expect(hash(await readFile(await download.path()))).toBe(hash(film.plaintext));
		await page.getByText('Your downloads say when').waitFor();
	});

	test('a hostile name is a name and nothing else, in the dialog, in downloads and on a narrow page', async () => {
		const item = await put(HOSTILE, LETTER, 'document');
		const viewport = { width: 390, height: 800 };
		const { page, context } = await room.person(lead, { locale: 'ru-RU', viewport });
		await answerDialog(page, 'file');
		await go(page, `/review/${open.id}/${item.id}`);
		await page.getByLabel(/Для чего вы открываете/).fill('прочесть');
		await page.keyboard.press('Enter');
		const button = page.getByRole('button', { name: 'Сохранить оригинал' });
		await button.waitFor();
		await expectAccessible(page);
		await button.click();
		await page.getByText('Оригинал сохранён').waitFor();
		await expectAccessible(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		const { suggestedName } = await askedOf(page);
		expect(suggestedName).toMatch(/^_письмо_; filename=_a\.exe___img src=x onerror=alert\(1\)_ы+\.txt$/);
		expect(Buffer.byteLength(suggestedName)).toBeLessThanOrEqual(240);

		await page.getByRole('button', { name: 'Сохранить ещё раз' }).click();
		await answerDialog(page, 'none');
		const coming = nextDownload(context);
		await button.click();
		await page.getByText('Оригинал сохранён').waitFor();
		const download = await coming;
		expect(download.suggestedFilename()).toMatch(/^_письмо_. filename._a\.exe___img src.x onerror.alert\(1\)_ы+\.txt$/);
		expect(hash(await readFile(await download.path()))).toBe(hash(LETTER));
	});

	test('altered bytes leave no file, in neither way; what happened is said, and what to do', async () => {
		const item = await put('altered.txt', LETTER, 'document');
		await spoil(room.live.folder, item.body);
		const { page, context } = await room.person(lead);
		await answerDialog(page, 'file');
		await come(page, item, 'to read it');
		await save(page).click();
		const alarm = page.getByRole('alert').filter({ hasText: 'The bytes are not the ones that were promised' });
		await alarm.getByText('Do not use any of it').waitFor();
		await page.getByText('No file was left at the place you chose').waitFor();
		await page.getByText('The opening stays in the ledger').waitFor();
		expect(await written(page)).toBeUndefined();
		await expectAccessible(page);

		await page.getByRole('button', { name: 'Back to saving' }).click();
		await answerDialog(page, 'none');
		const coming = nextDownload(context);
		await save(page).click();
		await alarm.waitFor();
		await page.getByText('It is no whole file').waitFor();
		expect(await (await coming).failure()).not.toBeNull();
		expect(await openings(item)).toHaveLength(2);
	});

	test('a dialog closed opens nothing; stopped, nothing is left, and the opening is told of', async () => {
		const { page } = await room.person(lead);
		await answerDialog(page, 'cancel');
		await come(page, film, 'to see it');
		const before = (await openings(film)).length;
		await save(page).click();
		await expect.poll(() => askedOf(page)).toBeDefined();
		await expect.poll(() => save(page).isEnabled()).toBe(true);
		expect(await openings(film)).toHaveLength(before);

		await answerDialog(page, 'file');
		await page.route('**/sealed/original/body', () => undefined);
		await save(page).click();
		await page.getByText('Decrypting, checking, writing').waitFor();
		await expectAccessible(page);
		// It goes on while one is elsewhere.
		await go(page, `/review/${open.id}`);
		await page.getByLabel('Find an item by its name').waitFor();
		await go(page, `/review/${open.id}/${film.id}`);
		await page.getByRole('button', { name: 'Stop', exact: true }).click();
		await page.getByText('Stopped: it was not saved').waitFor();
		await page.getByText('The opening stays in the ledger').waitFor();
		expect(await written(page)).toBeUndefined();
		expect(await openings(film)).toHaveLength(before + 1);
		await expectAccessible(page);
	});

	test('a download that is ended in the browser ends the work, which says so', async () => {
		const { page, context } = await room.person(lead);
		await answerDialog(page, 'none');
		const held = Promise.withResolvers<Route>();
		await page.route('**/sealed/original/body', held.resolve);
		await come(page, film, 'to see it');
		const coming = nextDownload(context);
		await save(page).click();
		const route = await held.promise;
		await (await coming).cancel();
		await route.continue();
		await page.getByRole('alert').filter({ hasText: 'The browser ended the download' }).waitFor();
		await page.getByText('It is no whole file').waitFor();
	});

	test('who may not open originals is told why, and nothing is asked for', async () => {
		const { page } = await room.person(reader);
		await go(page, `/review/${open.id}/${letter.id}`);
		await page.getByText('readers of a case see working copies, never the original').waitFor();
		const before = (await openings(letter)).length;
		await come(page, letter, 'to read it');
		await page.getByText('there is nothing to play').waitFor();
		await page.getByText('A lead of the case can make you an editor').waitFor();
		expect(await save(page).count()).toBe(0);
		expect(await openings(letter)).toHaveLength(before);
		await expectAccessible(page);
	});
});
