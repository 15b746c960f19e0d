import { compose, opening } from './ffmpeg.ts';
import type { Command } from './jail.ts';
import { type ProbedStream, pixelShapeOf, turnOf } from './probe.ts';

/** How a proxy is made: pure decisions, and the command. */

/** The longer side of a proxy's picture, at the most. */
const LONGEST = 1280;
/** Seconds between key frames, and so between the places a player can jump to. */
const GROUP = 2;

/** Which of ffmpeg's encoders are used. Both kinds of picture lie in an MP4, which browsers can seek in. */
export interface Encoders {
	readonly video: 'libx264' | 'libvpx-vp9';
	readonly audio: 'aac' | 'libopus' | undefined;
}

/** The best of what `ffmpeg -encoders` lists; undefined when it can make no picture that browsers play. */
export function chooseEncoders(listed: string): Encoders | undefined {
	const has = (name: string): boolean => new RegExp(`^ [VAS][A-Z.]{5} ${name} `, 'm').test(listed);
	const video = (['libx264', 'libvpx-vp9'] as const).find(has);
	const audio = (['aac', 'libopus'] as const).find(has);
	return video === undefined ? undefined : { video, audio };
}

/** The size of a proxy: upright, square pixels, even sides, never enlarged. `width` and `height` are before turning. */
export function proxyShape(stream: ProbedStream): { width: number; height: number; turn: 0 | 90 | 180 | 270 } {
	const width = Math.max(1, stream.width ?? 0) * pixelShapeOf(stream);
	const height = Math.max(1, stream.height ?? 0);
	const factor = Math.min(1, LONGEST / Math.max(width, height));
	const even = (side: number): number => Math.max(2, 2 * Math.round((side * factor) / 2));
	return { width: even(width), height: even(height), turn: turnOf(stream) };
}

const TURNS = { 0: '', 90: ',transpose=clock', 180: ',hflip,vflip', 270: ',transpose=cclock' } as const;
const PICTURE: Readonly<Record<Encoders['video'], readonly string[]>> = {
	// Without B-frames every time stamp is written as it was shown.
	libx264: ['-preset', 'veryfast', '-crf', '23', '-bf', '0', '-profile:v', 'main'],
	'libvpx-vp9': ['-deadline', 'realtime', '-cpu-used', '8', '-crf', '32', '-b:v', '0', '-row-mt', '1'],
};

/**
 * An encoder of sound begins some samples before the first, to which a time below zero belongs, and the muxer would then move
 * pictures and sound alike. So as many samples go: the first 21 ms are silent, and everything else is where it was.
 */
function soundOptions(index: number, encoder: NonNullable<Encoders['audio']>): string[] {
	const filter = ['-af', 'aresample=48000,atrim=start_sample=1024'];
	return ['-map', `0:${index}`, '-c:a', encoder, '-b:a', '96k', '-ac', '2', ...filter];
}

/**
 * Video and audio streams as a fragmented MP4 on standard output. Every picture of the original becomes one picture at the
 * same time after the file's first time stamp, in the stream's own time base: none is dropped, doubled or moved.
 */
export function proxyCommand(
	streams: { video: ProbedStream | undefined; audio: ProbedStream | undefined },
	encoders: Encoders,
	formats: string,
	maxPixels: number,
): Command {
	const { video, audio } = streams;
	const output: string[] = ['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1', '-threads', '2'];
	if (video !== undefined) {
		const { width, height, turn } = proxyShape(video);
		output.push('-map', `0:${video.index}`, '-c:v', encoders.video, ...PICTURE[encoders.video]);
		output.push('-force_key_frames', `expr:gte(t,n_forced*${GROUP})`, '-fps_mode', 'passthrough');
		output.push('-enc_time_base:v', '-1');
		const scale = `scale=${width}:${height}:flags=bilinear:out_range=tv`;
		output.push('-vf', `settb=${video.time_base},${scale},format=yuv420p,setsar=1${TURNS[turn]}`);
	}
	if (audio !== undefined && encoders.audio !== undefined) output.push(...soundOptions(audio.index, encoders.audio));
	const flags = '+empty_moov+default_base_moof+delay_moov+skip_trailer';
	if (video === undefined) output.push('-frag_duration', String(GROUP * 1_000_000), '-movflags', flags);
	else output.push('-movflags', `${flags}+frag_keyframe`);
	output.push('-f', 'mp4');
	return compose([...opening(formats, maxPixels), '-fflags', '+genpts', '-noautorotate'], output);
}
