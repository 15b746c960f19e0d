import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startArchive } from '../system/running.ts';
import { hasChromium } from './chromium.ts';
import { keepCard } from './passphrase-card.ts';
import { openVisitors, type Visitor, type Visitors } from './visitors.ts';

const SLOW = { timeout: 60_000 };

// The founder's tab is reloaded at the worst moments. An archive that nobody can enter would be the end of it.
describe.skipIf(!hasChromium)('founding that breaks off', () => {
	let archive: Running;
	let people: Visitors;
	let vera: Visitor;
	let page: Page;
	let words: string;
	let recovery: string;
	/** Bytes of what is needed to finish it, sealed. */
	let unfinished: number;
	/** Somebody else who has the code, and comes too late. */
	let late: Page;
	/** Statements that were sent to found with. */
	const sent: string[] = [];

	beforeAll(async () => {
		archive = await startArchive();
		people = await openVisitors(archive.server);
		vera = await people.visitor();
		page = vera.page;
		late = (await people.visitor()).page;
	});
	afterAll(async () => {
		const closed = await Promise.allSettled([people?.close()]);
		await archive?.stop();
		for (const one of closed) if (one.status === 'rejected') throw one.reason;
	});

	const unlock = async (): Promise<void> => {
		await page.getByRole('textbox', { name: 'Passphrase' }).fill(words);
		await page.getByRole('button', { name: 'Unlock' }).click();
	};
	const saveRecovery = async (): Promise<string> => {
		const download = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the recovery key' }).click();
		return readFile(await (await download).path(), 'utf8');
	};

	test('before the recovery key is saved: the keys are here, and so is the way on', async () => {
		await page.goto(`/#found:${archive.code}`);
		await page.getByLabel(/Your name/).fill('Vera');
		await page.getByRole('button', { name: 'Make my keys' }).click();
		words = await keepCard(page);
		await page.getByRole('heading', { name: 'The recovery key' }).waitFor();
		recovery = await saveRecovery();
		const kept = await page.evaluate(everythingKept);
		unfinished = sizeOfFounding(kept);
		expect(unfinished).toBeGreaterThan(400);
		expect(kept).not.toContain(archive.code);
		expect(kept).not.toContain('Vera');
		await page.reload();
		await unlock();
		await page.getByRole('button', { name: 'Save the recovery key' }).waitFor();
		expect(await saveRecovery()).toBe(recovery);
	});

	test('somebody else begins with the same code', async () => {
		await late.goto(`/#found:${archive.code}`);
		await late.getByLabel(/Your name/).fill('Mila');
		await late.getByRole('button', { name: 'Make my keys' }).click();
		await keepCard(late);
		await late.getByRole('button', { name: 'Save the recovery key' }).waitFor();
		expect(sizeOfFounding(await late.evaluate(everythingKept))).toBeGreaterThan(400);
	});

	test('after the archive took entry 0, before its answer came: the same statement again, and one is in', async () => {
		const arrived = Promise.withResolvers<void>();
		// It stays in place: taken away, it would let the first request go on, and the page might hear of it before it is gone.
		await vera.context.route('**/v1/founding', async (route) => {
			sent.push(route.request().postData() ?? '');
			if (sent.length > 1) return route.continue();
			await route.fetch();
			arrived.resolve();
			// No answer ever.
		});
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Found the archive' }).click();
		await arrived.promise;
		await page.reload();
		await unlock();
		expect(await saveRecovery()).toBe(recovery);
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Found the archive' }).click();
		await page.getByRole('navigation', { name: 'Rooms' }).waitFor(SLOW);
		expect(sent).toHaveLength(2);
		expect(sent[1]).toBe(sent[0]);
		await page.getByRole('link', { name: 'People' }).click();
		await page.getByText(/^Vera/).first().waitFor();
	});

	test('once it is done the recovery key is only in its file; a reload asks for the passphrase and nothing more', async () => {
		await page.reload();
		await unlock();
		await page.getByRole('navigation', { name: 'Rooms' }).waitFor(SLOW);
		expect(sizeOfFounding(await page.evaluate(everythingKept))).toBeLessThan(unfinished - 200);
	});

	test('who comes too late is told, and their recovery key, which opens nothing, is no longer kept', async () => {
		const download = late.waitForEvent('download');
		await late.getByRole('button', { name: 'Save the recovery key' }).click();
		await download;
		await late.getByRole('checkbox').check();
		await late.getByRole('button', { name: 'Found the archive' }).click();
		await late.getByRole('alert').waitFor(SLOW);
		expect(sizeOfFounding(await late.evaluate(everythingKept))).toBeLessThan(unfinished - 200);
	});
});

/** Bytes, by what `everythingKept` found. */
const sizeOfFounding = (kept: string): number => Number(/founding\.sealed (\d+)/.exec(kept)?.[1]);

/** What lies in this browser's vault: names, lengths and content, as text. */
async function everythingKept(): Promise<string> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open('custos');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const files = db.transaction('files').objectStore('files');
	const read = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve) => {
			request.onsuccess = () => resolve(request.result);
		});
	const [names, contents] = await Promise.all([read(files.getAllKeys()), read(files.getAll())]);
	db.close();
	return contents
		.map((one: Uint8Array, i) => `${String(names[i])} ${one.length}\n${new TextDecoder('latin1').decode(one)}`)
		.join('\n');
}
