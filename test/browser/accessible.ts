import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violationsOn } from './axe.ts';

/**
 * Fails with what axe finds on the page as it stands, in the light and in the dark; `except` names rules that do not hold
 * for a stated reason. A page that is just changing is looked at again for a while: what stays is the finding.
 */
export async function expectAccessible(page: Page, except: readonly string[] = []): Promise<void> {
	const finds = (only?: readonly string[]) =>
		expect.poll(() => violationsOn(page, except, only), { interval: 300, message: page.url() }).toEqual([]);
	await finds();
	const scheme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
	await wear(page, scheme === 'dark' ? 'light' : 'dark');
	// Nothing but colours is different then.
	await finds(['color-contrast']);
	await wear(page, scheme);
}

async function wear(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
	await page.emulateMedia({ colorScheme });
	await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
}
