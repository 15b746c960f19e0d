import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** Somebody with a browser of their own. */
export interface Visitor {
	readonly context: BrowserContext;
	readonly page: Page;
	/** Another tab of the same browser. */
	tab(): Promise<Page>;
	/** What the pages complained of so far, taken out: for tests that expect a complaint. */
	takeComplaints(): string[];
}

/** A browser, and the people who come with it to one address. */
export interface Visitors {
	readonly browser: Browser;
	/** Another person: storage of their own. */
	visitor(options?: BrowserContextOptions): Promise<Visitor>;
	/** Closes the browser. Throws if a page said something on its console that no test took. */
	close(): Promise<void>;
}

export async function openVisitors(address: string): Promise<Visitors> {
	const browser = await launchChromium();
	const all: string[][] = [];
	return {
		browser,
		async visitor(more = {}) {
			const context = await browser.newContext({ locale: 'en-GB', ...more, baseURL: address });
			context.setDefaultTimeout(45_000);
			const complaints: string[] = [];
			all.push(complaints);
			context.on('console', (message) => {
				// Chromium itself reports every refusal of the API; what the page makes of them is for the tests to look at.
				const refusal = message.location().url.startsWith(`${address}/v1/`) && /^Failed to load/.test(message.text());
				if (/^(error|warning)$/.test(message.type()) && !refusal) complaints.push(message.text());
			});
			context.on('weberror', (error) => complaints.push(String(error.error().stack)));
			return {
				context,
				page: await context.newPage(),
				tab: () => context.newPage(),
				takeComplaints: () => complaints.splice(0),
			};
		},
		async close() {
			await browser.close();
			if (all.flat().length > 0) throw new Error(`the pages complained:\n${all.flat().join('\n')}`);
		},
	};
}
