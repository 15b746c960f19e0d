import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mosaic } from '../../src/report/verify/mosaic/mosaic.ts';
import { examine } from '../../workers/media/examine.ts';
import { fileSource, folder, footageFile, stock } from './media-files.ts';

/** A picture as stock ffmpeg shows it, so large. */
async function shown(jpeg: Uint8Array, width: number, height: number): Promise<Buffer> {
	const [file, raw] = [join(await folder(), 'a.jpg'), join(await folder(), 'a.rgb')];
	await writeFile(file, jpeg);
	const scale = `scale=${width}:${height}:flags=area`;
	await stock('ffmpeg', '-i', file, '-vf', scale, '-pix_fmt', 'rgb24', '-f', 'rawvideo', raw);
	return readFile(raw);
}

async function size(jpeg: Uint8Array): Promise<[number, number]> {
	const file = join(await folder(), 'a.jpg');
	await writeFile(file, jpeg);
	const said = await stock('ffprobe', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file);
	return said.trim().split(',').map(Number) as [number, number];
}

test.each(['car-detection.mp4', 'sample.3gp', '100_0306.AVI', 'one-by-one-person-detection.mp4'])(
	'key frames of %s as even fields, of the colours stock ffmpeg finds there',
	async (name) => {
		const { keyframes } = await examine(await fileSource(await footageFile(name)));
		for (const { jpeg } of keyframes.slice(0, 3)) {
			const coarse = mosaic(jpeg);
			expect(coarse.length).toBeLessThan(2500);
			const [width, height] = await size(coarse);
			expect(Math.max(width, height)).toBeLessThanOrEqual(128);
			const [columns, rows] = [width / 8, height / 8];
			const [ours, theirs] = [await shown(coarse, columns, rows), await shown(jpeg, columns, rows)];
			const off = ours.reduce((sum, value, i) => sum + Math.abs(value - (theirs[i] as number)), 0) / ours.length;
			expect(off).toBeLessThan(8);
			// Within a field there is one colour.
			const whole = await shown(coarse, width, height);
			for (const [x, y] of [
				[0, 0],
				[7, 7],
				[3, 5],
			] as const)
				expect(Math.abs((whole[3 * (y * width + x)] as number) - (whole[0] as number))).toBeLessThan(3);
		}
	},
);

test('a face, or a word, is as gone as if it had not been there', async () => {
	const draw = async (filter: string): Promise<Uint8Array> => {
		const path = join(await folder(), 'a.jpg');
		await stock(
			'ffmpeg',
			'-f',
			'lavfi',
			'-i',
			`color=gray:s=640x360,format=yuvj420p${filter}`,
			'-frames:v',
			'1',
			'-c:v',
			'mjpeg',
			'-q:v',
			'2',
			path,
		);
		return new Uint8Array(await readFile(path));
	};
	// Lines as fine as those of letters, light and dark in turn: on average the grey around them.
	const [plain, lined] = [
		await draw(''),
		await draw(",geq=lum='128+100*(2*mod(X\\,2)-1)*between(X\\,96\\,160)':cb=128:cr=128"),
	];
	expect(plain).not.toEqual(lined);
	const [a, b] = [await shown(mosaic(plain), 16, 9), await shown(mosaic(lined), 16, 9)];
	expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))).toBeLessThan(4);
});

test.each([
	['nothing', new Uint8Array()],
	['no picture', new Uint8Array(1000).fill(7)],
	['a head alone', Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0)],
])('what is no baseline JPEG is refused: %s', (_, bytes) => {
	expect(() => mosaic(bytes)).toThrow(expect.objectContaining({ code: 'damaged' }));
});

test('a progressive or a cut one is refused, never half shown', async () => {
	const { keyframes } = await examine(await fileSource(await footageFile('sample.3gp')));
	const jpeg = keyframes[0]?.jpeg ?? new Uint8Array();
	expect(() => mosaic(jpeg.slice(0, jpeg.length / 2))).toThrow(expect.objectContaining({ code: 'damaged' }));
	const progressive = jpeg.slice();
	progressive[Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc2;
	expect(() => mosaic(progressive)).toThrow(expect.objectContaining({ code: 'damaged' }));
});
