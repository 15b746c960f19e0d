import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platform } from '../../src/domain/platform/node.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type IntakeRoom, openIntakeRoom } from './intake-room.ts';
import type { OpenedRoom } from './open-room.ts';
import { createPartGate } from './part-gate.ts';

/** Somebody locks while their delivery is on its way. */
describe.skipIf(!hasChromium)('behind the lock', () => {
	let intake: IntakeRoom;
	let room: OpenedRoom;
	let page: Page;
	let home: string;
	const gate = createPartGate();

	beforeAll(async () => {
		intake = await openIntakeRoom({ wrapStore: gate.before });
		({ room, page, home } = intake);
	});
	afterAll(() => intake?.close());

	/** Picks a file of its own that many parts long, and lets only this many of them through. */
	const send = async (name: string, parts: number): Promise<void> => {
		await writeFile(join(home, name), platform.randomBytes(parts * 8 * 2 ** 20));
		await page.locator('#page input[data-pick=files]').first().setInputFiles(join(home, name));
		gate.shut(1);
		const before = gate.stored.length;
		await page.getByRole('button', { name: 'Seal and send' }).click();
		await expect.poll(() => gate.stored.length, { timeout: 60_000 }).toBeGreaterThan(before);
	};
	const lock = async (): Promise<void> => {
		await page.keyboard.press('Alt+L');
		await page.getByText('Until it is done its keys stay in memory').waitFor();
		expect(await page.getByText('out of memory').count()).toBe(0);
	};

	test('work goes on with its keys; when it has ended they go, and what came of it is there for whoever unlocks', async () => {
		await send('first.mp4', 3);
		await lock();
		gate.open();
		await page.getByText('The work you began has ended').waitFor({ timeout: 60_000 });
		await page.getByText('Your keys are out of memory').waitFor();
		expect(await page.getByText('first.mp4').count()).toBe(0);
		await expectAccessible(page);
		await room.unlock(page);
		await page.getByText('is received and kept').or(page.getByText('are received and kept')).waitFor();
	});

	test('the keys that were brought back sign; work that is ended at the lock leaves nothing behind that would end other work', async () => {
		await page.getByRole('button', { name: 'Give something more' }).click();
		await send('second.mp4', 4);
		await lock();
		await page.getByRole('button', { name: 'End it and forget the keys now' }).click();
		await page.getByText('Your keys are out of memory').waitFor();
		gate.open();
		await room.unlock(page);
		await page.getByRole('link', { name: 'Intake' }).click();
		await page.getByText('Not finished yet').waitFor();
		gate.shut(1);
		const before = gate.stored.length;
		await page.locator('#page input[data-pick=files]').first().setInputFiles(join(home, 'second.mp4'));
		await expect.poll(() => gate.stored.length, { timeout: 60_000 }).toBeGreaterThan(before);
		await lock();
		gate.open();
		await page.getByText('The work you began has ended').waitFor({ timeout: 60_000 });
	});
});
