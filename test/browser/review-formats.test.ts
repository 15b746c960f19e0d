import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../../src/client/case/history.ts';
import { footageFile, stock } from '../system/media-files.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { expectBlurredUntilHeld, standsAt, untilPlayable } from './stage.ts';

/** What the item's history has of it. */
const STEPS = ['proxy.requested', 'derivative.made', 'item.opened'];
const SLOW = { timeout: 60_000 };

// An old telephone's 3gp with amr, hevc as newer cameras write it, mpeg4 in AVI as old camera servers do: no browser plays
// them by itself.
describe.skipIf(!hasChromium)('what browsers do not play', () => {
	let room: FilmRoom;
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-formats-'));
		room = await openFilmRoom();
	});
	afterAll(async () => {
		await room?.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** Four seconds of footage, written anew. */
	async function made(name: string, ...codec: string[]): Promise<Uint8Array> {
		const path = join(folder, name);
		const source = ['-t', '4', '-i', await footageFile(FILM), '-an', '-vf', 'scale=384:-2'];
		await stock('ffmpeg', ...source, '-c:v', ...codec, path);
		return readFile(path);
	}
	const HEVC = ['libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'];

	const FILMS: [string, () => string | Promise<Uint8Array>, boolean][] = [
		['3gp of a telephone, with sound', () => 'sample.3gp', true],
		['hevc', () => made('a.mkv', ...HEVC), false],
		['mpeg4 with B-frames in AVI', () => made('a.avi', 'mpeg4', '-bf', '2', '-g', '24'), false],
	];
	test.each(FILMS)(
		'%s: played through a working copy, made when asked for, with an entry for each step',
		async (_, film, sound) => {
			const [item] = (await room.take(await film())) as [string];
			const { page } = await room.person(room.lead);
			await page.goto(`/review/${room.open.id}/${item}`);
			await room.unlock(page);
			await page.getByLabel(/What do you open it for/).fill('to see who it is');
			await page.keyboard.press('Enter');
			await page.getByText('Browsers do not play this format').waitFor();
			expect(await page.getByRole('button', { name: 'Open the player' }).count()).toBe(0);
			await page.getByRole('button', { name: 'Ask for a playable copy' }).click();
			await page.getByRole('button', { name: 'Open the working copy' }).click(SLOW);
			await page.getByText('WORKING COPY, not the original').waitFor();
			// The telephone's pictures are all white: there is nothing to be seen in them.
			if (!sound) await expectBlurredUntilHeld(page);
			// One picture on, and then it runs.
			await untilPlayable(page);
			await page.keyboard.press('ArrowRight');
			await expect.poll(() => standsAt(page)).toBeGreaterThan(0);
			const stepped = await standsAt(page);
			await untilPlayable(page);
			await expect.poll(() => page.getByRole('button', { name: 'Sound on (M)' }).count()).toBe(sound ? 1 : 0);
			if (sound) await page.keyboard.press('m');
			await page.keyboard.press('Space');
			await expect.poll(() => standsAt(page), SLOW).toBeGreaterThan(stepped + 200);
			await page.keyboard.press('k');
			const heard = await page.evaluate(() => {
				const video = document.querySelector('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number };
				return { muted: video.muted, sounds: video.webkitAudioDecodedByteCount > 0 };
			});
			expect(heard).toEqual({ muted: !sound, sounds: sound });
			const events = await eventsOf(room.lead, room.open, 'item', item);
			const types = events.map(({ entry }) => entry.statement.type);
			const since = types.slice(types.indexOf('proxy.requested'));
			expect(since.filter((type) => /^(proxy|derivative|item\.opened)/.test(type))).toEqual(STEPS);
		},
	);
});
