import type { Page } from 'playwright-core';

/** Copies the words off the card, types the one that is asked for, and goes on. */
export async function keepCard(page: Page): Promise<string> {
	const asked = (await page.getByText(/Type word number \d/).textContent()) ?? '';
	const card = await page.locator('ol[lang=en] li').allTextContents();
	await page.getByLabel(/Type word number/).fill(card[Number(/\d/.exec(asked)?.[0]) - 1] as string);
	await page.getByRole('button', { name: 'Continue' }).click();
	return card.join(' ');
}
