/** What of an examined item decides whether a browser can show it: `format` or `summary` of `item.examined`. */
export interface MediaFormat {
	readonly container?: string | undefined;
	readonly videoCodec?: string | undefined;
	readonly audioCodecs?: readonly string[] | undefined;
}

/** Containers and codecs that Chromium and Firefox play without the help of the system, with the type they are served as. */
const TYPES: Readonly<Record<string, string>> = {
	mp4: 'video/mp4',
	// Of one family with mp4, and read by the same part of a browser, which knows no other name for them.
	mov: 'video/mp4',
	'3gp': 'video/mp4',
	'3g2': 'video/mp4',
	matroska: 'video/webm',
	ogg: 'application/ogg',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	flac: 'audio/flac',
	aac: 'audio/aac',
};
const VIDEO: ReadonlySet<string> = new Set(['h264', 'vp8', 'vp9', 'av1']);
const AUDIO: ReadonlySet<string> = new Set(['aac', 'mp3', 'opus', 'vorbis', 'flac', 'pcm_s16le', 'pcm_u8']);

/** True if the browser should be given the original; otherwise ask for a proxy. A player's own error says the last word. */
export function playsDirectly({ container, videoCodec, audioCodecs = [] }: MediaFormat): boolean {
	return (
		container !== undefined &&
		container in TYPES &&
		(videoCodec === undefined || VIDEO.has(videoCodec)) &&
		audioCodecs.every((codec) => AUDIO.has(codec))
	);
}

/** The content type to serve an item as. Never one that a browser would run or lay out as a page. */
export function mediaTypeOf({ container = '', videoCodec }: MediaFormat): string {
	const type = TYPES[container] ?? 'application/octet-stream';
	return videoCodec === undefined ? type.replace('video/', 'audio/') : type;
}
