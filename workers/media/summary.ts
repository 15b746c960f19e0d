import { durationOf, type Probe, pixelShapeOf, turnOf, videoOf } from './probe.ts';

export type Kind = 'video' | 'audio' | 'image' | 'document' | 'unknown';

/** The technical facts in a few normal words. What is not known is left out. */
export interface Format {
	readonly container: string;
	readonly videoCodec?: string;
	readonly audioCodecs: readonly string[];
	readonly durationMs?: number;
	/** As shown: upright, with square pixels. */
	readonly width?: number;
	readonly height?: number;
	/** Clockwise degrees from stored to shown. */
	readonly turn?: 90 | 180 | 270;
	/** Frames per second, to three digits. */
	readonly fps?: number;
	/** Only when the container says it. */
	readonly frames?: number;
	readonly hasAudio: boolean;
}

/** What a catalogue may be searched by: no pixels, no place, no serial number, no free text of the file. */
export interface Summary extends Format {
	readonly kind: Kind;
	readonly keyframes: number;
	/** As the file claims it. */
	readonly createdAt?: string;
	readonly encoder?: string;
	readonly make?: string;
	readonly model?: string;
	readonly languages: readonly string[];
}

const CONTAINERS: Record<string, string> = {
	'matroska,webm': 'matroska',
	jpeg_pipe: 'jpeg',
	png_pipe: 'png',
	webp_pipe: 'webp',
	bmp_pipe: 'bmp',
	tiff_pipe: 'tiff',
};
/** One reader for a family of formats, which tell themselves apart by their major brand (ISO/IEC 14496-12, 4.3). */
const BOXES = 'mov,mp4,m4a,3gp,3g2,mj2';
const BRANDS: readonly [RegExp, string][] = [
	[/^qt/, 'mov'],
	[/^3g[ceghprst]/, '3gp'],
	[/^(3g2|kddi)/, '3g2'],
];
/** The only tags that go into a summary, under any of their names. */
const TAGS = {
	createdAt: ['creation_time', 'com.apple.quicktime.creationdate', 'date'],
	encoder: ['encoder', 'software', 'com.apple.quicktime.software'],
	make: ['make', 'com.apple.quicktime.make', 'com.android.manufacturer'],
	model: ['model', 'com.apple.quicktime.model', 'com.android.model'],
} as const;
const SHORT = 128;

export function formatOf(probe: Probe, turn?: 0 | 90 | 180 | 270): Format {
	const video = videoOf(probe);
	const audio = probe.streams.filter((one) => one.codec_type === 'audio');
	const durationMs = durationOf(probe);
	const format = {
		container: containerOf(probe),
		...(durationMs === undefined ? {} : { durationMs }),
		audioCodecs: audio.map((one) => one.codec_name),
		hasAudio: audio.length > 0,
	};
	if (video === undefined) return format;
	const angle = turn ?? turnOf(video);
	const [width, height] = [Math.round((video.width ?? 0) * pixelShapeOf(video)), video.height ?? 0];
	const [frames, per] = video.avg_frame_rate.split('/').map(Number) as [number, number];
	return {
		...format,
		videoCodec: video.codec_name,
		...(angle === 90 || angle === 270 ? { width: height, height: width } : { width, height }),
		...(angle === 0 ? {} : { turn: angle }),
		...(frames > 0 && per > 0 ? { fps: Math.round((frames * 1000) / per) / 1000 } : {}),
		...(video.nb_frames === undefined ? {} : { frames: video.nb_frames }),
	};
}

/** Without a brand a file of the family is read as `mp4`, as the standard has it. */
function containerOf({ format }: Probe): string {
	if (format.format_name !== BOXES)
		return CONTAINERS[format.format_name] ?? format.format_name.split(',')[0] ?? 'unknown';
	const brand = format.tags['major_brand'] ?? '';
	return BRANDS.find(([known]) => known.test(brand))?.[1] ?? 'mp4';
}

export function summaryOf(kind: Kind, format: Format, keyframes: number, probe?: Probe): Summary {
	const all = [probe?.format.tags ?? {}, ...(probe?.streams ?? []).map((one) => one.tags)];
	const lower = new Map(
		all
			.flatMap((tags) => Object.entries(tags))
			.reverse()
			.map(([name, value]) => [name.toLowerCase(), value]),
	);
	const found: Partial<Record<keyof typeof TAGS, string>> = {};
	for (const name of Object.keys(TAGS) as (keyof typeof TAGS)[]) {
		const value = TAGS[name].map((tag) => lower.get(tag)).find((one) => one !== undefined);
		if (value !== undefined) found[name] = value.slice(0, SHORT);
	}
	const languages = new Set(
		(probe?.streams ?? []).map((one) => one.tags['language'] ?? '').filter((one) => /^[a-z]{3}$/.test(one)),
	);
	languages.delete('und');
	return { kind, ...format, keyframes, ...found, languages: [...languages] };
}
