import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startArchive } from '../system/running.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { openVisitors, type Visitors } from './visitors.ts';

let archive: Running;
let people: Visitors;
beforeAll(async () => {
	if (!hasChromium) return;
	archive = await startArchive();
	people = await openVisitors(archive.server);
});
afterAll(async () => {
	const closed = await Promise.allSettled([people?.close()]);
	await archive?.stop();
	for (const one of closed) if (one.status === 'rejected') throw one.reason;
});

test.skipIf(!hasChromium)(
	'the link that `npm start` prints founds the archive in the browser, and the command line goes on',
	async () => {
		expect(archive.said.join('')).toContain(`${archive.server}/#found:${archive.code}`);
		const { page } = await people.visitor();
		await page.goto('/');
		await page.getByRole('heading', { name: 'This archive is new' }).waitFor();
		await page.goto(`/#found:${archive.code}`);
		await page.getByRole('heading', { name: 'Found the archive' }).waitFor();
		expect(page.url()).not.toContain(archive.code);
		// A reload before it is used does not lose it.
		await page.reload();
		await page.getByRole('heading', { name: 'Found the archive' }).waitFor();
		expect(page.url()).not.toContain(archive.code);
		await page.getByLabel(/Your name/).fill('Vera');
		await page.getByRole('button', { name: 'Make my keys' }).click();
		const asked = (await page.getByText(/Type word number \d/).textContent()) ?? '';
		const words = await page.locator('ol[lang=en] li').allTextContents();
		await page.getByLabel(/Type word number/).fill(words[Number(/\d/.exec(asked)?.[0]) - 1] as string);
		await page.getByRole('button', { name: 'Continue' }).click();
		const download = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the recovery key' }).click();
		const recovery = await readFile(await (await download).path(), 'utf8');
		expect(recovery).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/m);
		await expectAccessible(page);
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Found the archive' }).click();
		await page.getByRole('navigation', { name: 'Rooms' }).waitFor({ timeout: 60_000 });
		expect(await page.evaluate(() => sessionStorage.length)).toBe(0);

		await page.getByRole('button', { name: 'You' }).click();
		const saved = page.waitForEvent('download');
		await page.getByRole('menuitem', { name: 'Save my profile' }).click();
		const file = await (await saved).path();
		const paper = join(archive.folder, 'passphrase');
		await writeFile(paper, words.join(' '));
		const loaded = await archive.custos('vera', '--passphrase-file', paper, 'profile', 'load', file);
		expect(loaded.code, loaded.err).toBe(0);
		const shown = await archive.custos('vera', '--passphrase-file', paper, '--json', 'people');
		expect(shown.code, shown.err).toBe(0);
		expect(shown.out).toContain('Vera');
		expect(shown.out).toContain('"role":"worker"');
	},
);
