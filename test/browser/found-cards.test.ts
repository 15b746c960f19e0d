import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platform } from '../../src/domain/platform/node.ts';
import { parseCard } from '../../src/domain/recovery/card-text.ts';
import { joinCards } from '../../src/domain/recovery/join-cards.ts';
import { recoveryPage } from '../../src/report/node/recovery-page.ts';
import { needs, onPath } from '../system/needs.ts';
import { type Running, startArchive } from '../system/running.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { expectAloneOnPaper } from './on-paper.ts';
import { keepCard } from './passphrase-card.ts';
import { openVisitors, type Visitors } from './visitors.ts';

const run = promisify(execFile);

describe.skipIf(!hasChromium)('an archive founded in the browser with recovery cards', () => {
	let archive: Running;
	let people: Visitors;
	let page: Page;
	let words: string;
	const cards: string[] = [];
	/** The first card as a PDF, the same as the browser prints it, and the lines on the screen. */
	let first: { file: string; printed: string; lines: string };

	beforeAll(async () => {
		archive = await startArchive();
		people = await openVisitors(archive.server);
		({ page } = await people.visitor({ viewport: { width: 390, height: 800 } }));
	});
	afterAll(async () => {
		const closed = await Promise.allSettled([people?.close()]);
		await archive?.stop();
		for (const one of closed) if (one.status === 'rejected') throw one.reason;
	});

	const found = () => page.getByRole('button', { name: 'Found the archive' });
	const save = async (): Promise<string> => {
		const download = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save this card as a text' }).click();
		return readFile(await (await download).path(), 'utf8');
	};

	test('each card is shown, saved and confirmed; those saved before a reload stay good', async () => {
		await page.goto(`/#found:${archive.code}`);
		await page.getByRole('button', { name: 'Make my keys' }).click();
		words = await keepCard(page);
		await page.getByLabel('As cards for several people').check();
		await expectAccessible(page);
		await page.getByLabel('How many cards').fill('4');
		await page.getByLabel('How many of them make the key').fill('3');
		await page
			.getByText(
				'Any 3 together open every file in the archive (not names, notes and delivery records). If more than 1 are lost',
			)
			.waitFor();
		await page.getByRole('button', { name: 'Make the cards' }).click();
		await page.getByText('Card 1 of 4 ·').waitFor();
		await expectAccessible(page);
		const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
		expect(wide).toBeLessThanOrEqual(seen);
		await expect.poll(() => page.getByRole('checkbox').isDisabled()).toBe(true);
		await expectAloneOnPaper(page, page.getByRole('region', { name: 'Recovery card 1 of 4' }));
		cards.push(await save());
		const paper = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save this card as a PDF' }).click();
		const saved = await paper;
		expect(saved.suggestedFilename()).toBe('card-1-of-4.pdf');
		const file = await saved.path();
		const lines = (await page.getByTestId('card-lines').textContent()) ?? '';
		first = { file, printed: `${file}.print.pdf`, lines };
		await writeFile(first.printed, await page.pdf({ format: 'A4' }));

		await page.reload();
		await page.getByRole('textbox', { name: 'Passphrase' }).fill(words);
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('Card 1 of 4 ·').waitFor();
		expect(await save()).toBe(cards[0]);
		for (const number of [1, 2, 3, 4]) {
			await page.getByText(`Card ${number} of 4 ·`).waitFor();
			const lines = await page.getByTestId('card-lines').textContent();
			if (number > 1) cards.push(await save());
			expect(cards[number - 1]).toContain(lines);
			await expect.poll(() => found().isDisabled()).toBe(true);
			await page.getByLabel(`I have card ${number} on paper`).check();
			if (number < 4) await page.getByRole('button', { name: 'Next card' }).click();
		}
		expect(new Set(cards).size).toBe(4);
	});

	test('on paper a card has the same lines, and is one page, printed or saved', async ({ skip }) => {
		needs(onPath('pdftotext', 'pdfinfo'), 'poppler-utils', skip);
		const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ');
		const { stdout } = await run('pdftotext', ['-layout', first.file, '-']);
		expect(first.lines.split('\n')).toHaveLength(6);
		for (const line of first.lines.split('\n')) expect(squeezed(stdout)).toContain(squeezed(line));
		expect(stdout).toContain('Recovery card 1 of 4');
		// The sheet, and nothing of the room around it.
		for (const file of [first.file, first.printed])
			expect((await run('pdfinfo', [file])).stdout).toMatch(/^Pages: +1$/m);
	});

	test('the page that joins cards and the page of commands are given with them, the same as on the command line', async () => {
		const kept = async (button: string): Promise<[name: string, bytes: Buffer]> => {
			const download = page.waitForEvent('download');
			await page.getByRole('button', { name: button }).click();
			const file = await download;
			return [file.suggestedFilename(), await readFile(await file.path())];
		};
		expect(await kept('Save the page that joins cards')).toEqual([
			'join-cards.html',
			Buffer.from(await recoveryPage()),
		]);
		const commands = new URL('../../infra/RECOVERY.md', import.meta.url);
		expect(await kept('Save the page of commands')).toEqual(['RECOVERY.md', await readFile(commands)]);
	});

	test('founded; the archive’s recovery key is the one of any three cards, and two make none', async () => {
		await found().click();
		await page
			.getByRole('navigation', { name: 'Menu' })
			.or(page.getByRole('button', { name: 'Menu' }))
			.waitFor({
				timeout: 60_000,
			});
		const files = cards.map((_, i) => join(archive.folder, `card-${i + 1}.txt`));
		for (const [i, path] of files.entries()) await writeFile(path, cards[i] as string);
		const made = join(archive.folder, 'recovery.key');
		const two = await archive.custos('nobody', 'recover-key', ...files.slice(0, 2), '--out', made);
		expect(two.code).not.toBe(0);
		const three = await archive.custos('nobody', 'recover-key', ...files.slice(1), '--out', made);
		expect(three.code, three.err).toBe(0);
		const { founding } = (await (await fetch(`${archive.server}/v1/archive`)).json()) as {
			founding: { statement: string };
		};
		const [, key] = /# public key: (age1\w+)/.exec(await readFile(made, 'utf8')) ?? [];
		expect(cards.every((card) => card.includes(key as string))).toBe(true);
		const secret = await joinCards([0, 2, 3].map((i) => parseCard(cards[i] as string)));
		expect(founding.statement).toContain(Buffer.from(platform.x25519Public(secret)).toString('hex'));
	});

	test('nothing of the cards stays on the device', async () => {
		const kept = await page.evaluate(
			() =>
				new Promise<number>((resolve) => {
					const opening = indexedDB.open('custos');
					opening.onsuccess = () => {
						const all = opening.result.transaction('files').objectStore('files');
						const keys = all.getAllKeys();
						keys.onsuccess = () => {
							const name = (keys.result as [string, string][]).find(([, file]) => file.startsWith('founding.'));
							const content = all.get(name as IDBValidKey);
							content.onsuccess = () => resolve((content.result as Uint8Array).length);
						};
					};
				}),
		);
		expect(kept).toBeLessThan(400);
	});
});
