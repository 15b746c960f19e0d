import { compose, opening } from './ffmpeg.ts';
import type { Command } from './jail.ts';

/** Samples a second a sound wave is made from: enough for speech, shots and whistles. */
export const WAVE_RATE = 16_000;

/**
 * One channel of stream `index` as 16-bit samples, little-endian, from the file's first time stamp on: where there is no
 * sound, silence. Pictures are not even read where the container lets them lie.
 */
export function waveCommand(index: number, formats: string, maxPixels: number): Command {
	return compose(
		[...opening(formats, maxPixels), '-discard:v', 'all'],
		[
			'-map',
			`0:${index}`,
			'-vn',
			'-sn',
			'-dn',
			'-af',
			`aresample=${WAVE_RATE}:async=1:first_pts=0,aformat=sample_fmts=s16:channel_layouts=mono`,
			'-c:a',
			'pcm_s16le',
			'-f',
			's16le',
		],
	);
}
