import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page opened from a bag, and what it did besides showing itself. */
export interface BagPage {
	readonly page: Page;
	/** Addresses it asked for, its own left out: there must be none. */
	readonly asked: readonly string[];
	/** What it complained of: there must be nothing. */
	readonly complaints: readonly string[];
}

/** Opens verify.html of a bag as a file, as a reader does; somebody who notes every request and complaint looks on. */
export async function openBagPage(
	browser: Browser,
	path: string,
	options: BrowserContextOptions = {},
): Promise<BagPage> {
	const context = await browser.newContext({ locale: 'en-GB', ...options });
	context.setDefaultTimeout(45_000);
	const address = pathToFileURL(path).href;
	const [asked, complaints]: [string[], string[]] = [[], []];
	context.on('request', (request) => {
		// What is saved is handed over under an address of this page alone, which leads nowhere.
		if (request.url() !== address && !request.url().startsWith('blob:')) asked.push(request.url());
	});
	context.on('console', (message) => complaints.push(message.text()));
	context.on('weberror', (error) => complaints.push(String(error.error().stack)));
	const page = await context.newPage();
	await page.goto(address);
	return { page, asked, complaints };
}
