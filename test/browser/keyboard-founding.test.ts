import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platform } from '../../src/domain/platform/node.ts';
import { parseCard } from '../../src/domain/recovery/card-text.ts';
import { joinCards } from '../../src/domain/recovery/join-cards.ts';
import { type Running, startArchive } from '../system/running.ts';
import { dialogHasFocus, focusKept, focusOn, tabTo, toRoom } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { openVisitors, type Visitors } from './visitors.ts';

// No pointer is used from here on; and wherever the focus goes, it is seen.
describe.skipIf(!hasChromium)('the first person of an archive, by the keyboard alone', () => {
	let archive: Running;
	let people: Visitors;
	let founder: Page;
	let code: string;

	beforeAll(async () => {
		archive = await startArchive();
		people = await openVisitors(archive.server);
		founder = (await people.visitor()).page;
	});
	afterAll(async () => {
		const closed = await Promise.allSettled([people?.close()]);
		await archive?.stop();
		for (const one of closed) if (one.status === 'rejected') throw one.reason;
	});

	/** What is pressed saves a file with this text. */
	async function saved(page: Page): Promise<string> {
		const download = page.waitForEvent('download');
		await page.keyboard.press('Enter');
		return readFile(await (await download).path(), 'utf8');
	}

	test('a page that has just come has the focus on its heading, and no ring around it yet', async () => {
		const { page } = await people.visitor();
		const ring = Promise.withResolvers<unknown>();
		await page.exposeFunction('heard', ring.resolve);
		await page.addInitScript(() => {
			const hear = ({ target }: FocusEvent): void => {
				if (!(target instanceof HTMLElement)) return;
				const { heard } = window as unknown as { heard: (what: unknown) => void };
				heard([target.tagName, getComputedStyle(target).outlineStyle]);
			};
			addEventListener('focusin', hear, { once: true });
		});
		// Nothing is asked of the page before: to it that is as if a key were pressed.
		await page.goto('/', { waitUntil: 'commit' });
		expect(await ring.promise).toEqual(['H1', 'none']);
		await page.close();
	});

	test('the code, a name, the words, and a recovery key in two cards: the archive is founded', async () => {
		await founder.goto('/');
		await founder.getByRole('heading', { name: 'This archive is new' }).waitFor();
		await tabTo(founder, /^I have the code of a new archive/);
		await founder.keyboard.type(archive.code);
		await tabTo(founder, /^Continue/);
		await founder.keyboard.press('Enter');
		await focusKept(founder, /^Found the archive/);
		await tabTo(founder, /^Your name/);
		await founder.keyboard.type('Vera');
		await founder.keyboard.press('Enter');
		await focusKept(founder, /^Your passphrase/);
		const words = await founder.locator('ol[lang=en] li').allTextContents();
		await tabTo(founder, /^Type word number/);
		const asked = (await focusOn(founder))?.name ?? '';
		await founder.keyboard.type(words[Number(/\d/.exec(asked)?.[0]) - 1] as string);
		await founder.keyboard.press('Enter');
		await focusKept(founder, /^The recovery key/);

		await tabTo(founder, /^As one file/);
		await founder.keyboard.press('ArrowDown');
		await tabTo(founder, /^How many cards/);
		await founder.keyboard.press('ArrowDown');
		await founder.getByText('Any 2 together').waitFor();
		await tabTo(founder, /^Make the cards/);
		await founder.keyboard.press('Enter');
		const cards: string[] = [];
		for (const number of [1, 2]) {
			await founder.getByText(`Card ${number} of 2 ·`).waitFor();
			await focusKept(founder, number === 1 ? /^The recovery key/ : /Recovery card 2 of 2/);
			await tabTo(founder, /^Save this card as a text/);
			cards.push(await saved(founder));
			await tabTo(founder, new RegExp(`^I have card ${number} on paper`));
			await founder.keyboard.press('Space');
			if (number === 2) break;
			await tabTo(founder, /^Next card/);
			await founder.keyboard.press('Enter');
		}
		await tabTo(founder, /^Found the archive/);
		await founder.keyboard.press('Enter');
		await founder.getByRole('navigation', { name: 'Rooms' }).waitFor({ timeout: 60_000 });
		await founder.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
		await focusKept(founder, /^Cases/);
		await tabTo(founder, /^New case/);
		const { founding } = (await (await fetch(`${archive.server}/v1/archive`)).json()) as {
			founding: { statement: string };
		};
		const secret = await joinCards(cards.map((text) => parseCard(text)));
		expect(founding.statement).toContain(Buffer.from(platform.x25519Public(secret)).toString('hex'));
	});

	test('a suspension card is made, taken back, and made again', async () => {
		await toRoom(founder, 'People');
		await tabTo(founder, /^Make a card/);
		await founder.keyboard.press('Enter');
		await founder.getByRole('heading', { level: 1, name: 'My suspension card' }).waitFor();
		for (const again of [false, true]) {
			await tabTo(founder, /^Make the card/);
			await founder.keyboard.press('Enter');
			code = (await founder.getByTestId('card-code').textContent()) ?? '';
			expect(code).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
			await focusKept(founder, /^My suspension card/);
			await tabTo(founder, /^Print the card/);
			if (again) break;
			await tabTo(founder, /^Take the card back/);
			await founder.keyboard.press('Enter');
			await founder.getByRole('dialog', { name: 'Take your card back?' }).waitFor();
			await dialogHasFocus(founder);
			await tabTo(founder, /^Take the card back/);
			await founder.keyboard.press('Enter');
			await founder.getByText('The card is taken back').waitFor();
			await focusKept(founder, /^My suspension card/);
		}
	});

	test('whoever holds it uses it without an account, and its maker’s page closes', async () => {
		const holder = (await people.visitor()).page;
		await holder.goto('/');
		await tabTo(holder, /^I hold a suspension card/);
		await holder.keyboard.press('Enter');
		await focusKept(holder, /^Suspend a colleague/);
		await tabTo(holder, /^Code on the card/);
		await holder.keyboard.type(code.slice(0, -2).toLowerCase());
		await tabTo(holder, /^Go on/);
		await holder.keyboard.press('Enter');
		await holder.getByText('This is not the whole code').waitFor();
		await focusKept(holder, /^Go on/);
		await holder.keyboard.press('Shift+Tab');
		await holder.keyboard.press('End');
		await holder.keyboard.type(code.slice(-2));
		await holder.keyboard.press('Enter');
		await focusKept(holder, /^Suspend .* now$/);
		await holder.keyboard.press('Enter');
		await holder.getByText(/ is suspended$/).waitFor();
		await focusKept(holder, /^Suspend a colleague/);
		await founder.getByText('Your access was suspended').waitFor();
		await focusKept(founder);
		await tabTo(founder, /^Passphrase/);
	});
});
