import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '../../src/domain/bytes.ts';
import { openChunks, sealChunks } from '../../src/domain/envelope/body.ts';
import { CHUNK_SIZE, chunkRange, SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { paddedSize } from '../../src/domain/envelope/padding.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { examine, findTools, type Source, type Tools } from '../../workers/media/examine.ts';
import { output, time } from './machine.ts';
import type { Row } from './run.ts';

/** Key frames of ten minutes and of an hour of 1080p, in the jail, from the sealed file, beside one bare pass of ffmpeg over its key frames. */
export async function bench(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-keyframes-'));
	try {
		const minute = join(folder, 'minute.mp4');
		await output('ffmpeg', [
			'-v',
			'error',
			'-f',
			'lavfi',
			'-i',
			'testsrc2=s=1920x1080:r=25:d=60',
			'-vf',
			'noise=alls=12:allf=t',
			'-c:v',
			'libx264',
			'-preset',
			'ultrafast',
			'-b:v',
			'2M',
			'-g',
			'50',
			'-pix_fmt',
			'yuv420p',
			minute,
		]);
		const tools = await findTools(); // as the worker does when it starts
		const rows: Row[] = [];
		for (const [name, loops, goal] of [
			['ten minutes', 9, '< 1'],
			['one hour', 59, '< 0.5'],
		] as const) {
			const file = join(folder, 'video.mp4');
			await output('ffmpeg', ['-v', 'error', '-y', '-stream_loop', String(loops), '-i', minute, '-c', 'copy', file]);
			const bare = await time('ffmpeg', ['-v', 'error', '-skip_frame', 'nokey', '-i', file, '-f', 'null', '-']);
			const sealed = await sealedSource(file);
			const ours = await keyframeTime(sealed, tools);
			rows.push(
				{ what: `${name}: bare -skip_frame nokey pass`, value: bare, unit: 's' },
				{
					what: `${name}: ${ours.pictures} key frames, jailed, from the sealed file`,
					value: ours.seconds,
					unit: 's',
					ratio: { to: 'the bare pass', is: ours.seconds / bare, goal },
				},
				{ what: `${name}: the whole examination, every packet hashed`, value: ours.whole, unit: 's' },
			);
			await sealed.close();
		}
		return rows;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Seconds from the beginning to the beginning of the packets: what the pictures take; and the whole, with every packet hashed. */
async function keyframeTime(
	source: Source,
	tools: Tools,
): Promise<{ seconds: number; whole: number; pictures: number }> {
	const marks = new Map<string, number>();
	const begun = performance.now();
	const examination = await examine(source, {
		onProgress: (step) => marks.set(step, performance.now()),
		onManifest: () => undefined,
		tools,
	});
	return {
		seconds: ((marks.get('packets') ?? performance.now()) - begun) / 1000,
		whole: (performance.now() - begun) / 1000,
		pictures: examination.keyframes.length,
	};
}

/** A file sealed as an item is, opened chunk by chunk where it is read. */
async function sealedSource(path: string): Promise<Source & { close(): Promise<void> }> {
	const key = platform.randomBytes(32);
	const { size } = await stat(path);
	const padded = paddedSize('original', size);
	const [plain, body] = [await open(path), await open(`${path}.body`, 'w+')];
	const run = 256 * CHUNK_SIZE;
	for (let at = 0; at < padded; at += run) {
		const piece = new Uint8Array(Math.min(run, padded - at));
		if (at < size) await plain.read(piece, 0, Math.min(piece.length, size - at), at);
		const sealed = sealChunks(key, piece, at / CHUNK_SIZE, at + run >= padded);
		await body.write(sealed, 0, sealed.length, (at / CHUNK_SIZE) * SEALED_CHUNK_SIZE);
	}
	await plain.close();
	return {
		size,
		async read(offset, length) {
			const range = chunkRange(offset, length, padded);
			const sealed = new Uint8Array(range.sealedLength);
			await body.read(sealed, 0, range.sealedLength, range.sealedOffset);
			return openChunks(key, sealed as Bytes, range.firstChunk, range.isLast).subarray(range.skip, range.skip + length);
		},
		close: () => body.close(),
	};
}
