import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Connection } from '../../src/client/connection.ts';
import { builtWeb } from '../../src/entry/build-web.ts';
import { openWebFiles, withWeb } from '../../src/entry/web-files.ts';
import { type Live, type LiveOptions, listen, startLive } from '../system/live.ts';
import { carriedProfile, PASSPHRASE } from './carried-profile.ts';
import { launchChromium } from './chromium.ts';

/** An archive with its review room, and a browser to go there with. */
export interface OpenedRoom {
	readonly live: Live;
	/** Where the room and the API are. */
	readonly address: string;
	/** The real browser; each `visitor` is another person's: storage of their own. */
	readonly browser: Browser;
	visitor(options?: BrowserContextOptions): Promise<Visitor>;
	/**
	 * Somebody who is in already: the keys of `connection`, carried here in a file, opened at the door in a second or so.
	 * `names`: how they call people, by key.
	 */
	person(
		connection: Connection,
		options?: BrowserContextOptions & { names?: Readonly<Record<string, string>> },
	): Promise<Visitor>;
	/** Unlocks a page that was reloaded, as a person of `person`. */
	unlock(page: Page): Promise<void>;
	/** Ends everything. Throws if a page said something on its console that no test asked for. */
	close(): Promise<void>;
}

/** Somebody with a browser of their own. */
export interface Visitor {
	readonly context: BrowserContext;
	readonly page: Page;
	/** Another tab of the same browser. */
	tab(): Promise<Page>;
	/** What the pages complained of so far, taken out: for tests that expect a complaint. */
	takeComplaints(): string[];
}

/** Starts an archive with the room, about two seconds; builds the room first if its sources are newer. */
export async function openRoom(options: LiveOptions = {}): Promise<OpenedRoom> {
	const folder = await builtWeb(join(tmpdir(), 'custos-web'), () => {});
	const web = await openWebFiles(folder, { https: false });
	const live = await startLive(options);
	const { http, server } = await listen(withWeb(live.api.fetch, web));
	const browser = await launchChromium();
	const visitors: { visitor: Visitor; complaints: string[] }[] = [];
	const opened: OpenedRoom = {
		live,
		address: server,
		browser,
		async visitor(more = {}) {
			const context = await browser.newContext({ locale: 'en-GB', ...more, baseURL: server });
			context.setDefaultTimeout(20_000);
			const complaints: string[] = [];
			context.on('console', (message) => {
				// Chromium itself reports every refusal of the API; what the page makes of them is for the tests to look at.
				const refusal = message.location().url.startsWith(`${server}/v1/`) && /^Failed to load/.test(message.text());
				if (/^(error|warning)$/.test(message.type()) && !refusal) complaints.push(message.text());
			});
			context.on('weberror', (error) => complaints.push(String(error.error().stack)));
			const visitor: Visitor = {
				context,
				page: await context.newPage(),
				tab: () => context.newPage(),
				takeComplaints: () => complaints.splice(0),
			};
			visitors.push({ visitor, complaints });
			return visitor;
		},
		async person(connection, { names = {}, ...more } = {}) {
			const came = await opened.visitor(more);
			const { page } = came;
			const file = await carriedProfile(connection.identity, live.pin, names);
			await page.goto('/');
			await page.getByRole('button', { name: /saved my profile|профиль сохранён/ }).click();
			await page
				.locator('input[type=file]')
				.setInputFiles({ name: 'me.profile', mimeType: 'application/json', buffer: Buffer.from(file) });
			await opened.unlock(page);
			return came;
		},
		async unlock(page) {
			await page.locator('input[type=password]').fill(PASSPHRASE);
			await page.locator('button[type=submit]').click();
			await page.locator('#page').waitFor();
		},
		async close() {
			await browser.close();
			await new Promise((resolve) => {
				http.close(resolve);
				if ('closeAllConnections' in http) http.closeAllConnections();
			});
			await live.close();
			const complaints = visitors.flatMap((one) => one.complaints);
			if (complaints.length > 0) throw new Error(`the pages complained:\n${complaints.join('\n')}`);
		},
	};
	return opened;
}
