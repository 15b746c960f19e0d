import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSilent, loudMoments, parseSoundWave } from '../../src/client/case/sound-wave.ts';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { recordedPlace } from '../../src/report/verify/recorded-place.ts';
import { defaultLimits, type Examination, examine, memorySource } from '../../workers/media/examine.ts';
import { fileSource, folder, footageFile, stock } from './media-files.ts';

const look = async (path: string): Promise<Examination> => examine(await fileSource(path));

/** Checks an examination against what stock ffmpeg and ffprobe say of the same file. */
async function agrees(path: string, found: Examination): Promise<void> {
	const rows = (
		await stock('ffmpeg', '-i', path, '-map', '0', '-c', 'copy', '-f', 'framehash', '-hash', 'sha256', '-')
	).split('\n');
	const packets = rows.filter((row) => /^\d/.test(row)).map((row) => row.split(',').map((cell) => cell.trim()));
	for (const { index, packets: count, root } of found.packets?.streams ?? []) {
		const hashes = packets
			.filter(([stream]) => Number(stream) === index)
			.map((row) => leafHash(fromHex(row[5] as string)));
		expect(count).toBe(hashes.length);
		expect(root).toBe(toHex(rootOf(hashes)));
	}
	expect(Buffer.from(found.packets?.manifest ?? []).toString()).toBe(rows.join('\n'));
	const shown = await stock(
		'ffprobe',
		'-select_streams',
		'V:0',
		'-show_entries',
		'frame=best_effort_timestamp',
		'-of',
		'csv=p=0',
		path,
	);
	const times = shown.split('\n').map((line) => Number.parseInt(line, 10));
	for (const { pts, frame, jpeg } of found.keyframes) {
		expect(times).toContain(pts);
		if (frame !== undefined) expect(times.filter((time) => time < pts)).toHaveLength(frame);
		expect([...jpeg.subarray(0, 2), ...jpeg.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
	}
	expect(found.keyframes[0]?.reason).toBe('first');
	expect([...found.keyframes].sort((a, b) => a.pts - b.pts)).toEqual(found.keyframes);
}

it.each([
	['one-by-one-person-detection.mp4', 'mp4', 'h264', 55, 130],
	['car-detection.mp4', 'mp4', 'h264', 3, 30],
	['bottle-detection.mp4', 'mp4', 'h264', 3, 40],
	['again.mkv', 'matroska', 'h264', 1, 4],
	['100_0306.AVI', 'avi', 'mjpeg', 2, 4],
	['sample.3gp', '3gp', 'mpeg4', 1, 4],
	['with-gps.mp4', 'mp4', 'h264', 1, 4],
	['xmp480qt.mov', 'mov', 'h264', 1, 4],
])('footage: %s', async (name, container, videoCodec, fewest, most) => {
	const path = await footageFile(name);
	const found = await look(path);
	expect(found).toMatchObject({ kind: 'video', format: { container, videoCodec }, warnings: [] });
	if (path.includes('shared')) expect(found.keyframes.length).toBeGreaterThanOrEqual(fewest);
	expect(found.keyframes.length).toBeLessThanOrEqual(most);
	// Where it was recorded stays in the raw output, sealed with the working copy: what one searches by never says it.
	const place = path.includes('shared') && name === 'with-gps.mp4' ? '+51.4169-000.0806/' : undefined;
	expect(recordedPlace(found.probe?.raw as Uint8Array)).toBe(place);
	expect(JSON.stringify([found.format, found.summary])).not.toContain('51.4169');
	expect(found.contactSheet?.subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
	expect(JSON.stringify(found.summary)).not.toMatch(/location|51\.41/);
	expect(JSON.parse(Buffer.from(found.probe?.raw ?? []).toString()).format.filename).toBe(
		'http://127.0.0.1:8000/input',
	);
	await agrees(path, found);
});

const car = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25:d=12'];
const sound = ['-f', 'lavfi', '-i', 'sine=d=12'];
it.each<[what: string, name: string, args: string[]]>([
	[
		'hevc with sound',
		'a.mkv',
		[...car, ...sound, '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-c:a', 'aac'],
	],
	['moov at the end', 'a.mp4', [...car, ...sound, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac']],
	[
		'mpeg4 with B-frames in AVI, as old camera servers write it',
		'a.avi',
		['-f', 'lavfi', '-i', 'testsrc2=s=720x576:r=25:d=12', '-c:v', 'mpeg4', '-bf', '2', '-g', '24'],
	],
	[
		'a transport stream',
		'a.ts',
		[...car, ...sound, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-c:a', 'aac'],
	],
	[
		'fragmented mp4',
		'a.mp4',
		[...car, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-movflags', 'frag_keyframe+empty_moov'],
	],
	[
		'odd sizes',
		'a.mp4',
		['-f', 'lavfi', '-i', 'testsrc=s=333x247:r=10:d=7', '-c:v', 'libx264', '-pix_fmt', 'yuv444p', '-g', '20'],
	],
	['every frame a key frame', 'a.mov', [...car, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']],
	[
		'one key frame only',
		'a.mkv',
		[...car, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '9999', '-sc_threshold', '0'],
	],
	['vp8', 'a.webm', ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=25:d=12', '-c:v', 'libvpx', '-deadline', 'realtime']],
])('made: %s', async (_, name, args) => {
	const path = join(await folder(), name);
	await stock('ffmpeg', ...args, path);
	const found = await look(path);
	expect(found).toMatchObject({ kind: 'video', warnings: [] });
	await agrees(path, found);
	const times = found.keyframes.map((one) => one.ptsMs);
	for (const [i, time] of times.entries())
		expect((times[i + 1] ?? found.format.durationMs ?? 0) - time).toBeLessThan(6_000);
});

it('each picture is the one its time names', async () => {
	// The brightness of a frame tells its number.
	const path = join(await folder(), 'a.mp4');
	const numbered = "geq=lum='16+6*mod(N,32)':cb=128:cr=128,format=yuv420p";
	await stock(
		'ffmpeg',
		'-f',
		'lavfi',
		'-i',
		'nullsrc=s=64x64:r=10:d=40',
		'-vf',
		numbered,
		'-c:v',
		'libx264',
		'-g',
		'7',
		'-bf',
		'2',
		'-qp',
		'4',
		path,
	);
	const found = await look(path);
	expect(found.keyframes.length).toBeGreaterThan(18);
	const grey = async (file: string): Promise<Buffer> => {
		const raw = join(await folder(), 'a.grey');
		await stock('ffmpeg', '-i', file, '-vf', 'scale=2:2:out_range=full,format=gray', '-f', 'rawvideo', raw);
		return readFile(raw);
	};
	const all = await grey(path);
	for (const { jpeg, frame = -1, ptsMs } of found.keyframes) {
		const file = join(await folder(), 'a.jpg');
		await writeFile(file, jpeg);
		expect(ptsMs).toBe(frame * 100);
		expect(Math.abs(((await grey(file))[0] as number) - (all[4 * frame] as number)), `frame ${frame}`).toBeLessThan(3);
	}
});

it('stands upright when the file says how it was held', async () => {
	for (const held of ['90', '180', '270']) {
		const [plain, path] = [join(await folder(), 'plain.mp4'), join(await folder(), 'a.mp4')];
		await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=10:d=1', '-c:v', 'libx264', plain);
		await stock('ffmpeg', '-i', plain, '-c', 'copy', '-metadata:s:v', `rotate=${held}`, path);
		const found = await look(path);
		expect(found.format).toMatchObject(held === '180' ? { width: 320, height: 240 } : { width: 240, height: 320 });
		const file = join(await folder(), 'a.jpg');
		await writeFile(file, found.keyframes[0]?.jpeg ?? '');
		const [ours, theirs] = [await small(file), await small(path)];
		for (const [i, value] of ours.entries()) expect(Math.abs(value - (theirs[i] as number)), held).toBeLessThan(24);
	}
});

/** The first picture as stock ffmpeg shows it, 4 × 4 pixels. */
async function small(path: string): Promise<Buffer> {
	const raw = join(await folder(), 'a.rgb');
	await stock(
		'ffmpeg',
		'-i',
		path,
		'-frames:v',
		'1',
		'-vf',
		'scale=4:4:flags=area',
		'-pix_fmt',
		'rgb24',
		'-f',
		'rawvideo',
		raw,
	);
	return readFile(raw);
}

it('looks behind black pictures', async () => {
	const path = join(await folder(), 'a.mp4');
	const scenes = '[0][1]concat=n=2,format=yuv420p';
	await stock(
		'ffmpeg',
		'-f',
		'lavfi',
		'-i',
		'color=black:s=320x240:r=25:d=1',
		'-f',
		'lavfi',
		'-i',
		'testsrc2=s=320x240:r=25:d=3',
		'-filter_complex',
		scenes,
		'-c:v',
		'libx264',
		'-g',
		'250',
		'-sc_threshold',
		'0',
		path,
	);
	const found = await look(path);
	expect(found.keyframes[0]).toMatchObject({ ptsMs: 0, reason: 'first' });
	expect(found.keyframes[1]?.ptsMs).toBeGreaterThanOrEqual(1_000);
	expect(found.keyframes[1]?.ptsMs).toBeLessThan(1_600);
	await agrees(path, found);
});

it('a file cut off in the middle gives what is there, and says so', async () => {
	const path = join(await folder(), 'a.mkv');
	await stock('ffmpeg', ...car, '-c:v', 'libx264', '-g', '25', path);
	const bytes = new Uint8Array(await readFile(path));
	const found = await examine(memorySource(bytes.subarray(0, bytes.length / 2)));
	expect(found.kind).toBe('video');
	expect(found.keyframes.length).toBeGreaterThan(1);
	expect(found.warnings).not.toEqual([]);
});

it('an mp4 without its index claims to be media and cannot be read: failed, never done', async () => {
	const path = join(await folder(), 'a.mp4');
	await stock('ffmpeg', ...car, '-c:v', 'libx264', path);
	const bytes = new Uint8Array(await readFile(path));
	await expect(examine(memorySource(bytes.subarray(0, bytes.length / 2)))).rejects.toMatchObject({
		code: 'tool-failed',
		cause: { name: 'ToolReport', exitCode: 1 },
	});
});

it.each([
	['jpg', 'jpeg'],
	['png', 'png'],
	['gif', 'gif'],
	['webp', 'webp'],
	['bmp', 'bmp'],
	['tiff', 'tiff'],
])('an image has one preview: %s', async (extension, container) => {
	const path = join(await folder(), `a.${extension}`);
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc=s=1301x701:d=1', '-frames:v', '1', path);
	const found = await look(path);
	expect(found).toMatchObject({ kind: 'image', format: { container, width: 1301, height: 701 }, warnings: [] });
	expect(found.keyframes).toHaveLength(1);
	expect(found.packets).toBeUndefined();
});

it('sound alone', async () => {
	const path = join(await folder(), 'a.mp3');
	await stock('ffmpeg', ...sound, path);
	const found = await look(path);
	expect(found).toMatchObject({ kind: 'audio', format: { container: 'mp3', hasAudio: true }, keyframes: [] });
	expect(found.packets?.streams).toMatchObject([{ index: 0, codecType: 'audio' }]);
	expect(found.contactSheet).toBeUndefined();
});

it('letters and unknown files are no failure', async () => {
	const text = await examine(memorySource(Buffer.from('Dear colleague, …')));
	expect(text).toMatchObject({ kind: 'document', format: { container: 'text' }, keyframes: [], commands: [] });
	const noise = new Uint8Array(20_000).map((_, i) => (i * 2_654_435_761) >>> 13);
	expect(await examine(memorySource(noise))).toMatchObject({ kind: 'unknown', keyframes: [] });
	expect(await examine(memorySource(new Uint8Array(0)))).toMatchObject({ kind: 'document' });
});

it('streams the manifest, tells its steps, and reads a file hardly more than once a pass', async () => {
	const path = await footageFile('car-detection.mp4');
	const source = await fileSource(path);
	const [chunks, steps]: [Uint8Array[], string[]] = [[], []];
	const found = await examine(source, {
		onManifest: async (chunk) => void chunks.push(chunk),
		onProgress: (step) => void steps.push(step),
	});
	expect(steps).toEqual(['probe', 'keyframes', 'sound', 'packets']);
	expect(found.packets).not.toHaveProperty('manifest');
	expect(found.packets?.size).toBe(Buffer.concat(chunks).length);
	expect((await look(path)).packets?.manifest).toEqual(new Uint8Array(Buffer.concat(chunks)));
	expect(source.given() / source.size).toBeLessThan(4);
	expect(found.commands.every(({ args }) => !args.join(' ').includes(path))).toBe(true);
});

it('a sound wave has its loud moment where it is heard', async () => {
	const path = join(await folder(), 'a.mp4');
	// Quiet noise, and at 6.5 s for half a second something loud.
	const loud = "aevalsrc='0.02*random(0)+0.8*between(t,6.5,7)*sin(880*PI*2*t)':s=44100:d=12";
	await stock(
		'ffmpeg',
		...car,
		'-f',
		'lavfi',
		'-i',
		loud,
		'-c:v',
		'libx264',
		'-preset',
		'ultrafast',
		'-c:a',
		'aac',
		path,
	);
	const found = await look(path);
	expect(found.warnings).toEqual([]);
	const wave = parseSoundWave(found.soundWave ?? new Uint8Array());
	expect(wave.binMs).toBe(20);
	expect(Math.abs(wave.high.length * wave.binMs - 12_000)).toBeLessThan(100);
	const moments = loudMoments(wave);
	expect(moments).toHaveLength(1);
	expect(Math.abs((moments[0]?.fromMs ?? 0) - 6_500)).toBeLessThan(100);
	expect(Math.abs((moments[0]?.toMs ?? 0) - 7_000)).toBeLessThan(100);
	expect(moments[0]?.peak).toBeGreaterThan(0.5);
});

it('the wave of sound that begins later than the picture keeps its place', async () => {
	const path = join(await folder(), 'a.mkv');
	const late = [...car, '-itsoffset', '4', '-f', 'lavfi', '-i', 'sine=d=3'];
	await stock('ffmpeg', ...late, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'flac', path);
	const wave = parseSoundWave((await look(path)).soundWave ?? new Uint8Array());
	const first = wave.high.findIndex((one) => one > 0.05) * wave.binMs;
	expect(Math.abs(first - 4_000)).toBeLessThan(100);
});

it.each(['car-detection.mp4', 'sample.3gp', '100_0306.AVI'])('real footage with sound has a wave: %s', async (name) => {
	const found = await look(await footageFile(name));
	const wave = parseSoundWave(found.soundWave ?? new Uint8Array());
	expect(Math.abs(wave.high.length * wave.binMs - (found.format.durationMs ?? 0))).toBeLessThan(500);
	// What stock ffmpeg calls the loudest sample of all.
	const said = await stock(
		'ffprobe',
		'-f',
		'lavfi',
		`amovie=${await footageFile(name)},aresample=16000,aformat=sample_fmts=flt:channel_layouts=mono,astats=metadata=1`,
		'-show_entries',
		'frame_tags=lavfi.astats.Overall.Max_level',
		'-of',
		'csv=p=0',
	);
	const level = Number(said.trim().split('\n').at(-1));
	expect(Math.max(...wave.high)).toBeCloseTo(Math.min(1, level), 1);
});

it('silence has a flat wave; what has no sound, or sound nobody can read, has none', async () => {
	const silent = join(await folder(), 'a.mp4');
	await stock(
		'ffmpeg',
		...car,
		'-f',
		'lavfi',
		'-i',
		'anullsrc=d=12',
		'-c:v',
		'libx264',
		'-preset',
		'ultrafast',
		'-c:a',
		'aac',
		'-shortest',
		silent,
	);
	expect(isSilent(parseSoundWave((await look(silent)).soundWave ?? new Uint8Array()))).toBe(true);

	const mute = await look(await footageFile('bottle-detection.mp4'));
	expect(mute.format.hasAudio ? undefined : mute.soundWave).toBeUndefined();

	// Sound in a codec's name only: the packets are hashed all the same, and the warning says why there is no wave.
	const path = join(await folder(), 'a.avi');
	await stock('ffmpeg', ...car, ...sound, '-c:v', 'mpeg4', '-c:a', 'pcm_s16le', path);
	const bytes = new Uint8Array(await readFile(path));
	const strf = Buffer.from(bytes).lastIndexOf('strf');
	bytes.set([0x77, 0x77], strf + 8);
	const found = await examine(memorySource(bytes));
	expect(found.soundWave).toBeUndefined();
	expect(found.warnings).toContain('no sound wave could be made');
	expect(found.packets?.streams).toHaveLength(2);
});

it('a wave that would cost too much is left out, and the examination goes on', async () => {
	const path = join(await folder(), 'a.mp3');
	await stock('ffmpeg', ...sound, path);
	const found = await examine(await fileSource(path), { limits: { ...defaultLimits, soundOutput: 10_000 } });
	expect(found).not.toHaveProperty('soundWave');
	expect(found.warnings).toContain('no sound wave could be made');
	expect(found.packets?.streams).toHaveLength(1);
});
