import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CustosError } from '../../src/domain/errors.ts';
import { findTools, memorySource } from '../../workers/media/examine.ts';
import { boxesIn } from '../../workers/media/fragments.ts';
import { makeProxy, type PlayableCopy } from '../../workers/media/proxy.ts';
import type { Encoders } from '../../workers/media/proxy-plan.ts';
import { fileSource, folder, footageFile, stock } from './media-files.ts';

/** Makes the proxy of a file, and lays it down as a player would get it. */
async function proxyOf(
	path: string,
	encoders?: Encoders,
): Promise<{ path: string; bytes: Buffer; proxy: PlayableCopy }> {
	const media: Uint8Array[] = [];
	const sink = { write: async (bytes: Uint8Array) => void media.push(bytes.slice()) };
	const options = encoders === undefined ? {} : { encoders };
	const { head, proxy } = await makeProxy(await fileSource(path), async () => sink, options);
	const made = join(await folder(), 'proxy.mp4');
	const bytes = Buffer.concat([head, ...media]);
	await writeFile(made, bytes);
	return { path: made, bytes, proxy };
}

/** When each picture is shown, in milliseconds after `from` (the file's first time stamp), as stock ffprobe has it. */
async function timesOf(path: string, from?: number): Promise<number[]> {
	const show = (...args: string[]): Promise<string> =>
		stock('ffprobe', '-fflags', '+genpts', ...args, '-of', 'csv=p=0', path);
	const start = from ?? (Number.parseFloat(await show('-show_entries', 'format=start_time')) || 0);
	const lines = await show('-select_streams', 'V:0', '-show_entries', 'frame=best_effort_timestamp_time');
	const seconds = lines.split('\n').map((line) => Number.parseFloat(line));
	return seconds.filter((one) => !Number.isNaN(one)).map((one) => Math.round((one - start) * 1000));
}

const car = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25:d=6'];
const sound = ['-f', 'lavfi', '-i', 'sine=d=6'];

it.each<[what: string, name: string, args?: string[]]>([
	['mjpeg in AVI', '100_0306.AVI'],
	['mpeg4 in 3gp', 'sample.3gp'],
	['QuickTime', 'xmp480qt.mov'],
	['mpeg4 with B-frames in AVI', 'a.avi', [...car, '-c:v', 'mpeg4', '-bf', '2', '-g', '24']],
	[
		'hevc with sound',
		'a.mkv',
		[...car, ...sound, '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-c:a', 'aac'],
	],
	[
		'a transport stream, which does not start at zero',
		'a.ts',
		[...car, ...sound, '-c:v', 'mpeg2video', '-c:a', 'mp2', '-f', 'mpegts'],
	],
	[
		'uneven times',
		'a.mkv',
		[...car, '-vf', "select='not(mod(n\\,3))+gt(n\\,70)'", '-fps_mode', 'vfr', '-c:v', 'mpeg4'],
	],
	[
		'pictures that begin after the sound',
		'a.mkv',
		['-itsoffset', '0.6', ...car, ...sound, '-c:v', 'mpeg4', '-c:a', 'flac'],
	],
])('%s: every picture at its time', async (_, name, args) => {
	const path = args === undefined ? await footageFile(name) : join(await folder(), name);
	if (args !== undefined) await stock('ffmpeg', ...args, path);
	const { bytes, proxy, path: made } = await proxyOf(path);
	const [before, after] = [await timesOf(path), await timesOf(made, 0)];
	expect(before.length).toBeGreaterThan(10);
	expect(after).toHaveLength(before.length);
	const apart = after.map((time, i) => Math.abs(time - (before[i] as number)));
	expect(Math.max(...apart)).toBeLessThanOrEqual(1);
	expect(proxy).toMatchObject({ type: 'video/mp4', warnings: [] });
	expect(
		boxesIn(bytes)
			.slice(0, 6)
			.map((box) => box.type),
	).toEqual(['ftyp', 'moov', 'sidx', 'free', 'moof', 'mdat']);
	const shown = JSON.parse(await stock('ffprobe', '-show_format', '-show_streams', '-of', 'json', made));
	const codecs = shown.streams.map((one: { codec_name: string }) => one.codec_name);
	expect(codecs[0]).toBe('h264');
	expect(Number(shown.format.duration) * 1000).toBeGreaterThan((before.at(-1) as number) - 50);
	expect(shown.streams[0].width).toBeLessThanOrEqual(1280);
});

it('without libx264 it is VP9 and Opus, in the same container', async () => {
	const path = join(await folder(), 'a.avi');
	await stock('ffmpeg', ...car, ...sound, '-c:v', 'mpeg4', '-c:a', 'mp3', path);
	const { path: made, bytes } = await proxyOf(path, { video: 'libvpx-vp9', audio: 'libopus' });
	expect(await timesOf(made, 0)).toEqual(await timesOf(path));
	expect(boxesIn(bytes)[2]?.type).toBe('sidx');
	expect(await stock('ffprobe', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', made)).toBe('vp9\nopus\n');
});

it('sound alone', async () => {
	const path = join(await folder(), 'a.amr');
	await stock('ffmpeg', ...sound, '-ar', '8000', '-ac', '1', '-c:a', 'pcm_mulaw', '-f', 'wav', path);
	const { proxy, path: made } = await proxyOf(path);
	expect(proxy.type).toBe('audio/mp4');
	expect(Math.abs(proxy.durationMs - 6000)).toBeLessThan(100);
	expect(await stock('ffprobe', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', made)).toBe('aac\n');
});

it('what is no footage fails with what the tool said', async () => {
	const sink = async () => ({ write: async () => {} });
	const refused = makeProxy(memorySource(Buffer.from('a letter')), sink, { tools: await findTools() });
	await expect(refused).rejects.toBeInstanceOf(CustosError);
	await expect(refused).rejects.toMatchObject({ code: 'tool-failed' });
});
