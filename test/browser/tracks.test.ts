import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIntake } from '../../src/client/intake.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { dropPaths } from './drop.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

describe.skipIf(!hasChromium)('what the browser keeps or opens by itself', () => {
	let room: OpenedRoom;
	let page: Page;
	let home: string;
	let paths: string[];

	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'custos-tracks-'));
		room = await openRoom();
		const { worker } = await enrolWorker(room.live);
		const lead = await room.live.enrol();
		const open = await openCase(lead);
		const files = [{ path: 'gate/the informer.avi', size: 5000, modified: new Date(0).toISOString(), summary: {} }];
		const [item] = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
		paths = [`/cases/${open.id}`, `/review/${open.id}/${item}`, `/custody/${open.id}/${item}`, `/intake/${open.id}`];
		({ page } = await room.person(lead));
	});
	afterAll(async () => {
		await room.close();
		await rm(home, { recursive: true, force: true });
	});

	test('titles of pages, which lie in its history in clear, name the room and nothing that is sealed', async () => {
		for (const [path, word, seen] of [
			[paths[0], 'Cases', 'a case'],
			[paths[1], 'Review', 'gate/the informer.avi'],
			[paths[2], 'Custody', ''],
		] as const) {
			await page.evaluate((to) => history.pushState(null, '', to), path);
			await page.getByRole('heading', { level: 1, name: seen === '' ? word : seen }).waitFor();
			await page.waitForFunction((start) => document.title.startsWith(start), word);
			expect(await page.title()).toBe(`${word} · Custos`);
		}
	});

	test('a file dropped beside the place for it is not opened', async () => {
		const file = join(home, 'film.html');
		await writeFile(file, '<title>opened</title>');
		const opened: string[] = [];
		page.context().on('page', (other) => opened.push(other.url()));
		for (const [path, name] of [
			[paths[1], 'gate/the informer.avi'],
			[paths[3], 'Intake'],
		] as const) {
			await page.evaluate((to) => history.pushState(null, '', to), path);
			const heading = page.getByRole('heading', { level: 1, name });
			await heading.waitFor();
			const before = page.url();
			await dropPaths(page, heading, [file]);
			// A navigation would end what is evaluated here.
			await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
			expect(page.url()).toBe(before);
			await expect.poll(() => heading.isVisible()).toBe(true);
		}
		expect(opened).toEqual([]);
		const kept = await page.evaluate(() => {
			const data = new DataTransfer();
			data.items.add(new File(['x'], 'film.mp4'));
			const event = (type: string) => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data });
			return ['dragover', 'drop'].map((type) => document.body.dispatchEvent(event(type)));
		});
		expect(kept, 'the browser may do as it likes').toEqual([false, false]);
	});
});
