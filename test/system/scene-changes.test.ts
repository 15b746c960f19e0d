import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine } from '../../workers/media/examine.ts';
import { fileSource, folder, stock } from './media-files.ts';

/** Two scenes that look and compress unlike: something moving all over, and bars that stand still. */
const MOVING = 'testsrc2=s=320x240:r=25';
const BARS = 'smptebars=s=320x240:r=25';
const CUTS = [5.4, 9.4];

test('a hard cut within an interval has its picture, taken for the cut alone', async () => {
	const path = join(await folder(), 'a.mp4');
	const scenes = [`${MOVING}:d=5.4`, `${BARS}:d=4`, `${MOVING}:d=2.6`];
	const seconds = Array.from({ length: 12 }, (_, i) => i);
	// A key frame every second besides, so that the interval of each cut has its first picture already.
	await stock(
		'ffmpeg',
		...scenes.flatMap((scene) => ['-f', 'lavfi', '-i', scene]),
		'-filter_complex',
		'[0][1][2]concat=n=3,format=yuv420p',
		'-c:v',
		'libx264',
		'-force_key_frames',
		[...seconds, ...CUTS].sort((a, b) => a - b).join(),
		path,
	);
	const { keyframes, warnings } = await examine(await fileSource(path));
	expect(warnings).toEqual([]);
	expect(keyframes.map((one) => [one.ptsMs, one.reason])).toEqual([
		[0, 'first'],
		[2_000, 'floor'],
		[4_000, 'floor'],
		[5_400, 'scene'],
		[6_000, 'floor'],
		[8_000, 'floor'],
		[9_400, 'scene'],
		[10_000, 'floor'],
	]);
	expect(keyframes.map((one) => one.frame)).toEqual([0, 50, 100, 135, 150, 200, 235, 250]);
});
