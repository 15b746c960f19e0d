import { describe, expect, it } from 'vitest';
import { nutBase } from '../../workers/media/ffmpeg.ts';
import { choose, intervalOf, isEnough, shapeOf, sheetOf, stretches } from '../../workers/media/plan.ts';
import type { ProbedStream } from '../../workers/media/probe.ts';

const stream = (more: Partial<ProbedStream>): ProbedStream => ({
	index: 0,
	codec_type: 'video',
	codec_name: 'h264',
	avg_frame_rate: '25/1',
	time_base: '1/12800',
	disposition: { attached_pic: 0 },
	side_data_list: [],
	tags: {},
	...more,
});
const picture = (ms: number, scene = 0, dark = 0) => ({ ms, scene, dark });

it('wants about 60 pictures, 2 s apart at least, 120 of ten hours', () => {
	expect(intervalOf(0)).toBe(2_000);
	expect(intervalOf(60_000)).toBe(2_000);
	expect(intervalOf(600_000)).toBe(10_000);
	expect(intervalOf(3_600_000)).toBe(60_000);
	expect(intervalOf(36_000_000)).toBe(300_000);
	expect(intervalOf(72_000_000)).toBe(600_000);
});

describe('the shape of pictures', () => {
	it('is at most 480 high, never enlarged, even', () => {
		expect(shapeOf(stream({ width: 1920, height: 1080 }))).toEqual({ width: 854, height: 480, turn: 0 });
		expect(shapeOf(stream({ width: 333, height: 247 }))).toEqual({ width: 334, height: 248, turn: 0 });
		expect(shapeOf(stream({ width: 20_000, height: 2 }))).toEqual({ width: 1920, height: 2, turn: 0 });
	});
	it('has square pixels', () => {
		expect(shapeOf(stream({ width: 720, height: 576, sample_aspect_ratio: '64:45' }))).toEqual({
			width: 854,
			height: 480,
			turn: 0,
		});
		expect(shapeOf(stream({ width: 320, height: 240, sample_aspect_ratio: '0:1' }))).toEqual({
			width: 320,
			height: 240,
			turn: 0,
		});
	});
	it('stands upright: the limit counts after turning', () => {
		const turned = shapeOf(stream({ width: 1920, height: 1080, side_data_list: [{ rotation: -90 }] }));
		expect(turned).toEqual({ width: 480, height: 270, turn: 90 });
		expect(shapeOf(stream({ width: 2, height: 2, tags: { rotate: '270' } })).turn).toBe(270);
		expect(shapeOf(stream({ width: 2, height: 2, side_data_list: [{}, { rotation: 180 }] })).turn).toBe(180);
	});
});

describe('the choice of pictures', () => {
	it('keeps the first, one of each interval, and changes of scene', () => {
		const reasons = choose(
			[0, 2, 4, 6, 10, 12].map((s) => picture(s * 1000, s === 6 ? 0.5 : 0.01)),
			0,
			10_000,
			240,
		);
		expect(reasons).toEqual(['first', undefined, undefined, 'scene', 'floor', undefined]);
	});
	it('counts intervals from time stamp zero, as the choice in ffmpeg does', () => {
		expect(
			choose(
				[0, 1_920, 3_840].map((ms) => picture(ms)),
				540,
				2_000,
				240,
			),
		).toEqual(['first', 'floor', 'floor']);
	});
	it('keeps what follows a black picture', () => {
		const reasons = choose(
			[picture(0, 0, 100), picture(1_000, 0, 99), picture(1_500, 0.1, 20), picture(1_800)],
			0,
			10_000,
			240,
		);
		expect(reasons).toEqual(['first', undefined, 'floor', undefined]);
	});
	it('gives up changes of scene first when there are too many', () => {
		const many = Array.from({ length: 100 }, (_, i) => picture(i * 1000, 0.3 + i / 1000));
		const reasons = choose(many, 0, 10_000, 20);
		expect(reasons.filter(Boolean)).toHaveLength(20);
		for (let i = 0; i < 100; i += 10) expect(reasons[i]).toBeDefined();
	});
});

describe('stretches decoded whole', () => {
	it('are gaps, joined where they touch', () => {
		const gaps = [
			{ fromMs: 0, toMs: 8_000 },
			{ fromMs: 8_000, toMs: 16_000 },
		];
		expect(stretches([picture(0)], gaps, 16_000, 2_000)).toEqual({ wanted: [{ fromMs: 0, toMs: 16_000 }], left: 0 });
	});
	it('follow black pictures, up to the next or one interval', () => {
		const dark = [picture(0), picture(2_000, 0, 100), picture(4_000, 0, 100), picture(9_000)];
		expect(stretches(dark, [], 12_000, 2_000).wanted).toEqual([{ fromMs: 2_000, toMs: 6_000 }]);
		expect(stretches([picture(0, 0, 100), picture(1_500)], [], 3_000, 2_000).wanted).toEqual([]);
	});
	it('are bounded, and what is left out is told', () => {
		const gaps = Array.from({ length: 40 }, (_, i) => ({ fromMs: i * 100_000, toMs: i * 100_000 + 50_000 }));
		expect(stretches([picture(0)], gaps, 4_000_000, 1_000)).toMatchObject({ left: 24 });
		const day = stretches([picture(0)], [{ fromMs: 0, toMs: 86_400_000 }], 86_400_000, 1_000);
		expect(day).toEqual({ wanted: [{ fromMs: 0, toMs: 1_800_000 }], left: 1 });
	});
});

it('notices when ffmpeg let through fewer pictures than asked', () => {
	const at = (...seconds: number[]) => seconds.map((s) => picture(s * 1000));
	expect(isEnough(at(0, 10, 20, 30), 300, 39_000, 10_000)).toBe(true);
	expect(isEnough(at(0), 300, 39_000, 10_000)).toBe(false);
	expect(isEnough([], 0, 0, 10_000)).toBe(true);
});

it('spreads the contact sheet evenly', () => {
	expect(sheetOf(3)).toEqual({ picks: [0, 1, 2], columns: 3, rows: 1 });
	expect(sheetOf(40)).toMatchObject({ columns: 5, rows: 4 });
	expect(sheetOf(40).picks.slice(0, 3)).toEqual([0, 2, 4]);
	expect(sheetOf(7)).toMatchObject({ columns: 5, rows: 2 });
});

it('knows the time base the NUT muxer takes', () => {
	expect(nutBase('1/12800')).toBe('1/51200');
	expect(nutBase('1/1000')).toBe('1/64000');
	expect(nutBase('1/90000')).toBe('1/90000');
	expect(nutBase('1/200000')).toBe('1/200000');
});
