import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** WCAG 2.2 at level AA, and what it builds on. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Not of WCAG, and not to be had: the library's dialogs have a `header` of their own. */
const EXCEPT = ['landmark-no-duplicate-banner', 'landmark-unique'];

/**
 * Fails with what axe finds on the page as it stands; `except` names rules that do not hold for a stated reason. A page
 * that is just changing is looked at again for a few seconds: what stays is the finding.
 */
export async function expectAccessible(page: Page, except: readonly string[] = []): Promise<void> {
	await expect
		.poll(() => violationsOn(page, [...EXCEPT, ...except]), { timeout: 6_000, interval: 300, message: page.url() })
		.toEqual([]);
}

async function violationsOn(page: Page, except: readonly string[]): Promise<string[]> {
	// Half-faded colours are nobody's contrast.
	await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
	await page.evaluate(axe.source);
	const { violations } = (await page.evaluate(
		([rules, disabled]) =>
			(window as unknown as { axe: typeof axe }).axe.run(document, {
				runOnly: rules as string[],
				rules: Object.fromEntries((disabled as string[]).map((rule) => [rule, { enabled: false }])),
			}),
		[RULES, except] as const,
	)) as AxeResults;
	return violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => node.html).join('\n  ')}`);
}
