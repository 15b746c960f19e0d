import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { createCase } from '../../src/client/cases.ts';
import { connect } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { enrolLocalWorker } from '../../src/client/local-worker.ts';
import { forgetful } from '../../src/client/memory.ts';
import { createProfile } from '../../src/client/profile.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { startArchive } from '../system/running.ts';
import { carriedProfile, comeIn, filesInMemory } from './carried-profile.ts';
import { openVisitors } from './visitors.ts';

/** An archive of its own, with a worker that keeps what comes in: deliveries would crowd the pictures of other rooms. */
export async function openIntakeArchive(): Promise<{
	shoot(options: BrowserContextOptions, take: (page: Page, part: string) => Promise<void>): Promise<void>;
	close(): Promise<void>;
}> {
	const archive = await startArchive();
	const people = await openVisitors(archive.server);
	const identity = createIdentity();
	const pin = await found(archive.server, archive.code, identity, platform.randomBytes(32), new Date());
	const steward = await connect(pin, identity, forgetful());
	const profile = createProfile(filesInMemory(), 10);
	await profile.savePin(pin);
	await enrolLocalWorker(steward, profile, archive.code);
	const open = await createCase(steward, { title: 'Correctional colony', prefix: 'GUL' });
	const file = await carriedProfile(identity, pin, {});
	return {
		async shoot(options, take) {
			const { page } = await people.visitor(options);
			await comeIn(page, file);
			await page.evaluate((path) => {
				history.pushState(null, '', path);
			}, `/intake/${open.id}`);
			await page.locator('#page input[data-pick=folder]').first().waitFor({ state: 'attached' });
			await shootDelivery(page, (part) => take(page, part));
		},
		async close() {
			await people.close();
			await archive.stop();
		},
	};
}

/** A delivery that is long enough to be seen on its way, with one file that is gone when its turn comes. */
async function shootDelivery(page: Page, take: (part: string) => Promise<void>): Promise<void> {
	const shoot = async (part: string): Promise<void> => {
		await page.evaluate(() => {
			(document.activeElement as HTMLElement).blur();
			scrollTo(0, 0);
		});
		await take(part);
	};
	const home = await mkdtemp(join(tmpdir(), 'custos-shot-'));
	const folder = join(home, 'DCIM 2026-03');
	await mkdir(join(folder, 'letters'), { recursive: true });
	const put = (name: string, size: number): Promise<void> => writeFile(join(folder, name), platform.randomBytes(size));
	try {
		for (let i = 0; i < 40; i++) await put(`corridor-${String(i).padStart(3, '0')}.avi`, 200_000 + 7001 * i);
		for (let i = 0; i < 8; i++) await put(`letters/письмо ${i}.txt`, 900 + i);
		await put('workshop.mp4', 90 * 2 ** 20);
		await put('gone.mp4', 5000);
		await page.locator('#page input[data-pick=folder]').first().setInputFiles(folder);
		const fields = page.locator('section[aria-labelledby=record-title]');
		await fields.locator('textarea:not([aria-hidden])').nth(1).fill('On a disk, handed over in person');
		await fields.locator('summary').first().click();
		await fields.locator('input[type=checkbox]').nth(6).check();
		await shoot('chosen');
		await rm(join(folder, 'gone.mp4'));
		await page.getByRole('button', { name: /^(Seal and send|Запечатать и отправить)$/ }).click();
		await page.getByRole('progressbar').waitFor();
		await page.waitForFunction(() => Number(document.querySelector('[role=progressbar]')?.ariaValueNow) > 20);
		await shoot('running');
		await page.locator('#statement-title').waitFor({ timeout: 120_000 });
		await shoot('ended');
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}
