import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pseudonym } from '../../src/client/identity.ts';
import { expectAccessible } from './accessible.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import type { Visitor } from './open-room.ts';
import { keepCard } from './passphrase-card.ts';
import { cardOf, inviteInPage, toArchive, toPeople } from './people-page.ts';
import { askForPlayer, expectBlurredUntilHeld } from './stage.ts';

// Olga is in a case, and has forgotten her passphrase. She comes in anew; what was received before opens with her new keys.

describe.skipIf(!hasChromium)('a forgotten passphrase, to the end', () => {
	let room: FilmRoom;
	let film: string;
	let olga: Visitor;
	let steward: Page;
	let lead: Page;
	/** How Olga's keys are called: those she had, and those she makes. */
	let before: string;
	let now: string;
	/** The page where she comes in anew, and the passphrase of it. */
	let page: Page;
	let words: string;

	beforeAll(async () => {
		room = await openFilmRoom('editor');
		[film] = (await room.take(FILM)) as [string];
		before = pseudonym(room.other.identity.keys.sign);
		const names = { [room.other.identity.keys.sign]: 'Olga' };
		olga = await room.person(room.other);
		steward = (await room.person(room.live.steward, { names })).page;
		lead = (await room.person(room.lead, { names })).page;
	});
	afterAll(() => room?.close());

	const go = (path: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), path);
	const events = () => page.locator('[data-event]').allTextContents();

	test('the door says what to do, and the browser that has the old keys makes new ones by a new invite', async () => {
		await olga.page.reload();
		await olga.page.getByRole('button', { name: 'Forgotten passphrase' }).click();
		await olga.page
			.getByText('You come in anew, with new keys. But a case of which you are the only lead stays closed to you')
			.waitFor();
		await olga.page.getByText('Ask a steward for a new invite').waitFor();
		await expectAccessible(olga.page);

		await toArchive(steward);
		const link = await inviteInPage(steward, 'Olga');
		await steward.getByRole('link', { name: 'Back to the people' }).click();
		page = await olga.tab();
		await page.goto(link);
		await page.getByLabel(/Your name/).fill('Olga');
		await page.getByRole('button', { name: 'Make my keys' }).click();
		words = await keepCard(page);
		const print = (await page.getByText(/^([0-9a-f]{4} ?){8}$/).textContent()) ?? '';
		now = pseudonym(print.replaceAll(' ', ''));
		expect(now).not.toBe(before);
		const card = cardOf(steward, print.replaceAll(' ', ''));
		await card.waitFor();
		expect((await card.locator('ol[aria-label=Fingerprint] li').allTextContents()).join(' ')).toBe(print.trim());
	});

	test('a steward lets the new keys in for the old: she is in, and her case waits for its lead', async () => {
		const card = cardOf(steward, now.slice(2));
		await card.getByRole('combobox', { name: /Were they here before/ }).click();
		await steward.getByRole('option', { name: /Olga/ }).click();
		await card.getByRole('checkbox', { name: 'We spoke' }).check();
		await card.getByRole('button', { name: 'Let in' }).click();
		await card.waitFor({ state: 'detached' });
		await page.getByRole('heading', { name: 'Cases' }).waitFor();
		await page.getByText('You are not in any case yet').waitFor();
		expect(await page.getByRole('link', { name: 'a case' }).count()).toBe(0);
		await go(`/review/${room.open.id}/${film}`);
		await page.getByText('You are not a member of this case').waitFor();
	});

	test('the lead compares by voice and gives the new keys the case: an item received before opens', async () => {
		await toPeople(lead);
		await lead.getByText('Olga waits for the case key').waitFor();
		await lead.getByRole('button', { name: 'Give the new keys the case' }).click();
		const dialog = lead.getByRole('dialog');
		const read = async () => (await dialog.locator('ol[aria-label=Fingerprint] li').allTextContents()).join('');
		await expect.poll(read).toContain(now.slice(2));
		await lead.route('**/v1/statements', withoutNewKey);
		await dialog.getByRole('button', { name: 'The same: give it' }).click();
		await lead.getByText('Olga waits for the case key').waitFor({ state: 'detached' });
		const wanted = lead.getByRole('alert').filter({ hasText: 'This case should get a new key' });
		await wanted.waitFor();
		expect(await lead.getByText('can open the case again').count(), 'nothing is said to be well').toBe(0);
		await lead.unroute('**/v1/statements');
		await wanted.getByRole('button', { name: 'Give it a new key' }).click();
		await dialog.getByRole('button', { name: 'Give it a new key' }).click();
		await wanted.waitFor({ state: 'detached' });

		// Nobody touched her page.
		await page.getByRole('heading', { level: 1 }).waitFor();
		await askForPlayer(page);
		await expectBlurredUntilHeld(page);
	});

	test('the ledger says so: who took the new keys in and put out the old, and which keys opened', async () => {
		await go(`/custody/${room.open.id}/${film}`);
		await page.getByText('none left out between them').waitFor();
		const opened = (await events()).filter((one) => one.includes('item could be opened'));
		expect(opened).toHaveLength(1);
		expect(opened[0]).toContain(now);
		expect(opened[0]).toContain('Verified on this device');
		await go(`/custody/${room.open.id}`);
		await page.locator('[data-event]', { hasText: 'removed from the case' }).waitFor();
		const told = await events();
		const about = (what: string, key: string): string[] =>
			told.filter((one) => one.includes(what) && one.includes(key) && one.includes('Verified on this device'));
		expect(about('Person admitted to the case', before)).toHaveLength(1);
		expect(about('Person admitted to the case', now)).toHaveLength(1);
		expect(about('Person removed from the case', before)).toHaveLength(1);
		await toArchive(page);
		const rows = page.getByRole('listitem');
		await rows.filter({ hasText: `Came back with these keys. Before: ${before}` }).waitFor();
		await rows.filter({ hasText: before }).getByText('suspended').first().waitFor();
	});

	test('from then on the door asks for the new passphrase first, though the old keys lie in this browser too', async () => {
		await page.reload();
		const who = page.getByRole('combobox', { name: 'Who are you?' });
		await who.waitFor();
		await expect.poll(() => who.inputValue()).toBe(now);
		await expectAccessible(page);
		await page.getByRole('textbox', { name: 'Passphrase' }).fill(words);
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
		await page.reload();
		await who.click();
		await page.getByRole('option', { name: before }).click();
		await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('your access is suspended').waitFor();
	});
});

/** The archive does all that is asked but the case's new key: for that it is away. */
async function withoutNewKey(route: Route): Promise<void> {
	const { statements } = route.request().postDataJSON() as { statements: { statement: string }[] };
	const at = statements.findIndex((one) => one.statement.includes('"case.rekeyed"'));
	if (at < 0) return route.continue();
	const away = statements.slice(at).map(() => ({ error: { code: 'unavailable', message: 'away' } }));
	if (at === 0) return route.fulfill({ json: { outcomes: away } });
	const response = await route.fetch({ postData: { statements: statements.slice(0, at) } });
	const { outcomes } = (await response.json()) as { outcomes: unknown[] };
	await route.fulfill({ response, json: { outcomes: [...outcomes, ...away] } });
}
