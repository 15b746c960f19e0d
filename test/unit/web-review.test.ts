import { describe, expect, test } from 'vitest';
import { frameAt } from '../../src/client/case/frame-at.ts';
import type { Note } from '../../src/client/case/notes.ts';
import { cautionsOf, spanAt } from '../../src/web/rooms/review/spans.ts';
import { frameStart, stepFrom } from '../../src/web/rooms/review/transport.ts';
import { createWatchLog, lengthOf, merged } from '../../src/web/rooms/review/watch-log.ts';

describe('what was watched', () => {
	test('pictures one after the other are one range; a jump begins another', () => {
		const log = createWatchLog(100);
		for (let ms = 0; ms <= 1000; ms += 100) log.see(ms);
		log.cut();
		log.see(5000);
		expect(log.take()).toEqual([
			[0, 1000],
			[5000, 5100],
		]);
		expect(log.take()).toEqual([]);
	});

	test('what lies between two places far from each other was not seen, even without a cut', () => {
		const log = createWatchLog(40);
		log.see(0);
		log.see(10_000);
		expect(log.take()).toEqual([
			[0, 40],
			[10_000, 10_040],
		]);
	});

	test('going back sees single pictures', () => {
		const log = createWatchLog(40);
		for (const ms of [3000, 2000, 1000]) log.see(ms);
		expect(lengthOf(log.take())).toBe(120);
	});

	test('what could not be told is told next time, merged', () => {
		const log = createWatchLog(40);
		log.putBack([[0, 500]]);
		log.see(480);
		expect(log.pending()).toBe(520);
		expect(log.take()).toEqual([[0, 520]]);
	});

	test('never more ranges than a statement takes', () => {
		const log = createWatchLog(1);
		for (let i = 0; i < 12_000; i += 1) {
			log.see(i * 1000);
			log.cut();
		}
		const ranges = log.take();
		expect(ranges.length).toBeLessThanOrEqual(5000);
		expect(ranges[0]?.[0]).toBe(0);
	});

	test('ranges that overlap or touch are one', () => {
		expect(
			merged([
				[200, 300],
				[0, 100],
				[90, 210],
				[1000, 1100],
			]),
		).toEqual([
			[0, 300],
			[1000, 1100],
		]);
	});
});

describe('cautions', () => {
	const base = { id: 'a', item: 'b', index: 1, at: '', by: '', replaces: undefined, replacedBy: undefined };
	const note = (part: object): Note => ({
		...base,
		flag: null,
		tags: [],
		text: null,
		fromMs: null,
		toMs: null,
		unreadable: false,
		...part,
	});

	test('a range without an end goes to the end; one without times is about all of it', () => {
		const found = cautionsOf([
			note({ flag: 'do-not-show', fromMs: 500 }),
			note({ flag: 'warning' }),
			note({ flag: 'relevant', fromMs: 0, toMs: 10 }),
			{ ...base, unreadable: true },
		]);
		expect(found).toEqual({
			warnings: [],
			hidden: [{ fromMs: 500, toMs: Number.POSITIVE_INFINITY, text: '' }],
			hideAll: false,
			warnAll: true,
		});
	});

	test('a span is met at its first millisecond, and so much before as one looks ahead', () => {
		const spans = [{ fromMs: 1000, toMs: 2000, text: '' }];
		expect([999, 1000, 1999, 2000].map((ms) => spanAt(ms, spans) !== undefined)).toEqual([false, true, true, false]);
		expect(spanAt(700, spans, 350)).toBe(spans[0]);
		expect(spanAt(600, spans, 350)).toBeUndefined();
	});
});

describe('one picture on or back', () => {
	test('lands in the middle of the next, counted from the nearest picture whose time is known', () => {
		expect(stepFrom(0, 1, 10, [])).toBe(150);
		expect(stepFrom(150, -1, 10, [])).toBe(50);
		expect(stepFrom(0, -1, 10, [])).toBe(50);
		expect(stepFrom(1010, 1, 10, [{ frame: 10, ptsMs: 1003 }])).toBe(1153);
	});

	test('in and out are where the picture begins that one stepped to, in whole milliseconds that still show it', () => {
		expect(frameStart(150, 10, [])).toBe(100);
		expect(frameStart(100, 10, [])).toBe(100);
		expect(frameStart(1153, 10, [{ frame: 10, ptsMs: 1003 }])).toBe(1103);
		expect(frameStart(1234.4, undefined, [])).toBe(1234);
		for (const fps of [10, 12, 23.976, 25, 29.97, 30, 50, 59.94])
			for (let frame = 0; frame < 5000; frame += 1) {
				const start = frameStart(stepFrom((frame * 1000) / fps, 0, fps, []), fps, []);
				expect(start - (frame * 1000) / fps).toBeLessThan(1);
				expect(frameAt(start, fps, [])).toBe(frame);
				expect(frameStart(start, fps, [])).toBe(start);
			}
	});

	test('without a rate it is a short step', () => {
		expect(stepFrom(1000, 1, undefined, [])).toBe(1040);
	});
});
