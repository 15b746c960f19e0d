import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtWeb } from '../../src/entry/build-web.ts';
import { openWebFiles, withWeb } from '../../src/entry/web-files.ts';
import { type Live, listen, startLive } from '../system/live.ts';
import { table } from './route-table.ts';

let live: Live;
let address: string;
let close: () => Promise<unknown>;
beforeAll(async () => {
	live = await startLive();
	const web = await openWebFiles(await builtWeb(join(tmpdir(), 'custos-web'), () => {}), { https: false });
	const { http, server } = await listen(withWeb(live.api.fetch, web));
	address = server;
	close = () => new Promise((resolve) => http.close(resolve));
});
afterAll(async () => {
	await close?.();
	await live?.close();
});

const routes = Object.keys(table).map((route) => route.split(' ') as [string, string]);

describe('44 another site in the same browser', () => {
	test('no route answers it, with or without a session', async () => {
		const token = await live.steward.bearer();
		for (const [method, path] of routes)
			for (const site of ['cross-site', 'same-site'])
				for (const session of [{}, { authorization: `Bearer ${token}` }]) {
					const response = await fetch(`${address}${path}`, {
						method,
						headers: { 'sec-fetch-site': site, origin: 'https://other.example', ...session },
						...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
					});
					expect(response.status, `${method} ${path}`).toBe(403);
					expect(((await response.json()) as { code: string }).code).toBe('denied');
				}
	});

	test('no answer allows another origin to read it, and no preflight succeeds', async () => {
		for (const [method, path] of routes) {
			const preflight = await fetch(`${address}${path}`, {
				method: 'OPTIONS',
				headers: {
					origin: 'https://other.example',
					'access-control-request-method': method,
					'access-control-request-headers': 'authorization, content-type',
				},
			});
			expect(preflight.ok, path).toBe(false);
			const asked = await fetch(`${address}${path}`, { headers: { origin: 'https://other.example' } });
			for (const { headers } of [preflight, asked])
				expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
		}
	});

	test('there is nothing a browser would send by itself: no cookie is ever set, and none counts', async () => {
		const token = await live.steward.bearer();
		for (const path of ['/', '/cases', '/v1/archive', '/v1/people', '/assets/none.js']) {
			const response = await fetch(`${address}${path}`, { headers: { cookie: `session=${token}; token=${token}` } });
			expect(response.headers.get('set-cookie')).toBeNull();
			if (path === '/v1/people') expect(response.status).toBe(401);
		}
	});

	test('a form of another site, sent as text, does nothing', async () => {
		const response = await fetch(`${address}/v1/statements`, {
			method: 'POST',
			headers: { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
			body: JSON.stringify({ statements: [] }),
		});
		expect(response.status).toBe(403);
	});
});

describe('44 the page’s own rules', () => {
	test('nothing from elsewhere, nothing inline, no frame, no address passed on', async () => {
		for (const path of ['/', '/cases', '/review/x/y', '/index.html', '/no-such-page']) {
			const { headers, status } = await fetch(`${address}${path}`);
			// Under the same rules where there is no page.
			expect(status, path).toBe(['/', '/cases'].includes(path) ? 200 : 404);
			const policy = new Map(
				(headers.get('content-security-policy') ?? '').split('; ').map((one) => {
					const [name, ...values] = one.split(' ');
					return [name as string, values] as const;
				}),
			);
			expect(policy.get('default-src')).toEqual(["'none'"]);
			expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
			expect(policy.get('base-uri')).toEqual(["'none'"]);
			expect(policy.get('form-action')).toEqual(["'none'"]);
			expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
			expect(
				policy.get('script-src')?.filter((one) => /unsafe-(inline|eval)|nonce|http|data|blob|\*/.test(one)),
			).toEqual(policy.get('script-src')?.includes("'wasm-unsafe-eval'") ? ["'wasm-unsafe-eval'"] : []);
			expect(
				[...policy.values()].flat().filter((one) => /unsafe-inline|'unsafe-eval'|https?:|data:|\*/.test(one)),
			).toEqual([]);
			expect(headers.get('x-frame-options')).toBe('DENY');
			expect(headers.get('referrer-policy')).toBe('no-referrer');
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
			expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
			expect(headers.get('permissions-policy')).toContain('camera=()');
			expect(headers.get('cache-control')).toBe('no-store');
		}
	});

	test('every page has a value of its own for its styles, and puts it nowhere near a script from text', async () => {
		const pages = await Promise.all([1, 2].map(async () => (await fetch(`${address}/`)).text()));
		const [one, two] = pages.map((page) => /property="csp-nonce" nonce="([^"]+)"/.exec(page)?.[1]);
		expect(one).toMatch(/^[A-Za-z0-9+/]{24}$/);
		expect(two).not.toBe(one);
		expect(pages[0]).not.toContain('CUSTOS_NONCE');
		expect(pages[0]).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style="/);
	});

	test('files come with their type, hashed ones may be kept, and nothing outside the folder is served', async () => {
		const page = await (await fetch(`${address}/`)).text();
		const [script] = /\/assets\/[^"]+\.js/.exec(page) as unknown as [string];
		for (const encoding of ['identity', 'gzip', 'br']) {
			const file = await fetch(`${address}${script}`, { headers: { 'accept-encoding': encoding } });
			expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
			expect(file.headers.get('cache-control')).toContain('immutable');
			expect((await file.text()).length).toBeGreaterThan(100_000);
		}
		for (const path of [
			'/assets/../../package.json',
			'/..%2fpackage.json',
			'/assets/none.js',
			'/.git/config',
			'/x.map',
		])
			expect((await fetch(`${address}${path}`)).status, path).toBe(404);
		expect((await fetch(`${address}/`, { method: 'POST', body: 'x' })).status).toBe(405);
	});
});
