import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Connection } from '../../../src/client/connection.ts';
import { storeIdentity } from '../../../src/client/identity.ts';
import { openWebFiles, withWeb } from '../../../src/entry/web-files.ts';
import { type Live, type LiveOptions, listen, startLive } from '../../system/live.ts';
import { launchChromium } from '../chromium.ts';
import type { Player, SignedIn } from './page.ts';
import { servePlain } from './plain.ts';

/** An archive with a bare page that has the room's player and nothing else, under the room's own rules, and a browser. */
export interface OpenedPlayer {
	readonly live: Live;
	readonly address: string;
	readonly browser: Browser;
	/** Serves these bytes in the clear with ranges, to compare with; the address. */
	plain(bytes: Uint8Array): string;
	signedIn(connection: Connection): SignedIn;
	/** A page with `window.player`. */
	page(): Promise<Page>;
	close(): Promise<void>;
}

const html =
	'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>player</title></head><body><video></video><script type="module" src="/page.js"></script></body></html>';

/** Starts it; about two seconds. */
export async function openPlayer(options: LiveOptions = {}): Promise<OpenedPlayer> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-player-'));
	const root = join(import.meta.dirname, '../../..');
	await build({
		absWorkingDir: root,
		entryPoints: { page: 'test/browser/play/page.ts', 'service-worker': 'src/web/service-worker.ts' },
		outdir: folder,
		bundle: true,
		minify: true,
		format: 'esm',
		platform: 'browser',
		logLevel: 'silent',
	});
	await writeFile(join(folder, 'index.html'), html);
	const web = await openWebFiles(folder, { https: false });
	const live = await startLive(options);
	const plain = servePlain();
	const { http, server } = await listen(
		withWeb(live.api.fetch, async (request) => plain.answer(request) ?? web(request)),
	);
	const browser = await launchChromium();
	const context = await browser.newContext({ baseURL: server });
	return {
		live,
		address: server,
		browser,
		plain: plain.add,
		signedIn: (connection) => ({ pin: { ...live.pin, server }, identity: storeIdentity(connection.identity) }),
		async page() {
			const page = await context.newPage();
			await page.goto('/');
			await page.waitForFunction(() => 'player' in window);
			return page;
		},
		async close() {
			await browser.close();
			await new Promise((resolve) => {
				http.close(resolve);
				if ('closeAllConnections' in http) http.closeAllConnections();
			});
			await live.close();
			await rm(folder, { recursive: true });
		},
	};
}

/** Calls the player in a page. */
export async function call<N extends keyof Player>(
	page: Page,
	name: N,
	...args: Parameters<Player[N]>
): Promise<Awaited<ReturnType<Player[N]>>> {
	const result: unknown = await page.evaluate(run, { name, args: args as unknown[] });
	return result as Awaited<ReturnType<Player[N]>>;
}

/** In the page. */
function run({ name, args }: { name: string; args: unknown[] }): unknown {
	const { player } = window as unknown as { player: Record<string, (...args: unknown[]) => unknown> };
	return player[name]?.(...args);
}
