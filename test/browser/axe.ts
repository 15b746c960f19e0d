import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 at level AA, and what it builds on. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Not of WCAG, and not to be had: the library's dialogs have a `header` of their own. */
const EXCEPT = ['landmark-no-duplicate-banner', 'landmark-unique'];

/** What axe finds on the page as it stands, but for the rules in `except`. `only`: nothing but these rules. */
export async function violationsOn(
	page: Page,
	except: readonly string[] = [],
	only?: readonly string[],
): Promise<string[]> {
	// Half-faded colours are nobody's contrast: what has just changed begins to fade with the next frame.
	await page.evaluate(async () => {
		for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
		await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
	});
	await page.evaluate(axe.source);
	const wish = {
		runOnly: only === undefined ? { type: 'tag', values: RULES } : { type: 'rule', values: [...only] },
		rules: Object.fromEntries([...EXCEPT, ...except].map((rule) => [rule, { enabled: false }])),
	};
	const { violations } = (await page.evaluate(
		(asked) => (window as unknown as { axe: typeof axe }).axe.run(document, asked as axe.RunOptions),
		wish,
	)) as AxeResults;
	return violations.map(({ id, help, nodes }) => {
		const seen = nodes.map(({ html, failureSummary = '' }) => `${html}\n  ${failureSummary}`);
		return `${id}: ${help}\n  ${seen.join('\n  ')}`;
	});
}
