import type { Locator, Page } from 'playwright-core';
import { pseudonym } from '../../src/client/identity.ts';

/** To the people, by the rooms at the side. */
export const toPeople = (page: Page): Promise<void> =>
	page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();

/** To everybody in the archive. */
export async function toArchive(page: Page): Promise<void> {
	await toPeople(page);
	await page.getByRole('tab', { name: 'In the archive' }).click();
	await page.getByRole('heading', { name: 'Everybody in the archive' }).waitFor();
}

/** Invites in the page and gives what the link holds. */
export async function inviteInPage(page: Page, name: string): Promise<string> {
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await page.getByLabel('Who is it for?').fill(name);
	await page.getByRole('button', { name: 'Make the invite' }).click();
	await page.getByText('It is shown once').waitFor();
	return page.getByLabel('Invite link').inputValue();
}

/** The card of who asks under this key. */
export const cardOf = (page: Page, key: string): Locator =>
	page.getByRole('heading', { level: 3, name: pseudonym(key) }).locator('xpath=ancestor::div[.//form][1]');
