import { z } from 'zod';
import { CustosError } from '../../src/domain/errors.ts';

/** ffprobe's JSON, which a hostile file may have written: every value has a bound. Keys we do not use are dropped. */

const MANY = 128;
const word = z.string().max(256);
const side = z
	.number()
	.int()
	.min(0)
	.max(2 ** 20);
/** `12800/512`, both parts below 2^31. */
const ratio = z.string().regex(/^\d{1,10}\/\d{1,10}$/);
/** Seconds as ffprobe prints them; within three years, so that sums stay exact. */
const seconds = z
	.string()
	.regex(/^-?\d{1,8}\.\d{1,9}$/)
	.transform(Number)
	.pipe(z.number().min(-1e8).max(1e8));
const count = z
	.string()
	.regex(/^\d{1,12}$/)
	.transform(Number);
const tags = z
	.record(z.string().max(256), z.string().max(64 * 1024))
	.refine((all) => Object.keys(all).length <= 512)
	.default({});

const stream = z.object({
	index: z.number().int().min(0).max(MANY),
	codec_type: z.enum(['video', 'audio', 'subtitle', 'data', 'attachment', 'unknown']).default('unknown'),
	codec_name: word.default('unknown'),
	width: side.optional(),
	height: side.optional(),
	sample_aspect_ratio: z
		.string()
		.regex(/^\d{1,10}:\d{1,10}$/)
		.optional(),
	avg_frame_rate: ratio.default('0/0'),
	time_base: ratio.refine((text) => !/\/0+$|^0+\//.test(text)),
	duration: seconds.optional(),
	nb_frames: count.optional(),
	disposition: z.object({ attached_pic: z.number().default(0) }).default({ attached_pic: 0 }),
	side_data_list: z
		.array(z.object({ rotation: z.number().min(-3600).max(3600).optional() }))
		.max(MANY)
		.default([]),
	tags,
});

const document = z.object({
	streams: z.array(stream).max(MANY),
	format: z.object({
		format_name: word,
		start_time: seconds.optional(),
		duration: seconds.optional(),
		probe_score: z.number().int().min(0).max(100).default(0),
		tags,
	}),
});

export type Probe = z.infer<typeof document>;
export type ProbedStream = z.infer<typeof stream>;

/** Parses what ffprobe printed. Throws `tool-failed` for anything that is not believable. */
export function parseProbe(raw: Uint8Array): Probe {
	try {
		return document.parse(JSON.parse(new TextDecoder().decode(raw)));
	} catch (cause) {
		throw new CustosError('tool-failed', 'what ffprobe printed about this file is not believable', { cause });
	}
}

/** The stream that shows the picture: the first video that is no cover. */
export function videoOf(probe: Probe): ProbedStream | undefined {
	return probe.streams.find((one) => one.codec_type === 'video' && one.disposition.attached_pic === 0);
}

/** The stream a sound wave is made of: the first that is sound. */
export function soundOf(probe: Probe): ProbedStream | undefined {
	return probe.streams.find((one) => one.codec_type === 'audio');
}

/** Clockwise degrees that set the picture upright, from the display matrix or the older tag. */
export function turnOf(one: ProbedStream): 0 | 90 | 180 | 270 {
	const matrix = one.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
	const clockwise = matrix === undefined ? Number(one.tags['rotate'] ?? 0) : -matrix;
	const quarter = ((Math.round(clockwise / 90) % 4) + 4) % 4;
	return ([0, 90, 180, 270] as const)[quarter] ?? 0;
}

/** Width divided by height of one pixel. */
export function pixelShapeOf(one: ProbedStream): number {
	const [across, down] = (one.sample_aspect_ratio ?? '1:1').split(':').map(Number) as [number, number];
	return across > 0 && down > 0 ? across / down : 1;
}

/** Whole milliseconds; of the container, else of the longest stream. */
export function durationOf(probe: Probe): number | undefined {
	const all = [
		probe.format.duration ?? 0,
		...(probe.format.duration === undefined ? probe.streams.map((one) => one.duration ?? 0) : []),
	];
	const longest = Math.max(...all);
	return longest > 0 ? Math.round(longest * 1000) : undefined;
}
