import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { storeIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { openBagZip } from '../../src/report/node/bag-zip.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, listen, openCase, startLive } from '../system/live.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import type { SignedIn } from './play/page.ts';

describe.skipIf(!hasChromium)('a report made in a browser', () => {
	test('is confirmed there, and by the command line’s verifier', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'custos-report-page-'));
		const bundled = await build({
			absWorkingDir: join(import.meta.dirname, '../..'),
			entryPoints: ['test/browser/report-page.ts'],
			bundle: true,
			write: false,
			format: 'esm',
			platform: 'browser',
			logLevel: 'silent',
		});
		const { fonts, verifyScript, verifyPage } = await reportAssets();
		const files = new Map<string, [type: string, body: Uint8Array]>([
			['/', ['text/html', utf8('<!doctype html><script type="module" src="/page.js"></script>')]],
			['/page.js', ['text/javascript', bundled.outputFiles[0]?.contents ?? new Uint8Array()]],
			['/sans.ttf', ['font/ttf', fonts.sans]],
			['/bold.ttf', ['font/ttf', fonts.bold]],
			['/mono.ttf', ['font/ttf', fonts.mono]],
			['/verify.sh', ['text/plain', verifyScript]],
			['/verify-page.txt', ['text/plain', verifyPage]],
		]);
		const live = await startLive();
		const { http, server } = await listen((request) => {
			const file = files.get(new URL(request.url).pathname);
			if (file === undefined) return live.api.fetch(request);
			return new Response(Uint8Array.from(file[1]), { headers: { 'content-type': file[0] } });
		});
		const browser = await launchChromium();
		try {
			await enrolWorker(live);
			const lead = await live.enrol();
			const open = await openCase(lead);
			const item = await deposit(lead, open, await openIntake(lead, open, { received: 'by hand' }), utf8('footage'));
			const page = await (await browser.newContext({ baseURL: server })).newPage();
			await page.goto('/');
			await page.waitForFunction(() => 'make' in window);
			const who: SignedIn = { pin: { ...live.pin, server }, identity: storeIdentity(lead.identity) };
			const asked = `make(${JSON.stringify(who)}, [${JSON.stringify(item.id)}])`;
			const made = (await page.evaluate(asked)) as { zip: string; result: string };
			expect(made.result).toBe('confirmed');
			const path = join(folder, 'bag.zip');
			await writeFile(path, Buffer.from(made.zip, 'base64'));
			const bag = await openBagZip(path);
			const verdict = await verifyBag(bag, { logKey: lead.archive.founding.log });
			expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
			expect(verdict.result).toBe('confirmed');
			const original = (await bag.list()).find((name) => name.includes('/original'));
			expect(await bag.read(String(original))).toEqual(utf8('footage'));
			expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK');
		} finally {
			await browser.close();
			await new Promise((resolve) => {
				http.close(resolve);
				if ('closeAllConnections' in http) http.closeAllConnections();
			});
			await live.close();
			await rm(folder, { recursive: true });
		}
	});
});
