import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { carriedProfile, comeIn } from './carried-profile.ts';
import { hasChromium, launchKeptChromium } from './chromium.ts';
import { dropPaths } from './drop.ts';
import { dropzone, type IntakeRoom, openIntakeRoom } from './intake-room.ts';
import type { OpenedRoom } from './open-room.ts';
import { createPartGate } from './part-gate.ts';

const WAIT = { timeout: 60_000 };

// Nights on a bad line: whatever comes between, a delivery goes on where it stood.
describe.skipIf(!hasChromium)('intake, in trouble', () => {
	let intake: IntakeRoom;
	let room: OpenedRoom;
	let lead: Connection;
	let open: OpenCase;
	let page: Page;
	let context: BrowserContext;
	let home: string;
	const gate = createPartGate();
	let away = false;
	const hashes = new Map<string, string>();

	beforeAll(async () => {
		intake = await openIntakeRoom({
			wrapStore: gate.before,
			api: (live) => async (request) =>
				away ? new Response('nobody is here', { status: 503 }) : live.api.fetch(request),
		});
		({ room, lead, open, page, context, home } = intake);
	});
	afterAll(() => intake?.close());

	/** A folder with one file of three parts or so many, and two small ones in a folder inside. */
	async function makeFolder(name: string, parts = 3): Promise<string> {
		const folder = join(home, name);
		await mkdir(join(folder, 'inside', 'deeper'), { recursive: true });
		for (const [path, size] of [
			['long.bin', (8 * parts - 4) * 2 ** 20],
			['inside/one.bin', 1000],
			['inside/deeper/two.bin', 2000],
		] as const) {
			const bytes = platform.randomBytes(size);
			await writeFile(join(folder, path), bytes);
			hashes.set(`${name}/${path}`, toHex(platform.sha256(bytes)));
		}
		return folder;
	}

	const pick = (at: Page, folder: string) => at.locator('#page input[data-pick=folder]').first().setInputFiles(folder);
	const begin = async (at: Page): Promise<void> => {
		await at.getByText('3 files, ').waitFor();
		await at.getByRole('button', { name: 'Seal and send' }).click();
	};

	/** All of it is there, byte for byte, and no part went twice. */
	async function expectWhole(at: Page, name: string): Promise<void> {
		await at.getByText('All 3 files are received and kept').waitFor(WAIT);
		const items = (await catalogue(lead, open)).flatMap((one) => (one.unreadable ? [] : [one]));
		const mine = items.filter((one) => one.path.startsWith(`${name}/`));
		expect(mine).toHaveLength(3);
		for (const one of mine) expect(one.sha256, one.path).toBe(hashes.get(one.path));
		expect(new Set(gate.stored).size, 'no part is stored twice').toBe(gate.stored.length);
	}

	test('a folder is dropped, with all that is in it; stopped by hand, nothing leaves until it goes on', async () => {
		const folder = await makeFolder('dropped');
		await dropPaths(page, dropzone(page), [folder]);
		gate.shut(1);
		await begin(page);
		await expect.poll(() => gate.stored.length, WAIT).toBe(1);
		await page.getByRole('button', { name: 'Stop for now' }).click();
		await page.getByText('Stopped. What has arrived stays').waitFor();
		gate.open();
		const goAndReturn = async (): Promise<void> => {
			await page.getByRole('link', { name: 'Cases', exact: true }).click();
			await page.getByRole('link', { name: 'Intake' }).click();
			await page.getByText('Stopped. What has arrived stays').waitFor();
		};
		// What was on its way may still arrive, and be told of late: the line has it already.
		await goAndReturn();
		const sent: string[] = [];
		context.on('request', (one) => {
			if (one.method() === 'PUT') sent.push(one.url());
		});
		await goAndReturn();
		expect(sent).toEqual([]);
		await page.getByRole('button', { name: 'Go on' }).click();
		await expectWhole(page, 'dropped');
	});

	test('while the archive is away it waits, says so, and goes on by itself', async () => {
		const folder = await makeFolder('away');
		await page.getByRole('button', { name: 'Give something more' }).click();
		await pick(page, folder);
		gate.shut(1);
		await begin(page);
		await expect.poll(() => gate.stored.length, WAIT).toBeGreaterThanOrEqual(gate.few);
		// Those that wait at the gate get no answer either: the archive goes down under them.
		away = true;
		gate.open();
		await page.getByText('The archive does not answer. Nothing is lost').waitFor(WAIT);
		away = false;
		// Nobody presses anything.
		await expectWhole(page, 'away');
	});

	test('without a network it waits, and goes on by itself once there is one; what had arrived is not sent again', async () => {
		const folder = await makeFolder('offline', 9);
		await page.getByRole('button', { name: 'Give something more' }).click();
		await pick(page, folder);
		const [asked, answered, repeated] = [new Set<string>(), new Set<string>(), new Set<string>()];
		const isPart = (one: Request): boolean => one.method() === 'PUT' && /\/parts\/\d+$/.test(one.url());
		context.on('request', (one) => {
			if (!isPart(one)) return;
			if (answered.has(one.url())) repeated.add(one.url());
			asked.add(one.url());
		});
		context.on('response', (one) => {
			if (isPart(one.request()) && one.ok()) answered.add(one.url());
		});
		gate.shut(2);
		await begin(page);
		await expect.poll(() => answered.size, WAIT).toBeGreaterThanOrEqual(2);
		await context.setOffline(true);
		await page.getByText('This device has no network').waitFor();
		gate.open();
		await page.getByText('The archive does not answer. Nothing is lost').waitFor(WAIT);
		const [before, arrived] = [asked.size, answered.size];
		expect(before, 'a part is still to be sent').toBeLessThan(10);
		await context.setOffline(false);
		await page.getByText('This device has no network').waitFor({ state: 'hidden' });
		// Nobody presses anything.
		await expectWhole(page, 'offline');
		expect([...repeated]).toEqual([]);
		expect(asked.size).toBeGreaterThan(before);
		expect(arrived).toBeGreaterThanOrEqual(2);
	}, 240_000);

	test('after a sleep the page asks for the passphrase, and the delivery goes on behind it', async () => {
		const folder = await makeFolder('asleep');
		await page.getByRole('button', { name: 'Give something more' }).click();
		await pick(page, folder);
		gate.shut(1);
		await begin(page);
		await expect.poll(() => gate.stored.length, WAIT).toBeGreaterThanOrEqual(gate.few);
		const devtools = await context.newCDPSession(page);
		await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
		await devtools.send('Page.setWebLifecycleState', { state: 'active' });
		// As a page is told when the lid opens: it was shut for a night.
		await page.evaluate(() => {
			const { now } = Date;
			Date.now = () => now() + 8 * 3_600_000;
			document.dispatchEvent(new Event('visibilitychange'));
			Date.now = now;
		});
		await page.locator('input[type=password]').waitFor();
		expect(await page.getByText('asleep').count()).toBe(0);
		const before = gate.stored.length;
		gate.open();
		await expect.poll(() => gate.stored.length, WAIT).toBeGreaterThan(before);
		await room.unlock(page);
		await expectWhole(page, 'asleep');
	});

	test('a browser that was closed is opened again: the folder is chosen anew, and only the rest is sent', async () => {
		const folder = await makeFolder('closed');
		const kept = join(home, 'browser');
		const first = await launchKeptChromium(kept, { baseURL: room.address, locale: 'en-GB' });
		const before = first.pages()[0] as Page;
		await comeIn(before, await carriedProfile(lead.identity, room.live.pin));
		await before.getByRole('link', { name: 'Intake' }).click();
		await dropzone(before).waitFor();
		await pick(before, folder);
		gate.shut(2);
		await begin(before);
		await expect.poll(() => gate.stored.length, WAIT).toBeGreaterThanOrEqual(gate.few);
		const stored = gate.stored.length;
		await first.close();
		gate.open();
		const again = await launchKeptChromium(kept, { baseURL: room.address, locale: 'en-GB' });
		try {
			const after = again.pages()[0] as Page;
			await after.goto('/');
			await room.unlock(after);
			await after.getByRole('link', { name: 'Intake' }).click();
			await after.getByText('Not finished yet').waitFor();
			await pick(after, folder);
			await expectWhole(after, 'closed');
			expect(gate.stored.length).toBeGreaterThan(stored);
		} finally {
			await again.close();
		}
	});
});
