import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Fails unless the page, laid out for paper, shows this card whole and no other words, no wider than the sheet and in the
 * light, though the screen turns dark in the same moment. Resolves with what is then to be read.
 */
export async function expectAloneOnPaper(page: Page, card: Locator): Promise<string> {
	const onScreen = await words(card);
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	const printed = await words(card);
	expect(printed, 'the whole card').toBe(onScreen);
	expect(await words(page.locator('body')), 'nothing but the card').toBe(printed);
	const scheme = (name: string) =>
		page.locator(`html[data-mantine-color-scheme=${name}]`).waitFor({ state: 'attached' });
	await scheme('light');
	const cut = await card.evaluate((one) => one.scrollWidth - one.clientWidth);
	expect(cut, 'nothing is cut off').toBeLessThanOrEqual(0);
	await page.emulateMedia({ media: null });
	await scheme('dark');
	await page.emulateMedia({ colorScheme: 'light' });
	await scheme('light');
	return printed;
}

/** What is shown of it: not the text of what is hidden. */
async function words(of: Locator): Promise<string> {
	// biome-ignore lint/performance/useDomNodeTextContent: what is hidden has text content, too.
	return (await of.innerText()).trim();
}
