import { z } from 'zod';
import { CustosError } from '../../domain/errors.ts';

/** How the file is named among what a worker made. */
export const SOUND_WAVE = 'sound-wave.json';
const MOST_BINS = 4000;
const FULL = 2 ** 15;

const Sample = z
	.number()
	.int()
	.min(-FULL)
	.max(FULL - 1);
/** BBC audiowaveform's JSON, as far as workers write it. */
const File = z.object({
	version: z.literal(2),
	channels: z.literal(1),
	sample_rate: z.number().int().positive(),
	samples_per_pixel: z.number().int().positive(),
	bits: z.literal(16),
	length: z.number().int().min(0).max(MOST_BINS),
	data: z.array(Sample).max(2 * MOST_BINS),
});

/** The loudness of a recording from its beginning on: of each stretch its lowest and highest sample, −1 to 1. */
export interface SoundWave {
	/** Length of a stretch. */
	readonly binMs: number;
	readonly low: readonly number[];
	readonly high: readonly number[];
}

/** Reads the file a worker made. Throws `damaged`. */
export function parseSoundWave(bytes: Uint8Array): SoundWave {
	try {
		const { sample_rate, samples_per_pixel, length, data } = File.parse(JSON.parse(new TextDecoder().decode(bytes)));
		if (data.length !== 2 * length) throw new CustosError('damaged', 'the pairs of the sound wave are not all there');
		return {
			binMs: (1000 * samples_per_pixel) / sample_rate,
			low: data.filter((_, i) => i % 2 === 0).map((value) => value / FULL),
			high: data.filter((_, i) => i % 2 === 1).map((value) => value / FULL),
		};
	} catch (cause) {
		throw new CustosError('damaged', 'the sound wave of this item is malformed', { cause });
	}
}

/** A stretch that stands out of the rest; `peak` is its loudest sample, 0 to 1. */
export interface LoudMoment {
	readonly fromMs: number;
	readonly toMs: number;
	readonly peak: number;
}

/** Below this nothing is called loud: −40 dB of the loudest there can be. */
const AUDIBLE = 0.01;
/** Twice as loud as what is usual in the recording: 6 dB. */
const STANDS_OUT = 2;
/** Moments closer together than this are one. */
const GAP_MS = 1000;

/**
 * The loudest moments, in the order of time, at most `most`: where the sound is twice as loud as in the middle of all its
 * stretches. Empty for what is silent, or equally loud all through.
 */
export function loudMoments({ binMs, low, high }: SoundWave, most = 6): LoudMoment[] {
	const loud = high.map((value, i) => Math.max(value, -(low[i] as number)));
	const usual = [...loud].sort((a, b) => a - b)[Math.floor(loud.length / 2)] ?? 0;
	const threshold = Math.max(AUDIBLE, STANDS_OUT * usual);
	const found: { fromMs: number; toMs: number; peak: number }[] = [];
	for (const [i, peak] of loud.entries()) {
		if (peak < threshold) continue;
		const [fromMs, toMs] = [i * binMs, (i + 1) * binMs];
		const last = found.at(-1);
		if (last !== undefined && fromMs - last.toMs < GAP_MS) {
			last.toMs = toMs;
			last.peak = Math.max(last.peak, peak);
		} else found.push({ fromMs, toMs, peak });
	}
	return found
		.sort((a, b) => b.peak - a.peak)
		.slice(0, most)
		.sort((a, b) => a.fromMs - b.fromMs);
}

/** True where nothing can be heard at all. */
export function isSilent({ low, high }: SoundWave): boolean {
	return high.every((value, i) => value < AUDIBLE / 10 && -(low[i] as number) < AUDIBLE / 10);
}
