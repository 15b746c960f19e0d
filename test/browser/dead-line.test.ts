import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { createPutBlob } from '../../src/web/put/put-blob.ts';
import { hasChromium } from './chromium.ts';
import { openVisitors, type Visitors } from './visitors.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

// A line that dies without a word: neither an answer nor an error comes, ever.
describe.skipIf(!hasChromium)('a part that is sent into a dead line', () => {
	let server: Server;
	let people: Visitors;
	/** What came in, by path. */
	const met = new Map<string, number>();

	beforeAll(async () => {
		const { outputFiles } = await build({
			entryPoints: [join(SRC, 'web/put/put-blob.ts')],
			bundle: true,
			write: false,
			format: 'iife',
			globalName: 'parts',
		});
		server = createServer((request, response) => {
			const path = request.url ?? '';
			if (request.method !== 'PUT')
				return response
					.setHeader('content-type', 'text/html')
					.end(`<link rel="icon" href="data:,"><script>${outputFiles[0]?.text}</script>`);
			met.set(path, (met.get(path) ?? 0) + 1);
			request.resume();
			if (path !== '/dead') request.on('end', () => response.writeHead(409).end('"not so"'));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		people = await openVisitors(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	});
	afterAll(async () => {
		await people?.close();
		server?.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	test('is given up as unanswered, and the next one goes', async () => {
		const visitor = await people.visitor();
		await visitor.page.goto('/');
		const said = await visitor.page.evaluate(async () => {
			const { parts } = window as unknown as { parts: { createPutBlob: typeof createPutBlob } };
			const put = parts.createPutBlob(1, 300);
			const to = (path: string) => put(new URL(path, location.href), { 'x-of': 'a part' }, new Uint8Array(70_000));
			const dead = to('/dead').catch((error: { code: string }) => error.code);
			return [await dead, await to('/alive')];
		});
		expect(said).toEqual(['unavailable', { status: 409, text: '"not so"' }]);
		expect([met.get('/dead'), met.get('/alive')]).toEqual([1, 1]);
		visitor.takeComplaints();
	});
});
