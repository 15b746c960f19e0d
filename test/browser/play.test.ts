import { chmod, mkdtemp, open as openFile, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { proxyOf, requestProxy } from '../../src/client/play/proxy.ts';
import { builtWeb } from '../../src/entry/build-web.ts';
import { putToWork } from '../system/live/at-work.ts';
import { deposit } from '../system/live/deposit.ts';
import { openCase } from '../system/live.ts';
import { footageFile, stock } from '../system/media-files.ts';
import { hasChromium } from './chromium.ts';
import { call, type OpenedPlayer, openPlayer } from './play/open-player.ts';
import type { Picture, SignedIn } from './play/page.ts';

const WAIT = { timeout: 60_000, interval: 200 };

describe.skipIf(!hasChromium)('playing from the sealed object', () => {
	let player: OpenedPlayer;
	let lead: Connection;
	let open: OpenCase;
	let who: SignedIn;
	let page: Page;
	let bytes: Buffer;
	let item: string;
	let rest: () => Promise<void>;

	beforeAll(async () => {
		player = await openPlayer();
		rest = await putToWork(player.live);
		lead = await player.live.enrol();
		open = await openCase(lead);
		who = player.signedIn(lead);
		bytes = await readFile(await footageFile('one-by-one-person-detection.mp4'));
		item = await take(bytes);
		page = await player.page();
	});
	afterAll(async () => {
		await rest?.();
		await player.close();
	});

	/** The film ten times over: more than twenty minutes, of which nobody looks at more than moments. */
	async function longFilm(): Promise<Buffer> {
		const home = await mkdtemp(join(tmpdir(), 'custos-long-'));
		try {
			const long = join(home, 'long.mp4');
			const copied = ['-c', 'copy', '-movflags', '+faststart', long];
			await stock('ffmpeg', '-stream_loop', '9', '-i', await footageFile('one-by-one-person-detection.mp4'), ...copied);
			return await readFile(long);
		} finally {
			await rm(home, { recursive: true, force: true });
		}
	}

	async function take(plaintext: Uint8Array): Promise<string> {
		return (await deposit(lead, open, await openIntake(lead, open, { received: 'by hand' }), plaintext)).id;
	}

	/** What both show, which is the same; where one was sought, what stood before may stand for a moment longer. */
	async function samePicture(sealed: Page, plain: Page): Promise<Picture> {
		const both = async () => [await call(sealed, 'picture'), await call(plain, 'picture')].map(({ hash }) => hash);
		await expect.poll(async () => new Set(await both()).size).toBe(1);
		const [picture, other] = [await call(sealed, 'picture'), await call(plain, 'picture')];
		expect(picture).toEqual(other);
		return picture;
	}

	test('the first picture, and the one in the middle, are those of the plain file', async () => {
		const other = await player.page();
		await call(other, 'load', player.plain(bytes));
		await call(page, 'open', who, item, 'original');
		const { duration } = await call(page, 'ready');
		expect(duration).toBeGreaterThan(5);
		for (const at of [0, duration / 2, duration - 1, duration / 3]) {
			await call(page, 'seek', at);
			await call(other, 'seek', at);
			expect((await samePicture(page, other)).colours).toBeGreaterThan(50);
		}
		await call(page, 'seek', 0);
		expect(await call(page, 'play', 2)).toBeGreaterThanOrEqual(2);
		await other.close();
	});

	test('requests for parts are answered as asked, and nothing is kept', async () => {
		const url = await call(page, 'open', who, item, 'original');
		const size = bytes.length;
		const hex = (at: number): string => bytes.subarray(at, at + 16).toString('hex');
		const asked = async (method: string, range?: string) => {
			const { status, headers, bytes, size } = await call(page, 'ask', url, method, range);
			return [status, headers['content-range'] ?? null, size, bytes];
		};
		expect(await asked('GET', 'bytes=100-199')).toEqual([206, `bytes 100-199/${size}`, 100, hex(100)]);
		expect(await asked('GET', `bytes=${size - 50}-`)).toEqual([
			206,
			`bytes ${size - 50}-${size - 1}/${size}`,
			50,
			hex(size - 50),
		]);
		expect(await asked('GET', 'bytes=-40')).toEqual([
			206,
			`bytes ${size - 40}-${size - 1}/${size}`,
			40,
			hex(size - 40),
		]);
		expect(await asked('GET', `bytes=${size}-`)).toEqual([416, `bytes */${size}`, 0, '']);
		expect(await asked('GET')).toEqual([200, null, size, hex(0)]);
		expect(await asked('HEAD')).toEqual([200, null, 0, '']);
		expect(await asked('POST')).toEqual([405, null, 0, '']);
		const { headers } = await call(page, 'ask', url, 'HEAD');
		expect(headers).toMatchObject({
			'accept-ranges': 'bytes',
			'cache-control': 'no-store',
			'content-length': String(size),
			'content-type': 'video/mp4',
			'x-content-type-options': 'nosniff',
		});
		expect(await call(page, 'kept')).toEqual({ caches: [], stores: 0 });
	});

	test('a jump far into a long film fetches the chunks around it, and never the film', async () => {
		const film = await longFilm();
		const id = await take(film);
		const fresh = await player.page();
		const [chunks, sealed] = [Math.ceil(film.length / 65_536), 65_552];
		/** The chunks of the sealed object that were asked for since. */
		const asked: number[] = [];
		fresh.on('request', (request) => {
			if (!request.url().endsWith(`/${id}/sealed/original/body`)) return;
			const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers()['range'] ?? '') ?? [];
			expect(Number(from) % sealed, 'whole chunks').toBe(0);
			for (let at = Number(from) / sealed; at * sealed <= Number(to); at++) asked.push(at);
		});
		await call(fresh, 'open', who, id, 'original');
		const { duration } = await call(fresh, 'ready');
		expect(duration).toBeGreaterThan(1200);
		const last = Math.max(...asked);
		expect(last).toBeGreaterThanOrEqual(chunks - 1);
		expect(asked.filter((at) => at !== last && at > chunks / 4)).toEqual([]);
		/** Where it jumped to: a browser may still read on at the place before while it is told of the next. */
		const places = [0];
		const around = (far: number, at: number): boolean => at > (far - 0.05) * chunks && at < (far + 0.25) * chunks;
		for (const far of [0.8, 0.4]) {
			asked.length = 0;
			places.push(far);
			await call(fresh, 'seek', far * duration);
			const { at, colours } = await call(fresh, 'picture');
			expect(Math.abs(at - far * duration)).toBeLessThan(1);
			expect(colours).toBeGreaterThan(50);
			const here = asked.filter((at) => around(far, at));
			expect(here.length).toBeGreaterThan(0);
			expect(here.length).toBeLessThan(chunks / 4);
			expect(asked.filter((at) => !places.some((far) => around(far, at)))).toEqual([]);
			expect(new Set(asked).size, 'none is asked for twice').toBe(asked.length);
		}
		await fresh.close();
	});

	test('the service worker may be ended at any time', async () => {
		const url = await call(page, 'open', who, item, 'original');
		const { duration } = await call(page, 'ready');
		const devtools = await page.context().newCDPSession(page);
		await devtools.send('ServiceWorker.enable');
		for (const part of [0.8, 0.1, 0.6]) {
			await devtools.send('ServiceWorker.stopAllWorkers');
			expect((await call(page, 'ask', url, 'GET', 'bytes=0-9')).status).toBe(206);
			await devtools.send('ServiceWorker.stopAllWorkers');
			await call(page, 'seek', duration * part);
			expect((await call(page, 'picture')).colours).toBeGreaterThan(50);
		}
		await devtools.detach();
	});

	test('a line that gives nothing for long stretches makes a picture late, and stops nothing', async () => {
		const fresh = await player.page();
		const plain = await player.page();
		await call(plain, 'load', player.plain(bytes));
		await call(fresh, 'open', who, item, 'original');
		const { duration } = await call(fresh, 'ready');
		let late = 0;
		await fresh.route('**/sealed/original/body', async (route) => {
			late += 1;
			// Longer than the worker waits for a page that says nothing.
			await new Promise((resolve) => setTimeout(resolve, 12_000));
			await route.continue();
		});
		const url = await call(fresh, 'open', who, item, 'original');
		const { status, size } = await call(fresh, 'ask', url, 'GET', 'bytes=1000000-1300000');
		expect([status, size, late > 0]).toEqual([206, 300_001, true]);
		await call(fresh, 'seek', duration * 0.7);
		await call(plain, 'seek', duration * 0.7);
		await samePicture(fresh, plain);
		await fresh.close();
		await plain.close();
	}, 240_000);

	test('the room’s build has the worker as one file at the root', async () => {
		const built = await builtWeb(join(tmpdir(), 'custos-web'), () => {});
		expect(await readFile(join(built, 'service-worker.js'), 'utf8')).not.toMatch(/\b(import|export)\b/);
	});

	test('another tab gets nothing, and once locked nobody does', async () => {
		const url = await call(page, 'open', who, item, 'original');
		await call(page, 'ready');
		expect((await call(page, 'ask', url, 'GET', 'bytes=0-9')).status).toBe(206);
		const other = await player.page();
		await call(other, 'start');
		expect((await call(other, 'ask', url, 'GET', 'bytes=0-9')).status).toBe(410);
		await expect(call(other, 'load', url)).rejects.toThrow();
		expect((await call(page, 'ask', '/sealed/0123', 'GET')).status).toBe(410);

		await call(page, 'lock');
		expect((await call(page, 'ask', url, 'GET', 'bytes=0-9')).status).toBe(410);
		expect(await call(page, 'state')).toEqual({ src: '', ready: 0, error: 0 });
		expect(await call(page, 'read', 0, 10)).toBe('denied');
		await other.close();
	});

	test('a flipped bit in the store gives an error, not a picture', async () => {
		const spoilt = await take(bytes);
		const entries = await itemEntries(lead, spoilt);
		const { object, size } = entries.received.statement.body;
		const objects = join(player.live.folder, 'objects');
		const path = (await readdir(objects, { recursive: true })).find((one) => basename(one) === object) ?? '';
		await chmod(join(objects, path), 0o600);
		const file = await openFile(join(objects, path), 'r+');
		// Everything but the final chunk.
		for (let at = 1000; at < size - 65_552; at += 65_552) await file.write(Buffer.of(1, 2, 3, 4), 0, 4, at);
		await file.close();
		const fresh = await player.page();
		await call(fresh, 'open', who, spoilt, 'original');
		await expect(call(fresh, 'ready')).rejects.toThrow();
		expect(await call(fresh, 'read', 0, 10)).toBe('damaged');
		await fresh.close();
	});

	test('footage that browsers do not play plays through its proxy', async () => {
		const id = await take(await readFile(await footageFile('100_0306.AVI')));
		await expect.poll(async () => (await itemEntries(lead, id)).state, WAIT).toBe('examined');
		await requestProxy(lead, open, id);
		await expect.poll(async () => (await proxyOf(lead, open, id)).state, WAIT).toBe('made');
		const reader = await openPlayable(lead, open, await itemEntries(lead, id), 'proxy', 'to compare');
		const other = await player.page();
		await call(other, 'load', player.plain(await reader.read(0, reader.size)));
		reader.close();
		const fresh = await player.page();
		await call(fresh, 'open', who, id, 'proxy');
		const { duration } = await call(fresh, 'ready');
		expect(duration).toBeGreaterThan(2);
		expect(duration).toBeLessThan(1000);
		for (const at of [0, duration / 2]) {
			await call(fresh, 'seek', at);
			await call(other, 'seek', at);
			const picture = await samePicture(fresh, other);
			expect(picture.at).toBeCloseTo(at, 3);
			expect(picture.colours).toBeGreaterThan(50);
		}
	});
});
