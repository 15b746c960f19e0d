import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { examine, memorySource } from '../../workers/media/examine.ts';
import { fileSource, folder, stock } from '../system/media-files.ts';
import { chunk, hugePng } from './huge-png.ts';

/** Attack 37: files made to cost time and memory. The limit is named; the worker goes on. */

it('a ten-hour video is examined: pictures are bounded, times exact', async () => {
	const home = await folder();
	const [minute, path] = [join(home, 'minute.mkv'), join(home, 'day.mkv')];
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc=s=160x120:r=2:d=60', '-c:v', 'mpeg4', '-g', '10', minute);
	await stock('ffmpeg', '-stream_loop', '599', '-i', minute, '-c', 'copy', path);
	let size = 0;
	const onManifest = (chunk: Uint8Array): void => {
		size += chunk.length;
	};
	const found = await examine(await fileSource(path), { onManifest });
	expect(found.format.durationMs).toBeGreaterThan(35_900_000);
	expect(found.keyframes.length).toBeGreaterThanOrEqual(110);
	expect(found.keyframes.length).toBeLessThanOrEqual(240);
	expect(found.packets).toMatchObject({ size, streams: [{ packets: 72_000 }] });
	expect(found.keyframes.every(({ frame, ptsMs }) => frame !== undefined && Math.abs(ptsMs - frame * 500) <= 600)).toBe(
		true,
	);
});

it('16k × 16k pixels meet the limit', async () => {
	await expect(examine(memorySource(hugePng(16_384)))).rejects.toMatchObject({ code: 'limit' });
});

it('a picture that only claims to be huge meets it too', async () => {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(0x7fffffff, 0);
	header.writeUInt32BE(0x7fffffff, 4);
	header.set([8, 6], 8);
	const bomb = Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(new Uint8Array(100))),
	]);
	await expect(examine(memorySource(bomb))).rejects.toMatchObject({
		code: expect.stringMatching(/^(limit|tool-failed)$/),
	});
});

it('archives are not unpacked', async () => {
	const bomb = gzipSync(new Uint8Array(2 ** 26));
	expect(await examine(memorySource(bomb))).toMatchObject({
		kind: 'document',
		format: { container: 'gzip' },
		commands: [],
	});
});

it('a manifest larger than memory should hold meets the limit; streamed, it does not', async () => {
	const { defaultLimits } = await import('../../workers/media/limits.ts');
	const path = join(await folder(), 'a.mkv');
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'sine=d=60', '-c:a', 'pcm_s16le', path);
	const limits = { ...defaultLimits, manifestInMemory: 10_000 };
	await expect(examine(await fileSource(path), { limits })).rejects.toMatchObject({
		code: 'limit',
		message: expect.stringContaining('output'),
	});
	expect(await examine(await fileSource(path), { limits, onManifest: () => undefined })).toMatchObject({
		kind: 'audio',
	});
});
