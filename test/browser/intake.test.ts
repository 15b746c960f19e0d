import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { addMember, type OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { findPerson, setSuspended } from '../../src/client/people.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { visible } from '../../src/web/parts/visible.ts';
import { footageFile } from '../system/media-files.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { dropPaths } from './drop.ts';
import { linesOf, sentByPage, sentByThreads } from './intake-lines.ts';
import { dropzone, type IntakeRoom, openIntakeRoom } from './intake-room.ts';
import type { OpenedRoom } from './open-room.ts';
import { createPartGate } from './part-gate.ts';

const HOSTILE = '<img src=x onerror=alert(1)>\u202etxt.exe';
const FOOTAGE = ['one-by-one-person-detection.mp4', '100_0306.AVI', 'sample.3gp'];
const WAIT = { timeout: 60_000 };

describe.skipIf(!hasChromium)('intake', () => {
	let intake: IntakeRoom;
	let room: OpenedRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let home: string;
	let delivery: string;
	const gate = createPartGate();
	const { stored } = gate;
	const hashes = new Map<string, string>();

	beforeAll(async () => {
		intake = await openIntakeRoom({ wrapStore: gate.before });
		({ room, lead, open, page, home } = intake);
	});
	afterAll(() => intake?.close());

	/** Footage, letters, a name that bites, and one file of six parts. */
	async function makeDelivery(): Promise<string> {
		const folder = join(home, 'DCIM');
		await mkdir(join(folder, 'letters'), { recursive: true });
		const put = async (path: string, bytes: Uint8Array): Promise<void> => {
			await writeFile(join(folder, path), bytes);
			hashes.set(`DCIM/${path}`, toHex(platform.sha256(bytes)));
		};
		for (const name of FOOTAGE) await copyFile(await footageFile(name), join(folder, basename(name)));
		for (let i = 0; i < 12; i++) await put(`letters/${i}.txt`, platform.randomBytes(1000 + i));
		await put('letters/copy.txt', platform.randomBytes(0));
		await put(HOSTILE, platform.randomBytes(10));
		await put('long.mp4', platform.randomBytes(45 * 2 ** 20));
		return folder;
	}

	const pick = (at: Page, folder: string, kind = 'folder') =>
		at.locator(`#page input[data-pick=${kind}]`).first().setInputFiles(folder);
	const start = () => page.getByRole('button', { name: 'Seal and send' });

	test('a folder is chosen, and what is known of it is asked; what is not known is an answer', async () => {
		delivery = await makeDelivery();
		await expectAccessible(page);
		await expect.poll(() => start().isEnabled()).toBe(false);
		await pick(page, delivery);
		await page.getByText('18 files, ').waitFor();
		await page.getByLabel('How did it come to you?').first().fill('On a disk, handed over');
		await page.getByText('What this rests on').click();
		await page.getByLabel('It rests on').fill('I was there');
		await page.getByRole('checkbox', { name: 'Not known: With what device?' }).check();
		await page.getByText('7 questions will be recorded as “not known”').waitFor();
		await expectAccessible(page);
	});

	test('it runs on while the page is covered and other rooms are open; leaving asks; a reload loses nothing', async () => {
		gate.shut(3);
		await start().click();
		await expect.poll(() => stored.length, WAIT).toBeGreaterThanOrEqual(3);
		await page.getByText('sealed, on its way').first().waitFor();
		const lines = await linesOf(page);
		expect(lines, 'one line for each file').toHaveLength(18);
		expect(new Set(lines.map((one) => one.replace(/: [^:]+$/, ''))).size).toBe(18);
		for (const path of hashes.keys()) expect(lines.join('\n')).toContain(`${visible(path)}: `);
		expect(lines.filter((one) => /: (waiting|sealed, on its way|received)$/.test(one))).toHaveLength(18);
		// Sealed in threads of their own, and sent by them.
		const sent = async (): Promise<number> => (await sentByThreads(page)).reduce((sum, one) => sum + one, 0);
		await expect.poll(sent, WAIT).toBeGreaterThanOrEqual(3);
		expect((await sentByThreads(page)).length).toBeGreaterThanOrEqual(2);
		expect(await sentByPage(page)).toBe(0);
		await expectAccessible(page);
		await page.getByRole('link', { name: 'People' }).click();
		await page.keyboard.press('Alt+L');
		await page.locator('input[type=password]').waitFor();
		await page.getByText('its keys stay in memory').waitFor();
		await page.getByText('Locked, as you asked').waitFor();
		expect(await page.getByText('out of memory').count()).toBe(0);
		const before = stored.length;
		gate.open();
		gate.shut(1);
		await expect.poll(() => stored.length, WAIT).toBeGreaterThan(before);
		const asked = page.waitForEvent('dialog');
		const reloading = page.reload();
		const dialog = await asked;
		expect(dialog.type()).toBe('beforeunload');
		await dialog.accept();
		await reloading;
		gate.open();
		await room.unlock(page);
		await page.getByRole('link', { name: 'Intake' }).click();
		await page.getByText('Not finished yet').waitFor();
		await page.getByText('This browser cannot find the folder by itself').waitFor();
		await expectAccessible(page);
		await pick(page, join(delivery, 'letters'));
		await page.getByText('This is something else: letters').waitFor();
		await pick(page, delivery);
		await page.getByRole('heading', { name: /^(not )?complete$/i }).waitFor(WAIT);
		expect(await page.getByRole('listitem').filter({ hasText: 'DCIM/' }).allTextContents()).toEqual([]);
		await page.getByText('All 18 files are received and kept').waitFor();
		expect((await linesOf(page)).filter((one) => one.endsWith(': kept'))).toHaveLength(18);
		await expect.poll(() => page.workers().filter((one) => /seal/.test(one.url()))).toEqual([]);
		expect(new Set(stored).size).toBe(stored.length);
		await expectAccessible(page);
	});

	test('what the page says is what the ledger holds', async () => {
		const items = (await catalogue(lead, open)).flatMap((one) => (one.unreadable ? [] : [one]));
		expect(items).toHaveLength(18);
		for (const [path, sha256] of hashes) expect(items.find((one) => one.path === path)?.sha256, path).toBe(sha256);
		expect(items.every((one) => one.kept)).toBe(true);
		const events = await eventsOf(lead, open, 'case', open.id);
		const opened = events.filter((one) => one.entry.statement.type === 'intake.opened');
		const closed = events.filter((one) => one.entry.statement.type === 'intake.closed');
		expect([opened.length, closed.length]).toEqual([1, 1]);
		expect(opened[0]?.fields).toMatchObject({
			receivedHow: { claim: 'On a disk, handed over', basis: 'I was there' },
			device: 'not known',
		});
		expect(closed[0]?.fields).toMatchObject({ kept: 18, failed: 0 });
		await page.getByText(`entry ${closed[0]?.entry.index}`).waitFor();
	});

	test('what cannot be read is listed with the reason, and only that is tried again', async () => {
		const folder = join(home, 'disk');
		await mkdir(folder);
		const [gone, good] = [join(folder, 'gone.txt'), join(folder, 'good.txt')];
		for (const path of [gone, good]) await writeFile(path, basename(path));
		await page.getByRole('button', { name: 'Give something more' }).click();
		await pick(page, folder);
		await page.getByText('2 files, ').waitFor();
		await rm(gone);
		await start().click();
		await page.getByRole('heading', { name: 'Not complete' }).waitFor(WAIT);
		await page.getByRole('listitem').filter({ hasText: 'disk/gone.txt: it is not there' }).waitFor();
		await expectAccessible(page);
		await writeFile(gone, 'here again');
		const before = stored.length;
		await pick(page, folder);
		await page.getByText('The one file is received and kept').waitFor(WAIT);
		expect(stored.length).toBe(before + 1);
		const paths = (await catalogue(lead, open)).flatMap((one) => (one.unreadable ? [] : [one.path]));
		expect(paths.filter((path) => path.startsWith('disk/')).sort()).toEqual(['disk/gone.txt', 'disk/good.txt']);
	});

	test('how fast it goes and how long it will take agree with what is done and what there is', async () => {
		const folder = join(home, 'slow');
		await mkdir(folder);
		await writeFile(join(folder, 'slow.mp4'), platform.randomBytes(80 * 2 ** 20));
		await page.getByRole('button', { name: 'Give something more' }).click();
		await pick(page, folder);
		await page.getByText('1 file, ').waitFor();
		gate.shut(1);
		await start().click();
		const said = page.getByText(/\/s · .+ left/);
		const letSomeIn = async (): Promise<number> => {
			gate.open();
			gate.shut(1);
			return said.count();
		};
		await expect.poll(letSomeIn, { ...WAIT, interval: 1600 }).toBe(1);
		const words = await said.evaluate((one) => one.parentElement?.textContent ?? '');
		gate.open();
		const found = /: ([\d.]+) MB \/ ([\d.]+) MB([\d.]+) (MB|kB)\/s · (?:(\d+) min )?(\d+) sec left/.exec(words);
		const [done, total, rate, unit, minutes, seconds] = (found ?? []).slice(1);
		expect(Number(total), words).toBe(83.9);
		const perSecond = Number(rate) * (unit === 'kB' ? 1e-3 : 1);
		const left = (83.9 - Number(done)) / perSecond;
		expect(Math.abs(60 * Number(minutes ?? 0) + Number(seconds) - left), words).toBeLessThan(1 + 0.1 * left);
		await page.getByText('The one file is received and kept').waitFor(WAIT);
	});

	test('where the browser can keep the way to a folder, a reload needs no choosing; nothing is kept in clear', async () => {
		// Nobody can be asked here whether a folder may be read again: its handle is one of the browser's own file system.
		await intake.context.addInitScript(() => {
			const getAsFileSystemHandle = async (): Promise<FileSystemDirectoryHandle> =>
				(await navigator.storage.getDirectory()).getDirectoryHandle('kept-folder', { create: true });
			Object.assign(DataTransferItem.prototype, { getAsFileSystemHandle });
		});
		const folder = join(home, 'kept-folder');
		await mkdir(join(folder, 'inside'), { recursive: true });
		for (const name of ['long-secret.bin', 'inside/short-secret.bin'])
			await writeFile(join(folder, name), 'as dropped');
		await page.reload();
		await room.unlock(page);
		await page.evaluate(async () => {
			const root = await navigator.storage.getDirectory();
			const folder = await root.getDirectoryHandle('kept-folder', { create: true });
			const inside = await folder.getDirectoryHandle('inside', { create: true });
			for (const [at, name, size] of [
				[folder, 'long-secret.bin', 30 * 2 ** 20],
				[inside, 'short-secret.bin', 1000],
			] as const) {
				const file = await (await at.getFileHandle(name, { create: true })).createWritable();
				await file.write(new Uint8Array(size).fill(7));
				await file.close();
			}
		});
		await page.getByRole('link', { name: 'Intake' }).click();
		await dropPaths(page, dropzone(page), [folder]);
		await page.getByText('2 files, ').waitFor();
		await page.getByText('this browser finds the folder again').waitFor();
		gate.shut(2);
		await start().click();
		await expect.poll(() => stored.length, WAIT).toBeGreaterThanOrEqual(gate.few);
		page.once('dialog', (dialog) => dialog.accept());
		await page.reload();
		gate.open();
		await room.unlock(page);
		await page.getByRole('link', { name: 'Intake' }).click();
		await page.getByText('What has arrived is not sent again').waitFor();
		expect(await page.evaluate(dumpIntake)).not.toMatch(/secret\.bin|inside/);
		await page.getByRole('button', { name: 'Go on' }).first().click();
		await page.getByText('All 2 files are received and kept').waitFor(WAIT);
		expect(new Set(stored).size).toBe(stored.length);
	});

	test('suspended in the middle of it: it stops and says why, and nothing partial is received', async () => {
		const boris = await room.live.enrol();
		await addMember(lead, open, await findPerson(lead, boris.identity.keys.sign), 'editor');
		const visitor = await room.person(boris);
		await visitor.page.getByRole('link', { name: 'Intake' }).click();
		await visitor.page.locator('#page input[data-pick=folder]').waitFor({ state: 'attached' });
		await pick(visitor.page, delivery);
		gate.shut(1);
		await visitor.page.getByRole('button', { name: 'Seal and send' }).click();
		await expect.poll(() => stored.length, WAIT).toBeGreaterThanOrEqual(gate.few);
		await setSuspended(room.live.steward, boris.identity.keys.sign, true);
		gate.open();
		await visitor.page.getByText('The archive no longer accepts your key').waitFor(WAIT);
		const events = await eventsOf(lead, open, 'case', open.id);
		const theirs = events.filter((one) => one.entry.statement.actor === boris.identity.keys.sign);
		expect(theirs.map((one) => one.entry.statement.type)).toEqual(['intake.opened']);
		// Whole small files may have come in before; of the long one there are parts, and no item.
		const items = (await catalogue(lead, open)).flatMap((one) => (one.unreadable ? [] : [one]));
		const after = items.filter((one) => one.by === boris.identity.keys.sign).map((one) => one.path);
		expect(after).not.toContain('DCIM/long.mp4');
		expect(after.length).toBeLessThan(18);
		visitor.takeComplaints();
	});
});

/** Everything the room keeps in this browser, as text. */
async function dumpIntake(): Promise<string> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open('custos-intake');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const parts: string[] = [];
	for (const store of db.objectStoreNames) {
		const all = await new Promise<unknown[]>((resolve) => {
			const request = db.transaction(store).objectStore(store).getAll();
			request.onsuccess = () => resolve(request.result);
		});
		for (const one of all) {
			const bytes = one instanceof Uint8Array ? one : (one as { sealed: Uint8Array }).sealed;
			parts.push(new TextDecoder('latin1').decode(bytes));
		}
	}
	db.close();
	if (parts.join('').length < 200) throw new Error('there is nothing to look at');
	return parts.join('\n');
}
