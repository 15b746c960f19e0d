import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openIntake } from '../../../src/client/intake.ts';
import { itemEntries } from '../../../src/client/open-item.ts';
import { openRoom } from '../../browser/open-room.ts';
import { putToWork } from '../../system/live/at-work.ts';
import { deposit } from '../../system/live/deposit.ts';
import { openCase } from '../../system/live.ts';
import { output } from '../machine.ts';
import type { Row } from '../run.ts';
import { benchDatabase } from './database.ts';

const TIMES = 30;

/** How soon after Esc a running film is off the screen, in the room of review, its whole page around it. */
export async function measureEscape(): Promise<Row[]> {
	const room = await openRoom({ database: await benchDatabase() });
	const rest = await putToWork(room.live);
	try {
		const lead = await room.live.enrol();
		const open = await openCase(lead);
		const { id } = await deposit(lead, open, await openIntake(lead, open, { received: 'by hand' }), await film());
		while ((await itemEntries(lead, id)).state !== 'examined') await setTimeout(200);
		const { page, context } = await room.person(lead);
		await page.goto(`/review/${open.id}/${id}`);
		await room.unlock(page);
		await page.getByLabel(/What do you open it for/).fill('to measure');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Open the player' }).click();
		await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
		const times: number[] = [];
		for (let i = 0; i < TIMES; i++) times.push(await blank(page));
		await context.close();
		times.sort((a, b) => a - b);
		const at = (part: number): number => times[Math.floor((times.length - 1) * part)] as number;
		return [
			{ what: 'Esc until a frame without the picture, median', value: at(0.5), unit: 'ms' },
			{
				what: 'Esc until a frame without the picture, longest',
				value: at(1),
				unit: 'ms',
				ratio: { to: '100 ms', is: at(1) / 100, goal: '< 1' },
			},
		];
	} finally {
		await rest();
		await room.close();
	}
}

/** Thirty seconds of 720p. */
async function film(): Promise<Uint8Array> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-escape-'));
	try {
		const path = join(folder, 'film.mp4');
		const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=30'];
		const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-pix_fmt', 'yuv420p'];
		await output('ffmpeg', [...source, ...coded, '-movflags', '+faststart', path]);
		return new Uint8Array(await readFile(path));
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** Plays, held clear, and presses Esc: milliseconds from the key's event to the frame after the one it is hidden in. */
async function blank(page: Page): Promise<number> {
	await page.keyboard.press('b');
	await page.evaluate(async () => {
		const video = document.querySelector('video') as HTMLVideoElement;
		video.currentTime = 1;
		await video.play();
		await new Promise((drawn) => video.requestVideoFrameCallback(drawn));
	});
	await page.keyboard.down('v');
	await page.evaluate(watchEscape);
	await page.keyboard.press('Escape');
	const { hidden, ms } = await page.evaluate(() => (window as unknown as Escaped).escaped);
	await page.keyboard.up('v');
	if (!hidden) throw new Error('the picture is still there after Esc');
	return ms;
}

interface Escaped {
	escaped: Promise<{ hidden: boolean; ms: number }>;
}

/** In the page. A frame is handed on for drawing when the next one begins. */
function watchEscape(): void {
	(window as unknown as Escaped).escaped = new Promise((resolve) => {
		addEventListener(
			'keydown',
			(event) => {
				const video = document.querySelector('video');
				requestAnimationFrame(() => {
					const hidden = video !== null && getComputedStyle(video).visibility === 'hidden';
					requestAnimationFrame(() => resolve({ hidden, ms: performance.now() - event.timeStamp }));
				});
			},
			{ once: true },
		);
	});
}
