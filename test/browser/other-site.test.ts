import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

// 44: what another site, open in the same browser, can do to somebody who is in.
describe.skipIf(!hasChromium)('another site in the same browser', () => {
	let room: OpenedRoom;
	let anna: Visitor;
	/** The page of the other site that is open. */
	let last: Page | undefined;
	let server: Server;
	let elsewhere: string;
	/** What the archive answered to that page. */
	const answered: string[] = [];

	beforeAll(async () => {
		server = createServer((request, answer) => {
			answer.setHeader('cross-origin-resource-policy', 'cross-origin');
			if (request.url === '/run.js')
				answer.setHeader('content-type', 'text/javascript').end('window.ran = "elsewhere"');
			else answer.setHeader('content-type', 'text/html').end('<!doctype html><p>hello');
		});
		await new Promise<void>((done) => {
			server.listen(0, '127.0.0.1', done);
		});
		// Another name of this machine is another site.
		elsewhere = `http://localhost:${(server.address() as AddressInfo).port}/`;
		room = await openRoom();
		anna = await room.person(room.live.steward);
	});
	afterAll(async () => {
		// The browser says of each attempt that it stopped it.
		anna?.takeComplaints();
		await room?.close();
		await new Promise((done) => server.close(done));
	});

	async function fresh(): Promise<Page> {
		await last?.close();
		answered.length = 0;
		const page = await anna.tab();
		last = page;
		page.on('response', (one) => {
			if (one.url().startsWith(room.address)) answered.push(`${one.status()} ${new URL(one.url()).pathname}`);
		});
		await page.goto(elsewhere);
		return page;
	}

	test('cannot show the room in a frame, under something else to be pressed', async () => {
		const page = await fresh();
		await page.evaluate((src) => {
			const frame = Object.assign(document.createElement('iframe'), { src });
			document.body.append(frame);
			return new Promise((done) => frame.addEventListener('load', done));
		}, room.address);
		const [, framed] = page.frames();
		expect(framed?.url()).not.toContain(room.address);
		expect(await framed?.locator('#root, input, button').count()).toBe(0);
		const complaints: string[] = [];
		const complained = (): string => {
			complaints.push(...anna.takeComplaints());
			return complaints.join('\n');
		};
		await expect.poll(complained).toMatch(/frame-ancestors|X-Frame-Options/);
	});

	test('cannot ask the archive and read, with or without what the browser would send along', async () => {
		const page = await fresh();
		const outcomes = await page.evaluate(async (address) => {
			const asked = [
				['/v1/archive', {}],
				['/v1/people', { credentials: 'include' }],
				['/v1/people', { headers: { authorization: 'Bearer x' } }],
				['/v1/statements', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
				['/', {}],
			] as [string, RequestInit][];
			return Promise.all(
				asked.map(([path, how]) =>
					fetch(address + path, how).then(
						() => 'read',
						() => 'refused',
					),
				),
			);
		}, room.address);
		expect(outcomes).toEqual(Array(5).fill('refused'));
		expect(answered.filter((one) => one.includes('/v1/') && !/^4/.test(one))).toEqual([]);
	});

	test('cannot make it do something blindly: neither by a request whose answer it does not see, nor by a form', async () => {
		const page = await fresh();
		const opaque = await page.evaluate(async (address) => {
			const how = { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"statements":[]}' } as const;
			return fetch(`${address}/v1/statements`, how).then(
				(answer) => answer.type,
				() => 'refused',
			);
		}, room.address);
		expect(['opaque', 'refused']).toContain(opaque);
		const posted = page.waitForResponse((one) => one.request().isNavigationRequest());
		await page.evaluate((address) => {
			const form = document.createElement('form');
			Object.assign(form, { method: 'POST', action: `${address}/v1/statements`, enctype: 'text/plain' });
			const field = Object.assign(document.createElement('input'), { name: '{"statements":[],"x":"', value: '"}' });
			form.append(field);
			document.body.append(form);
			form.submit();
		}, room.address);
		expect((await posted).status()).toBe(403);
		await page.waitForLoadState();
		expect(answered.filter((one) => one.includes('/v1/') && !one.startsWith('403'))).toEqual([]);
	});

	test('cannot take its scripts or pictures into itself, nor hold on to a window of it', async () => {
		const page = await fresh();
		const script = await anna.page.locator('script[src]').first().getAttribute('src');
		const taken = await page.evaluate(
			(src) =>
				new Promise((done) => {
					const one = Object.assign(document.createElement('script'), { src });
					one.addEventListener('load', () => done('loaded'));
					one.addEventListener('error', () => done('refused'));
					document.body.append(one);
				}),
			new URL(script as string, room.address).href,
		);
		expect(taken).toBe('refused');
		const opening = anna.context.waitForEvent('page');
		await page.evaluate((address) => Object.assign(window, { held: window.open(address) }), room.address);
		const opened = await opening;
		await opened.getByRole('heading', { level: 1 }).waitFor();
		expect(await opened.evaluate(() => window.opener)).toBeNull();
		expect(await page.evaluate(() => (window as unknown as { held: Window }).held.closed)).toBe(true);
		await opened.close();
	});

	test('what got into the room’s page all the same makes no markup and no scripts of text, and brings none', async () => {
		const outcomes = await anna.page.evaluate(tryEverything, `${elsewhere}run.js`);
		expect(outcomes).toEqual({
			innerHTML: 'stopped',
			insertAdjacentHTML: 'stopped',
			'a document of text': 'stopped',
			'a frame of text': 'stopped',
			'new Function': 'stopped',
			'a script from elsewhere': 'stopped',
			'its address as an attribute': 'stopped',
			'an inline script': 'stopped',
			'text in a script': 'stopped',
			made: 0,
			ran: undefined,
		});
	});
});

/** In the page: each way to make elements or scripts, and whether it was stopped. */
async function tryEverything(src: string): Promise<Record<string, unknown>> {
	// What the browser's own tools call may do more than a page: after this it is the page that acts.
	await new Promise((done) => setTimeout(done));
	const world = window as unknown as { ran?: string };
	const place = document.body.appendChild(document.createElement('div'));
	const markup = '<b class="made">x</b>';
	const script = (fill: (one: HTMLScriptElement) => void): Promise<string> =>
		new Promise((done) => {
			const one = document.createElement('script');
			one.addEventListener('load', () => done('loaded'));
			one.addEventListener('error', () => done('stopped'));
			fill(one);
			place.append(one);
			// An inline script runs as it is put there, or never.
			if (!one.hasAttribute('src')) done(world.ran === undefined ? 'stopped' : 'ran');
		});
	const ways: Record<string, () => unknown> = {
		innerHTML: () => {
			place.innerHTML = markup;
		},
		insertAdjacentHTML: () => place.insertAdjacentHTML('beforeend', markup),
		'a document of text': () => new DOMParser().parseFromString(markup, 'text/html'),
		'a frame of text': () => {
			document.createElement('iframe').srcdoc = markup;
		},
		'new Function': () => new Function('window.ran = "function"')(),
		'a script from elsewhere': () =>
			script((one) => {
				one.src = src;
			}),
		'its address as an attribute': () => script((one) => one.setAttribute('src', src)),
		'an inline script': () =>
			script((one) => {
				one.text = 'window.ran = "inline"';
			}),
		'text in a script': () => script((one) => one.append('window.ran = "text"')),
	};
	const outcomes: Record<string, unknown> = {};
	for (const [name, way] of Object.entries(ways)) {
		try {
			const came = await way();
			outcomes[name] = came === 'stopped' ? came : 'done';
		} catch {
			outcomes[name] = 'stopped';
		}
	}
	outcomes['made'] = document.querySelectorAll('.made').length;
	outcomes['ran'] = world.ran;
	place.remove();
	return outcomes;
}
