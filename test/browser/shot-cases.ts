import type { Page } from 'playwright-core';

/** The table of a case while something is selected, and the dialogs that this opens. */
export async function shootCases(page: Page, shoot: (part: string) => Promise<void>): Promise<void> {
	await page.getByRole('grid').getByRole('checkbox').nth(1).click();
	await page.getByRole('button', { name: /^(Share into another case|Открыть для другого дела)$/ }).waitFor();
	await shoot('selected');
	await page.getByRole('button', { name: /^(Share into another case|Открыть для другого дела)$/ }).click();
	await page.getByRole('dialog').locator('form').waitFor();
	await shoot('share');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').locator('input').waitFor();
	await shoot('commands');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.keyboard.press('?');
	await page.getByRole('dialog').waitFor();
	await shoot('keys');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
}
