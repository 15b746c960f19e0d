import { expect, test } from 'vitest';
import { isSilent, loudMoments, parseSoundWave, type SoundWave } from '../../src/client/case/sound-wave.ts';
import { MOST_BINS, waveMaker } from '../../workers/media/sound-wave.ts';

/** Little-endian samples, 16,000 a second. */
function samples(values: readonly number[]): Uint8Array {
	const view = new DataView(new ArrayBuffer(2 * values.length));
	for (const [i, value] of values.entries()) view.setInt16(2 * i, value, true);
	return new Uint8Array(view.buffer);
}

const wave = (of: readonly number[]): SoundWave => ({ binMs: 100, low: of.map((one) => -one), high: of });

test('lowest and highest of every 20 ms, however the samples are cut into chunks', () => {
	const all = Array.from({ length: 800 }, (_, i) => (i === 350 ? -30_000 : i === 799 ? 12_345 : i % 7));
	const bytes = samples(all);
	const expected = { samples_per_pixel: 320, length: 3, data: [0, 6, -30_000, 6, 0, 12_345] };
	for (const size of [1, 3, 64, 1600]) {
		const maker = waveMaker();
		for (let at = 0; at < bytes.length; at += size) maker.take(bytes.slice(at, at + size));
		expect(maker.finish()).toMatchObject(expected);
	}
});

test('a long recording has longer stretches, never more of them, and loses no peak', () => {
	const maker = waveMaker();
	const second = samples(new Array(16_000).fill(0));
	for (let i = 0; i < 300; i++) maker.take(i === 123 ? samples([-32_768, 32_767]) : second);
	const made = maker.finish();
	expect(made.length).toBeLessThanOrEqual(MOST_BINS);
	expect(made.length).toBeGreaterThan(MOST_BINS / 2 - 1);
	const { binMs, low, high } = parseSoundWave(new TextEncoder().encode(JSON.stringify(made)));
	const at = high.findIndex((one) => one > 0.9);
	expect(low[at]).toBe(-1);
	expect(Math.abs(at * binMs - 123_000)).toBeLessThan(2 * binMs);
	expect(high.filter((one) => one > 0)).toHaveLength(1);
});

test('loud moments stand out of what is usual, and close ones are one', () => {
	const quiet = new Array(100).fill(0.05);
	const one = [...quiet];
	one[20] = 0.5;
	one[25] = 0.9;
	one[70] = 0.2;
	expect(loudMoments(wave(one))).toEqual([
		{ fromMs: 2000, toMs: 2600, peak: 0.9 },
		{ fromMs: 7000, toMs: 7100, peak: 0.2 },
	]);
	expect(loudMoments(wave(one), 1)).toEqual([{ fromMs: 2000, toMs: 2600, peak: 0.9 }]);
	expect(loudMoments(wave(quiet))).toEqual([]);
	expect(loudMoments(wave([]))).toEqual([]);
	expect([isSilent(wave(quiet)), isSilent(wave([0, 0.0005])), isSilent(wave([]))]).toEqual([false, true, true]);
});

test.each([
	['no JSON', '{'],
	[
		'other bits',
		JSON.stringify({ version: 2, channels: 1, sample_rate: 1, samples_per_pixel: 1, bits: 8, length: 0, data: [] }),
	],
	[
		'half a pair',
		JSON.stringify({ version: 2, channels: 1, sample_rate: 1, samples_per_pixel: 1, bits: 16, length: 1, data: [1] }),
	],
	[
		'too loud',
		JSON.stringify({
			version: 2,
			channels: 1,
			sample_rate: 1,
			samples_per_pixel: 1,
			bits: 16,
			length: 1,
			data: [0, 4e9],
		}),
	],
])('a file that is none is damaged: %s', (_, text) => {
	expect(() => parseSoundWave(new TextEncoder().encode(text))).toThrow(expect.objectContaining({ code: 'damaged' }));
});
