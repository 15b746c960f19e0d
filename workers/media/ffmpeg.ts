import ffmpeg from 'fluent-ffmpeg';
import { type Command, INPUT } from './jail.ts';

/**
 * The only place that knows ffmpeg's command line. Commands are composed with fluent-ffmpeg; it never spawns anything:
 * run.ts does, in the jail.
 */

/** Containers and raw streams ffmpeg may open. Nothing that names other files: no playlists, no concat, no patterns. */
export const mediaFormats = [
	'mov,matroska,avi,mpeg,mpegts,mpegvideo,h264,hevc,m4v,h263,h261,vc1,cavsvideo,dirac,obu,ivf,mjpeg,mpjpeg,flv,live_flv,kux',
	'asf,wtv,rm,ogg,mxf,gxf,nsv,nuv,dv,dhav,ifv,iv8,luodat,lmlm4,mxg,nc,ty,lvf,ser,smjpeg,vivo,viv,mlv,wav,w64,mp3,aac,flac,amr,amrnb',
	'amrwb,ac3,eac3,dts,truehd,aiff,au,caf,ape,tta,wv,gsm,dss,qcp,act,3dostr,avs2,avs3,av1',
].join(',');
/** Single pictures. */
export const imageFormats = 'jpeg_pipe,png_pipe,gif,webp_pipe,bmp_pipe,tiff_pipe,apng';

const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error'];
/** Digits of a time given to ffmpeg: microseconds. */
const MICROSECONDS = 3;

/**
 * Time stamps as they are in the file, display times made where a container keeps none (AVI). Not `-discard nokey`:
 * ffmpeg 5.1's mp4 reader then gives key frames the display times of others, and over HTTP it saves nothing.
 */
const TIMED = ['-fflags', '+genpts', '-copyts'];

export function opening(formats: string, maxPixels: number): string[] {
	return [
		'-threads',
		'1',
		'-max_streams',
		'128',
		'-max_pixels',
		String(maxPixels),
		'-protocol_whitelist',
		'http,tcp',
		'-format_whitelist',
		formats,
	];
}

export function compose(
	input: readonly string[],
	output: readonly string[],
	filters: readonly string[] = [],
	from = INPUT,
	to = 'pipe:1',
): Command {
	const command = ffmpeg(from)
		.inputOptions([...QUIET, ...input])
		.outputOptions([...output]);
	if (filters.length > 0) command.videoFilters([...filters]);
	return { program: 'ffmpeg', args: command.output(to)._getArguments() };
}

/** ffprobe: container and streams as JSON. fluent-ffmpeg has no composer for it. */
export function probeCommand(formats: string, maxPixels: number): Command {
	const args = [
		'-hide_banner',
		'-loglevel',
		'error',
		...opening(formats, maxPixels),
		'-print_format',
		'json',
		'-show_format',
		'-show_streams',
		INPUT,
	];
	return { program: 'ffprobe', args };
}

/** Which key packets `extractCommand` lets through; times in milliseconds. */
export interface Choice {
	/** The first packet of each interval. */
	readonly everyMs: number;
	/** Besides, the first in each interval whose size differs by this factor from the key packet before. */
	readonly factor: number;
}

/**
 * Chosen key packets of stream `index`, undecoded, in NUT; and on descriptor 3 a line of text per key packet. An
 * expression chooses while the file goes by, so one pass is enough: registers 0 to 2 of ffmpeg's evaluator hold the end
 * of the interval, the size of the key packet before, and whether the interval had its jump. Packets without a time, or before
 * the start, cannot go into NUT.
 */
export function extractCommand(
	index: number,
	{ everyMs, factor }: Choice,
	timeBase: string,
	formats: string,
	maxPixels: number,
): Command {
	const time = `pts*${nutBase(timeBase)}`;
	const every = everyMs / 1000;
	const due = `gte(${time},ld(0))+eq(ld(1),0)`;
	const next = `st(0,(floor(${time}/${every})+1)*${every})*0+st(2,0)*0+1`;
	const jump = `eq(ld(2),0)*gt(max(size,ld(1)),${factor}*min(size,ld(1)))`;
	const passes = `if(${due},${next},if(${jump},st(2,1),0))`;
	const drop = `if(key*gte(pts,0),st(3,${passes})*0+st(1,size)*0+not(ld(3)),1)`;
	return compose(
		[...opening(formats, maxPixels), ...TIMED],
		[
			'-map',
			`0:${index}`,
			'-c',
			'copy',
			'-bsf:v',
			`noise=drop='${drop}'`,
			'-avoid_negative_ts',
			'disabled',
			'-f',
			'nut',
			'pipe:1',
			'-map',
			`0:${index}`,
			'-c',
			'copy',
			'-bsf:v',
			'noise=drop=not(key)',
			'-f',
			'framecrc',
		],
		[],
		INPUT,
		'pipe:3',
	);
}

/**
 * The time base the NUT muxer takes instead of a stream's own, in which the expression above sees times: finer, until it
 * tells 1/48000 s apart (ff_choose_timebase).
 */
export function nutBase(timeBase: string): string {
	let [num, den] = timeBase.split('/').map(Number) as [number, number];
	const coarse = (): boolean => Math.floor(den / num) < 48_000;
	for (const factor of [2, 3, 5, 7, 9, 11, 13]) while (coarse() && num % factor === 0) num /= factor;
	while (coarse() && den < 2 ** 24) den *= 2;
	return `${num}/${den}`;
}

/** How pictures are shown: upright, square pixels, at most 480 high. `scale` is before `turn`. */
export interface Shape {
	readonly width: number;
	readonly height: number;
	/** Clockwise degrees that set the picture upright. */
	readonly turn: 0 | 90 | 180 | 270;
}

const TURNS: Record<Shape['turn'], string[]> = {
	0: [],
	90: ['transpose=clock'],
	180: ['hflip', 'vflip'],
	270: ['transpose=cclock'],
};
/** Share of dark pixels of each picture (blackframe), and its difference from the one before (scene). */
const DARKNESS = 'blackframe=amount=0:threshold=32';
/** The last filter gives the JPEG writer, which has no use for times, evenly rising ones. */
const PRINT = ['select=gte(scene\\,0)', 'metadata=mode=print:file=pipe\\\\:3', 'setpts=N/TB'];
const MEASURE = [DARKNESS, ...PRINT];
const PICTURES = ['-an', '-sn', '-dn', '-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mpjpeg'];

/** `settb` first: whatever the decoder's clock is, times are printed in the stream's own time base. */
function shaped({ width, height, turn }: Shape, timeBase: string): string[] {
	return [
		`settb=${timeBase}`,
		`scale=${width}:${height}:flags=fast_bilinear:out_range=full`,
		'format=yuvj420p',
		'setsar=1',
		...TURNS[turn],
	];
}

/** Every key frame as JPEG on standard output, with pts and measures on descriptor 3. */
export function keyPicturesCommand(
	index: number,
	shape: Shape,
	timeBase: string,
	formats: string,
	maxPixels: number,
): Command {
	return compose(
		[...opening(formats, maxPixels), ...TIMED, '-noautorotate', '-skip_frame:v', 'nokey'],
		['-map', `0:${index}`, ...PICTURES],
		[...shaped(shape, timeBase), ...MEASURE],
	);
}

/** The same of what `extractCommand` lets through. */
export function extractedPicturesCommand(shape: Shape, timeBase: string, maxPixels: number): Command {
	return compose(
		[
			'-f',
			'nut',
			'-threads',
			'1',
			'-max_pixels',
			String(maxPixels),
			'-protocol_whitelist',
			'pipe',
			'-format_whitelist',
			'nut',
			'-copyts',
			'-noautorotate',
		],
		['-map', '0:0', ...PICTURES],
		[...shaped(shape, timeBase), ...MEASURE],
		'pipe:0',
	);
}

/** A stretch of a video decoded whole, for pictures that are not black; times are milliseconds, `fromMs` counted from the file's start. */
export interface Stretch {
	readonly fromMs: number;
	readonly lengthMs: number;
	/** A picture is taken at most this often. */
	readonly everyMs: number;
	readonly most: number;
}

/** Pictures from within a stretch, key frames or not. */
export function stretchCommand(
	index: number,
	stretch: Stretch,
	shape: Shape,
	timeBase: string,
	formats: string,
	maxPixels: number,
): Command {
	const seconds = (ms: number): string => (ms / 1000).toFixed(MICROSECONDS);
	const every = (ms: number): string => `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${seconds(ms)})`;
	const lit = 'metadata=mode=select:key=lavfi.blackframe.pblack:value=98:function=less';
	return compose(
		[
			...opening(formats, maxPixels),
			'-noautorotate',
			'-copyts',
			...(stretch.fromMs > 0 ? ['-ss', seconds(stretch.fromMs)] : []),
			'-t',
			seconds(stretch.lengthMs),
		],
		['-map', `0:${index}`, '-frames:v', String(stretch.most), ...PICTURES],
		[
			every(Math.min(stretch.everyMs, 500)),
			...shaped(shape, timeBase),
			DARKNESS,
			lit,
			every(stretch.everyMs),
			...PRINT,
		],
	);
}

/** The first picture of an image, a cover or any stream. */
export function previewCommand(
	index: number,
	shape: Shape,
	timeBase: string,
	formats: string,
	maxPixels: number,
): Command {
	return compose(
		[...opening(formats, maxPixels), '-noautorotate', '-copyts'],
		['-map', `0:${index}`, '-frames:v', '1', ...PICTURES],
		[...shaped(shape, timeBase), ...MEASURE],
	);
}

/** JPEG pictures one after another → one JPEG of `columns` × `rows`. */
export function sheetCommand(columns: number, rows: number, maxPixels: number): Command {
	return compose(
		['-f', 'mjpeg', ...opening('mjpeg', maxPixels)],
		['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg'],
		['scale=320:-2', `tile=${columns}x${rows}:padding=4`],
	);
}

/** The packet manifest: a line per packet of every stream, with the SHA-256 of its bytes. */
export function manifestCommand(formats: string, maxPixels: number): Command {
	return compose(opening(formats, maxPixels), [
		'-map',
		'0',
		'-c',
		'copy',
		'-copy_unknown',
		'-f',
		'framehash',
		'-hash',
		'sha256',
	]);
}
