import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What has the focus, by the name people hear, and whether that is to be seen. */
export interface Focused {
	name: string;
	shown: boolean;
}

/** How long Tab is pressed for what may still be on its way: rounds of a page, on a loaded machine. */
const TAB_MS = 20_000;

/** Presses Tab until what has the focus is called so; each place on the way shows that it has it. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
	const met = new Set<string>();
	const until = Date.now() + TAB_MS;
	for (let i = 0; i < 90 || Date.now() < until; i += 1) {
		await page.keyboard.press('Tab');
		const at = await focusOn(page);
		if (at === undefined) continue;
		expect(at.shown, `the focus is seen on: ${at.name}`).toBe(true);
		if (name.test(at.name)) return;
		met.add(at.name);
	}
	throw new Error(`Tab never comes to ${name}:\n${[...met].join('\n')}`);
}

/** The same, to the one in this part of the page. */
export async function tabInto(page: Page, part: Locator, name: RegExp): Promise<void> {
	do await tabTo(page, name);
	while (!(await part.evaluate((one) => one.contains(document.activeElement))));
}

/** Waits until the dialog that opens has taken the focus: Tab would go on below it, and lose what it came to. */
export async function dialogHasFocus(page: Page): Promise<void> {
	await page.locator('[role=dialog] :focus').waitFor();
}

/** Types into the field with the focus and takes what its list offers for that. */
export async function pick(page: Page, text: string): Promise<void> {
	await page.keyboard.type(text);
	await take(page, text);
}

/** Takes this of what the open list offers. */
export async function take(page: Page, name: string | RegExp): Promise<void> {
	const offered = page.getByRole('option', { name });
	await offered.waitFor();
	// What opens the list forgets what is chosen in it, in a timer of its own: not after the first arrow.
	await page.evaluate(() => new Promise((done) => setTimeout(done, 10)));
	await expect
		.poll(async () => {
			if ((await offered.getAttribute('data-combobox-selected')) === null) await page.keyboard.press('ArrowDown');
			return offered.getAttribute('data-combobox-selected');
		})
		.not.toBeNull();
	await page.keyboard.press('Enter');
	await offered.waitFor({ state: 'hidden' });
}

/** Goes to a room by the palette. */
export async function toRoom(page: Page, name: string): Promise<void> {
	await page.keyboard.press('Control+k');
	// What is typed before the caret is there goes to the page below.
	await page.locator('[role=dialog] input:focus').waitFor();
	await page.keyboard.type(name);
	await page.locator('[role=dialog] [data-action][data-selected]').filter({ hasText: name }).waitFor();
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { level: 1, name }).waitFor();
	// One that was open before may still be on its way out.
	await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
}

/** What has the focus now; undefined where nothing has it. */
export function focusOn(page: Page): Promise<Focused | undefined> {
	return page.evaluate(focused);
}

/** What was done may have taken its own button away: the focus is on what is called so, and seen there. */
export async function focusKept(page: Page, name = /./): Promise<void> {
	await expect.poll(() => focusOn(page)).toEqual({ name: expect.stringMatching(name), shown: true });
}

/** In the page. */
function focused(): Focused | undefined {
	const at = document.activeElement;
	if (!(at instanceof HTMLElement) || at === document.body) return undefined;
	const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : undefined;
	const by = at.getAttribute('aria-labelledby');
	const name =
		at.getAttribute('aria-label') ??
		label?.textContent ??
		(by === null ? undefined : document.getElementById(by.split(' ')[0] ?? '')?.textContent) ??
		at.textContent;
	// The library's switches are drawn by their label, and so is the ring around them; that of a table by what it scrolls in.
	const box = at.matches('[role=grid]') ? at.parentElement : null;
	const drawn = box ?? (at.matches('input[type=radio]') && at.offsetWidth <= 1 ? (label ?? at) : at);
	const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn);
	const ring = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
	// A field of text shows its caret.
	const caret = at.matches('textarea, input:not([type=checkbox], [type=radio], [type=file])');
	const { width, height, bottom, right } = drawn.getBoundingClientRect();
	return { name: (name ?? '').trim(), shown: (ring || caret) && width > 0 && height > 0 && bottom > 0 && right > 0 };
}
