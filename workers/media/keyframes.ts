import type { Bytes } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { type Clock, clockOf } from './clock.ts';
import {
	extractCommand,
	extractedPicturesCommand,
	keyPicturesCommand,
	type Shape,
	sheetCommand,
	stretchCommand,
} from './ffmpeg.ts';
import type { Command } from './jail.ts';
import { KeyList } from './key-list.ts';
import { lineReader } from './lines.ts';
import { type Picture, PictureStream } from './picture-stream.ts';
import {
	BUDGET_MS,
	choiceOf,
	choose,
	intervalOf,
	isBlack,
	isEnough,
	type Reason,
	shapeOf,
	sheetOf,
	stretches,
} from './plan.ts';
import { durationOf, type Probe, type ProbedStream } from './probe.ts';
import { isRefusal, type Runner } from './runner.ts';
import { memorySource } from './source.ts';

/** A picture kept, and exactly where in the video it stands. */
export interface Keyframe {
	/** Milliseconds since the file's first time stamp. */
	readonly ptsMs: number;
	/** Ticks of `timeBase`, as in the file. */
	readonly pts: number;
	readonly timeBase: string;
	/** How many packets of the stream are shown before this one; undefined when the file does not say. */
	readonly frame?: number;
	readonly reason: Reason;
	readonly jpeg: Bytes;
}

/** Pictures taken of one stretch. */
const MOST_OF_STRETCH = 120;

interface Video {
	readonly runner: Runner;
	readonly index: number;
	readonly shape: Shape;
	readonly clock: Clock;
}

type Timed = Picture & { ms: number };

/**
 * The pictures of a video stream, in order of time: see plan.ts for which. `guessedMs` stands in for a duration the file
 * does not tell. Rejects `tool-failed`, `limit`, `no-jail`.
 */
export async function makeKeyframes(
	runner: Runner,
	probe: Probe,
	stream: ProbedStream,
	guessedMs: number,
): Promise<Keyframe[]> {
	const durationMs = durationOf(probe);
	const endMs = durationMs ?? guessedMs;
	const startMs = 1000 * (probe.format.start_time ?? 0);
	const intervalMs = intervalOf(endMs);
	const list = new KeyList(2 * intervalMs);
	const clock = clockOf(stream.time_base, startMs / 1000);
	const video: Video = { runner, index: stream.index, shape: shapeOf(stream), clock };
	const decoded = await decodeKeys(video, list, intervalMs);
	const reasons = choose(decoded, startMs, intervalMs, runner.limits.keyframes);
	const kept = decoded.flatMap((picture, i) =>
		reasons[i] === undefined ? [] : [{ picture, reason: reasons[i] as Reason }],
	);

	const gaps = list.gaps.map((gap) => ({ fromMs: clock.ms(gap.from), toMs: clock.ms(gap.to) }));
	const lastMs = list.timeless ? 0 : Math.max(0, clock.ms(list.last ?? 0));
	if (decoded.length === 0) gaps.push({ fromMs: 0, toMs: durationMs ?? BUDGET_MS });
	else if (endMs - lastMs > 2 * intervalMs) gaps.push({ fromMs: lastMs, toMs: endMs });
	const { wanted, left } = stretches(decoded, gaps, endMs, intervalMs);
	if (left > 0) runner.warnings.push(`key frames are rare or dark: ${left} stretches were not looked into`);
	for (const { fromMs, toMs } of wanted) {
		const most = Math.min(MOST_OF_STRETCH, Math.ceil((toMs - fromMs) / intervalMs) + 1);
		const stretch = { fromMs, lengthMs: toMs - fromMs, everyMs: intervalMs, most };
		const command = stretchCommand(
			video.index,
			stretch,
			video.shape,
			clock.timeBase,
			runner.formats,
			runner.limits.pixels,
		);
		for (const picture of await decode(video, command)) {
			const near = kept.filter((one) => Math.abs(one.picture.ms - picture.ms) < intervalMs / 2);
			if (near.some((one) => !isBlack(one.picture) || one.picture.pts === picture.pts)) continue;
			kept.push({ picture, reason: kept.length === 0 ? 'first' : 'floor' });
		}
	}
	return distinct(kept.sort((a, b) => a.picture.pts - b.picture.pts))
		.slice(0, runner.limits.keyframes)
		.map(({ picture, reason }) => ({
			ptsMs: picture.ms,
			pts: picture.pts,
			timeBase: clock.timeBase,
			reason,
			jpeg: picture.jpeg,
		}));
}

/** One JPEG with up to 20 of the pictures, five in a row. */
export async function makeSheet(runner: Runner, keyframes: readonly { jpeg: Bytes }[]): Promise<Bytes> {
	const { picks, columns, rows } = sheetOf(keyframes.length);
	const source = memorySource(Buffer.concat(picks.map((i) => (keyframes[i] as { jpeg: Bytes }).jpeg)));
	const sheet = await runner.read(sheetCommand(columns, rows, runner.limits.pixels), {
		source,
		maxOutput: runner.limits.pictureOutput,
	});
	if (sheet[0] !== 0xff || sheet[1] !== 0xd8) throw new CustosError('tool-failed', 'ffmpeg made no contact sheet');
	return sheet;
}

/** All pictures a command makes. */
export async function pictures(runner: Runner, command: Command): Promise<Picture[]> {
	const made = new PictureStream();
	await runner.run([command], {
		maxOutput: runner.limits.pictureOutput,
		onOutput: (chunk) => made.takePictures(chunk),
		onSide: (chunk) => made.takeLines(chunk),
	});
	return made.finish();
}

/** Chosen key frames, decoded while the file is read once; `list` hears of all of them. */
async function decodeKeys({ runner, index, shape, clock }: Video, list: KeyList, intervalMs: number): Promise<Timed[]> {
	const { formats, limits } = runner;
	const made = new PictureStream();
	try {
		const extract = extractCommand(index, choiceOf(intervalMs), clock.timeBase, formats, limits.pixels);
		await runner.run([extract, extractedPicturesCommand(shape, clock.timeBase, limits.pixels)], {
			maxOutput: limits.pictureOutput,
			onOutput: (chunk) => made.takePictures(chunk),
			onSide: (chunk) => made.takeLines(chunk),
			onList: lineReader((line) => list.take(line)),
		});
		const timed = made
			.finish()
			.map((picture) => ({ ...picture, ms: clock.ms(picture.pts) }))
			.sort((a, b) => a.pts - b.pts);
		if (list.timeless) return [];
		if (isEnough(timed, list.count, clock.ms(list.last ?? 0), intervalMs)) return timed;
	} catch (error) {
		if (!isRefusal(error)) throw error;
		if (list.timeless) return [];
	}
	// Not every codec fits into NUT, and another ffmpeg may count time otherwise: then all are decoded from the file itself.
	return decode(
		{ runner, index, shape, clock },
		keyPicturesCommand(index, shape, clock.timeBase, formats, limits.pixels),
	);
}

async function decode(video: Video, command: Command): Promise<Timed[]> {
	try {
		const made = await pictures(video.runner, command);
		return made.map((picture) => ({ ...picture, ms: video.clock.ms(picture.pts) })).sort((a, b) => a.pts - b.pts);
	} catch (error) {
		if (!isRefusal(error)) throw error;
		video.runner.warnings.push('some pictures could not be decoded');
		return [];
	}
}

function distinct<T extends { picture: Picture; reason: Reason }>(sorted: readonly T[]): T[] {
	return sorted.filter(({ picture }, i) => i === 0 || sorted[i - 1]?.picture.pts !== picture.pts);
}
