import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { builtWeb } from '../../src/entry/build-web.ts';
import { openWebFiles, type WebFiles, withWeb } from '../../src/entry/web-files.ts';
import { type Live, listen, startLive } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { madeBag } from './made-bag.ts';
import { openVisitors, type Visitor, type Visitors } from './visitors.ts';

const KEPT = 'opens again without one';

describe.skipIf(!hasChromium)('verify without a network', () => {
	let live: Live;
	let folder: string;
	let zip: string;
	let http: Awaited<ReturnType<typeof listen>>['http'];
	let people: Visitors;
	let visitor: Visitor;
	let page: Page;
	let context: BrowserContext;
	/** Two versions of the room, of which the server gives one. */
	let versions: [WebFiles, WebFiles];
	let served: WebFiles;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-verify-offline-'));
		const built = await builtWeb(join(tmpdir(), 'custos-web'), () => {});
		versions = [
			await openWebFiles(built, { https: false }),
			await openWebFiles(await another(built), { https: false }),
		];
		served = versions[0];
		live = await startLive();
		zip = join(folder, 'bag.zip');
		await writeFile(zip, await madeBag(live));
		const listening = await listen(withWeb(live.api.fetch, (request) => served(request)));
		http = listening.http;
		people = await openVisitors(listening.server);
		visitor = await people.visitor();
		({ page, context } = visitor);
	});
	afterAll(async () => {
		const closed = await Promise.allSettled([people?.close()]);
		await new Promise((resolve) => {
			http.close(resolve);
			if ('closeAllConnections' in http) http.closeAllConnections();
		});
		await live.close();
		await rm(folder, { recursive: true, force: true });
		for (const one of closed) if (one.status === 'rejected') throw one.reason;
	});

	/** The same room with another page, as a later build would be. */
	async function another(built: string): Promise<string> {
		const copy = join(folder, 'later');
		await cp(built, copy, { recursive: true });
		const html = await readFile(join(copy, 'index.html'), 'utf8');
		const later = html.replace('<head>', '<head><meta name="later">');
		expect(later).not.toBe(html);
		const hash = (text: string): string => toHex(platform.sha256(new TextEncoder().encode(text)));
		const script = await readFile(join(copy, 'service-worker.js'), 'utf8');
		expect(script).toContain(hash(html));
		await writeFile(join(copy, 'index.html'), later);
		await writeFile(join(copy, 'service-worker.js'), script.replace(hash(html), hash(later)));
		return copy;
	}

	const isLater = (): Promise<boolean> => page.evaluate(() => document.querySelector('meta[name=later]') !== null);
	const check = async (): Promise<void> => {
		await page.getByLabel('Choose the zip').first().setInputFiles(zip);
		await page.getByText('origin is NOT confirmed').waitFor();
		expect(await page.getByRole('img', { name: 'does not hold' }).count()).toBe(0);
	};
	const offline = async (): Promise<void> => {
		// What the browser itself kept of the files does not help.
		const devtools = await context.newCDPSession(page);
		await devtools.send('Network.clearBrowserCache');
		await devtools.detach();
		await context.setOffline(true);
	};

	test('the page opens after a reload, and checks a bag; other rooms and the archive do not answer', async () => {
		await page.goto('/verify');
		await page.getByText(KEPT).waitFor({ timeout: 60_000 });
		await offline();
		await page.reload();
		await page.getByText(KEPT).waitFor({ timeout: 60_000 });
		await expectAccessible(page);
		await check();
		expect(await page.evaluate(() => fetch('/v1/archive').then(String, () => 'nothing'))).toBe('nothing');
		const tab = await visitor.tab();
		await expect(tab.goto('/cases')).rejects.toThrow();
		await tab.close();
	});

	test('only files of this very build are there; each page has a nonce of its own', async () => {
		const files = await page.evaluate(async () => {
			const all = await (await caches.open((await caches.keys())[0] ?? '')).keys();
			return all.map((one) => new URL(one.url).pathname);
		});
		expect(files.filter((path) => !/^\/assets\/[\w.-]+-[\w-]{8}\.\w+$/.test(path))).toEqual(['/verify']);
		const nonce = (): Promise<string | undefined> =>
			page.evaluate(() => document.querySelector<HTMLElement>('[nonce]')?.nonce);
		const first = await nonce();
		await page.reload();
		await page.getByText(KEPT).waitFor({ timeout: 60_000 });
		expect(first).toMatch(/^[\w+/]{24}$/);
		expect(await nonce()).not.toBe(first);
	});

	test('with a network the newest room is there at once, and of the older one nothing stays', async () => {
		served = versions[1];
		await context.setOffline(false);
		await page.reload();
		expect(await isLater()).toBe(true);
		await page.getByText(KEPT).waitFor({ timeout: 60_000 });
		await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
		await offline();
		await page.reload();
		expect(await isLater()).toBe(true);
		await page.getByText(KEPT).waitFor({ timeout: 60_000 });
		await check();
	});

	test('a kept file that was altered is not run', async () => {
		await page.evaluate(async () => {
			const cache = await caches.open((await caches.keys())[0] ?? '');
			for (const one of await cache.keys()) {
				if (!/\/assets\/index-.*\.js$/.test(one.url)) continue;
				const before = await cache.match(one);
				const text = `globalThis.altered = true;\n${await before?.text()}`;
				await cache.put(one, new Response(text, { headers: before?.headers ?? {} }));
			}
		});
		await offline();
		visitor.takeComplaints();
		await page.reload();
		// The browser says that it was refused.
		await expect.poll(() => visitor.takeComplaints().length).toBeGreaterThan(0);
		expect(await page.getByRole('heading').count()).toBe(0);
		expect(await page.evaluate(() => 'altered' in globalThis)).toBe(false);
		visitor.takeComplaints();
	});
});
