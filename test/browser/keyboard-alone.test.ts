import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { footageFile } from '../system/media-files.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { standsAt, untilPlayable } from './stage.ts';

const WAIT = { timeout: 60_000, interval: 250 };

// No pointer is used from here on; and wherever the focus goes, it is seen.
describe.skipIf(!hasChromium)('the way of an exhibit, by the keyboard alone', () => {
	let room: OpenedRoom;
	let lead: Connection;
	let open: OpenCase;
	let film: string;
	let page: Page;
	const stop = new AbortController();
	let working: Promise<void>;

	beforeAll(async () => {
		room = await openRoom();
		const { worker, epochSecret } = await enrolWorker(room.live);
		working = new MediaWorker({ connection: worker, epochs: new Map([[1, epochSecret]]) }, true, () => {}).run(
			stop.signal,
		);
		lead = await room.live.enrol();
		open = await openCase(lead);
		const intake = await openIntake(lead, open, { received: 'by hand' });
		const bytes = await readFile(await footageFile('one-by-one-person-detection.mp4'));
		film = (await deposit(lead, open, intake, bytes)).id;
		await vi.waitFor(async () => expect((await itemEntries(lead, film)).state).toBe('examined'), WAIT);
		page = (await room.person(lead, { viewport: { width: 1440, height: 1100 } })).page;
		await page.goto('/');
		await page.locator('input[type=password]').waitFor();
	});
	afterAll(async () => {
		stop.abort();
		await working;
		await room?.close();
	});

	/** Presses Tab until what has the focus is called so; each place on the way shows that it has it. */
	async function tabTo(name: RegExp): Promise<void> {
		const met: string[] = [];
		for (let i = 0; i < 90; i += 1) {
			await page.keyboard.press('Tab');
			const at = await page.evaluate(focused);
			if (at === undefined) continue;
			expect(at.shown, `the focus is seen on: ${at.name}`).toBe(true);
			if (name.test(at.name)) return;
			met.push(at.name);
		}
		throw new Error(`Tab never comes to ${name}:\n${met.join('\n')}`);
	}

	test('unlocking, the case, the item', async () => {
		await tabTo(/Passphrase/);
		await page.keyboard.type(PASSPHRASE);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Cases' }).waitFor();
		await tabTo(/You are lead here/);
		await page.keyboard.press('Enter');
		await page.getByText('1 item').first().waitFor();
		await tabTo(/Search/);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(new RegExp(`/review/${open.id}/${film}`));
	});

	test('the player, a clip, and its number', async () => {
		await page.getByLabel(/What do you open it for/).waitFor();
		await tabTo(/What do you open it for/);
		await page.keyboard.type('to look for the door');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).waitFor();
		await tabTo(/^Open the player/);
		await page.keyboard.press('Enter');
		await untilPlayable(page);
		await page.keyboard.press('i');
		await page.keyboard.press('Shift+ArrowRight');
		await expect.poll(() => standsAt(page)).toBe(5000);
		await page.keyboard.press('o');
		await page.keyboard.press('c');
		await page.getByRole('form', { name: 'Clip' }).waitFor();
		await page.keyboard.type('the second door');
		await page.keyboard.press('Enter');
		await page.waitForFunction(() => document.activeElement?.closest('[data-number]') != null);
		expect((await page.evaluate(focused))?.shown).toBe(true);
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('CAS-0001.01').first().waitFor();
		const { clips, exhibits } = await caseMarks(lead, open);
		expect(clips).toMatchObject([{ item: film, name: 'the second door', fromMs: 0, toMs: 5000 }]);
		expect(exhibits.map((one) => one.label)).toEqual(['CAS-0001', 'CAS-0001.01']);
	});

	test('the palette, and everything that would leave in a report', async () => {
		await page.keyboard.press('Control+k');
		await page.getByPlaceholder(/./).and(page.locator('[role=dialog] input')).waitFor();
		await page.keyboard.type('Report');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { level: 1, name: 'Report' }).waitFor();
		await page.getByText('1 item chosen').waitFor();
		await tabTo(/^Recipient/);
		await page.keyboard.type('A court');
		await tabTo(/^Purpose/);
		await page.keyboard.type('for the hearing');
		await tabTo(/^Show all that will leave/);
		await page.keyboard.press('Enter');
		await page.getByLabel('I have looked through').waitFor();
		await tabTo(/^I have looked through/);
		await page.keyboard.press('Space');
		await tabTo(/^Make the report/);
		expect(await page.getByText('for the hearing').count()).toBeGreaterThan(0);
	});
});

/** In the page: what has the focus, by the name people hear, and whether that is to be seen. */
function focused(): { name: string; shown: boolean } | undefined {
	const at = document.activeElement;
	if (!(at instanceof HTMLElement) || at === document.body) return undefined;
	const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : undefined;
	const by = at.getAttribute('aria-labelledby');
	const name =
		at.getAttribute('aria-label') ??
		label?.textContent ??
		(by === null ? undefined : document.getElementById(by.split(' ')[0] ?? '')?.textContent) ??
		at.textContent;
	const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
	const ring = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
	// A field of text shows its caret.
	const caret = at.matches('textarea, input:not([type=checkbox], [type=radio], [type=file])');
	const { width, height, bottom, right } = at.getBoundingClientRect();
	return { name: (name ?? '').trim(), shown: (ring || caret) && width > 0 && height > 0 && bottom > 0 && right > 0 };
}
