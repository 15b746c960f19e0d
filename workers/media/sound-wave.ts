import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { ProbedStream } from './probe.ts';
import { isRefusal, type Runner } from './runner.ts';
import { WAVE_RATE, waveCommand } from './wave-command.ts';

/** Lowest and highest sample of each stretch of a recording, in the JSON of BBC's audiowaveform (version 2, 16 bits). */
export interface SoundWave {
	readonly version: 2;
	readonly channels: 1;
	/** Samples a second that were looked at; the bins follow each other from the file's first time stamp on. */
	readonly sample_rate: number;
	readonly samples_per_pixel: number;
	readonly bits: 16;
	/** Bins: pairs in `data`. */
	readonly length: number;
	/** Lowest, highest, lowest, highest, …, −32,768 to 32,767. */
	readonly data: readonly number[];
}

/** Never more pairs than this, however long the recording. */
export const MOST_BINS = 4000;
/** The shortest stretch: 20 ms. */
const FIRST_BIN = WAVE_RATE / 50;

/**
 * The sound wave of a stream, as the bytes of a file; undefined, with a warning, when its sound cannot be read or meets a
 * limit: the packets are hashed all the same. Rejects `no-jail`, and what ends an examination.
 */
export async function makeSoundWave(runner: Runner, { index }: ProbedStream): Promise<Bytes | undefined> {
	const { limits, formats } = runner;
	const wave = waveMaker();
	try {
		await runner.run([waveCommand(index, formats, limits.pixels)], {
			maxOutput: limits.soundOutput,
			onOutput: wave.take,
		});
	} catch (error) {
		if (!isRefusal(error) && !isCustosError(error, 'limit')) throw error;
		runner.warnings.push('no sound wave could be made');
		return undefined;
	}
	return utf8(JSON.stringify(wave.finish()));
}

/** Reads 16-bit samples as they come. Two bins become one whenever there are too many, so memory stays flat. */
export function waveMaker(): { take(chunk: Uint8Array): void; finish(): SoundWave } {
	const low = new Int16Array(MOST_BINS);
	const high = new Int16Array(MOST_BINS);
	let perBin = FIRST_BIN;
	let bins = 0;
	let inBin = 0;
	let [least, most] = [0, 0];
	let odd: number | undefined;

	const halve = (): void => {
		for (let i = 0; i < MOST_BINS / 2; i++) {
			low[i] = Math.min(low[2 * i] as number, low[2 * i + 1] as number);
			high[i] = Math.max(high[2 * i] as number, high[2 * i + 1] as number);
		}
		bins = MOST_BINS / 2;
		perBin *= 2;
	};
	const close = (): void => {
		low[bins] = least;
		high[bins] = most;
		bins++;
		inBin = 0;
	};
	const sample = (value: number): void => {
		if (inBin === perBin) {
			close();
			if (bins === MOST_BINS) halve();
		}
		if (inBin === 0) [least, most] = [value, value];
		else if (value < least) least = value;
		else if (value > most) most = value;
		inBin++;
	};
	return {
		take(chunk) {
			let at = 0;
			if (odd !== undefined && chunk.length > 0) {
				sample(signed(odd | ((chunk[0] as number) << 8)));
				at = 1;
				odd = undefined;
			}
			const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
			const end = chunk.length - ((chunk.length - at) % 2);
			for (; at < end; at += 2) sample(view.getInt16(at, true));
			if (at < chunk.length) odd = chunk[at];
		},
		finish() {
			if (inBin > 0) close();
			const data: number[] = [];
			for (let i = 0; i < bins; i++) data.push(low[i] as number, high[i] as number);
			return {
				version: 2,
				channels: 1,
				sample_rate: WAVE_RATE,
				samples_per_pixel: perBin,
				bits: 16,
				length: bins,
				data,
			};
		},
	};
}

function signed(value: number): number {
	return value >= 2 ** 15 ? value - 2 ** 16 : value;
}
